"""The one way in: the menu, recent files, drops and the command line open files here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.core.atomic_file import ReadError
from engine.export.provenance import read_provenance
from engine.session.file import SessionFileError
from engine.session.file_kind import file_kind
from engine.session.session import Session
from gui.base.message import warn
from gui.look.settings import Settings
from gui.shell.document import Document

FILTERS = (
    "Everything that opens (*.json *.png *.svg *.pdf *.csv *.npz *.npy *.tsv *.txt)",
    "Sessions (*.json)",
    "Exported figures and numbers (*.png *.svg *.pdf *.csv *.npz)",
    "Data (*.csv *.tsv *.txt *.npy *.npz)",
    "All files (*)",
)


class Opener(QObject):
    """Opens sessions, exported figures and data; a file that is none of them leads to a message."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        notify: Callable[[str], object],
        open_data: Callable[[Path], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.settings = settings
        self.notify = notify
        self.open_data = open_data
        self.dialog_parent = parent

    def ask(self) -> None:
        """Ask for a file and open it."""
        dialog = QFileDialog(self.dialog_parent, "Open", self.settings.folder)
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
            self.notify(f"Of {len(paths)} files the first was opened: {name}")

    def open(self, path: str | Path) -> None:
        """Open a file; one message lists all that is wrong with it, and nothing is changed then."""
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
            warn(self.dialog_parent, "Open", text, [_sentence(problem) for problem in problems])
            return
        self.document.before_losing(lambda: self._begin(session, place, kind == "session"))

    def _begin(self, session: Session, path: Path, is_session: bool) -> None:
        if is_session:
            self.document.begin(session, path)
        else:
            self.document.begin(session, origin=path)
        self._remember(path)
        self.notify(f"Opened {path}")

    def _open_data(self, path: Path) -> None:
        self._remember(path)
        self.open_data(path)

    def _remember(self, path: Path) -> None:
        self.settings.folder = str(path.parent)
        self.settings.add_recent(str(path))


def _sentence(problem: str) -> str:
    """A problem that begins with a verb, with what it is said of."""
    begins = ("is ", "holds ", "was ", "cannot ")
    return f"It {problem}." if problem.startswith(begins) else problem
