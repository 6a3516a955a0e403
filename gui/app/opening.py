"""The one way in: the menu, recent files, drops and the command line open files here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from engine.core.atomic_file import ReadError
from engine.export.provenance import read_provenance
from engine.session.file import SessionFileError
from engine.session.file_kind import file_kind
from engine.session.session import Session
from gui.base.message import complain

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

FILTERS = (
    "Everything that opens (*.json *.png *.svg *.pdf *.csv *.npz *.npy *.tsv *.txt)",
    "Sessions (*.json)",
    "Exported figures and numbers (*.png *.svg *.pdf *.csv *.npz)",
    "Data (*.csv *.tsv *.txt *.npy *.npz)",
    "All files (*)",
)


class Opener(QObject):
    """Opens sessions, exported figures and data; a file that is none of them is told."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window

    def ask(self) -> None:
        """Ask for a file and open it."""
        dialog = QFileDialog(self.window, "Open", self.window.settings.folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(FILTERS)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_first(self, paths: Sequence[str]) -> None:
        """Open the first of several files, and say so."""
        self.open(paths[0])
        if len(paths) > 1:
            name = Path(paths[0]).name
            self.window.status.tell(f"Of {len(paths)} files the first was opened: {name}")

    def open(self, path: str | Path) -> None:
        """Open a file; whatever is wrong with it is told at once, and nothing is changed."""
        place = Path(path).absolute()
        try:
            kind = file_kind(place)
            if kind == "data":
                self._open_data(place)
                return
            session = read_provenance(place)
        except (SessionFileError, ReadError) as error:
            problems = getattr(error, "problems", (f"cannot be read: {error}",))
            text = f"“{place.name}” could not be opened."
            complain(self.window, "Open", text, [_sentence(problem) for problem in problems])
            return
        self.window.document.before_losing(lambda: self._begin(session, place, kind == "session"))

    def _begin(self, session: Session, path: Path, is_session: bool) -> None:
        document = self.window.document
        if is_session:
            document.begin(session, path)
        else:
            document.begin(session, origin=path)
        self._remember(path)
        self.window.status.tell(f"Opened {path}")

    def _open_data(self, path: Path) -> None:
        from gui.app.data_opening import open_data

        self._remember(path)
        open_data(self.window, path)

    def _remember(self, path: Path) -> None:
        self.window.settings.folder = str(path.parent)
        self.window.settings.add_recent(str(path))


def _sentence(problem: str) -> str:
    """A problem that begins with a verb, with what it is said of."""
    begins = ("is ", "holds ", "was ", "cannot ")
    return f"It {problem}." if problem.startswith(begins) else problem
