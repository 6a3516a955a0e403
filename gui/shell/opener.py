"""The one way in: the menu, recent files, drops and the command line open files here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.core.atomic_file import ReadError
from engine.core.words import tr, tr_noop
from engine.export.provenance import read_provenance
from engine.session.file import SessionFileError
from engine.session.file_kind import file_kind, is_own_session
from engine.session.session import Session
from gui.base.message import sentence, warn
from gui.look.settings import Settings
from gui.shell.document import Document

FILTERS = (
    tr_noop(
        "Everything that opens (*.json *.png *.svg *.pdf *.csv *.npz *.npy *.tsv *.txt *.jsonl *.gz"
        " *.parquet *.safetensors)"
    ),
    tr_noop("Sessions (*.json)"),
    tr_noop("Exported figures and numbers (*.png *.svg *.pdf *.csv *.npz)"),
    tr_noop("Data (*.csv *.tsv *.txt *.npy *.npz)"),
    tr_noop("Rollouts (*.npz *.jsonl *.gz *.json *.parquet *.safetensors *.csv)"),
    tr_noop("All files (*)"),
)


OWN_DATA = "it holds rows, no session; open one file, pin it as A, then open the other"


class Opener(QObject):
    """Opens sessions, exported figures and data; a file that is none of them leads to a message."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        notify: Callable[[str], object],
        open_data: Callable[[Path], object],
        open_rollouts: Callable[[Path], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.settings = settings
        self.notify = notify
        self.open_data = open_data
        self.open_rollouts = open_rollouts
        self.dialog_parent = parent

    def ask(self) -> None:
        """Ask for a file and open it."""
        self._ask(tr("Open"), FILTERS, self.open)

    def ask_pinned(self) -> None:
        """Ask for a file with a session, which becomes the state A."""
        self._ask(tr("A from a file"), FILTERS[1:3], self.pin)

    def ask_folder(self) -> None:
        """Ask for a folder of rollouts and open it."""
        dialog = QFileDialog(self.dialog_parent, tr("Open rollouts"), self.settings.folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_first(self, paths: Sequence[str]) -> None:
        """Open the first of several files, and say so."""
        self.open(paths[0])
        if len(paths) > 1:
            name = Path(paths[0]).name
            self.notify(
                tr("Of {count} files the first was opened: {name}").format(
                    count=len(paths), name=name
                )
            )

    def open(self, path: str | Path) -> None:
        """Open a file; one message lists all that is wrong with it, and nothing is changed then."""
        place = Path(path).absolute()
        try:
            if place.is_dir():
                self._open_rollouts(place)
                return
            kind = file_kind(place)
            if kind != "figure" and not is_own_session(place) and _is_rollouts(place):
                self._open_rollouts(place)
                return
            if kind == "data":
                self._open_data(place)
                return
            session = read_provenance(place)
        except (SessionFileError, ReadError) as error:
            self._warn(place, error)
            return
        self.document.before_losing(lambda: self._begin(session, place, kind == "session"))

    def pin(self, path: str | Path) -> None:
        """The session of a file becomes the state A, on the page that is shown."""
        place = Path(path).absolute()
        store = self.document.store
        try:
            if file_kind(place) == "data":
                raise ReadError(OWN_DATA)
            state = read_provenance(place)
        except (SessionFileError, ReadError) as error:
            self._warn(place, error)
            return
        store.propose(store.session.replace(pinned=state), text="A from a file")
        self._remember(place)
        self.notify(tr("A is {path}").format(path=place))

    def _ask(self, title: str, filters: Sequence[str], then: Callable[[str], object]) -> None:
        dialog = QFileDialog(self.dialog_parent, title, self.settings.folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr(each) for each in filters])
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _warn(self, place: Path, error: SessionFileError | ReadError) -> None:
        problems = getattr(error, "problems", (f"cannot be read: {error}",))
        text = tr("“{name}” could not be opened.").format(name=place.name)
        warn(self.dialog_parent, tr("Open"), text, [sentence(problem) for problem in problems])

    def _begin(self, session: Session, path: Path, is_session: bool) -> None:
        if is_session:
            self.document.begin(session, path)
        else:
            self.document.begin(session, origin=path)
        self._remember(path)
        self.notify(tr("Opened {path}").format(path=path))

    def _open_data(self, path: Path) -> None:
        self._remember(path)
        self.open_data(path)

    def _open_rollouts(self, path: Path) -> None:
        self._remember(path)
        self.open_rollouts(path)

    def _remember(self, path: Path) -> None:
        self.settings.folder = str(path.parent)
        self.settings.add_recent(str(path))


def _is_rollouts(path: Path) -> bool:
    # The readers are imported when a file is opened: at the start they would take time.
    from engine.data.rollouts.recognised import opens_as_rollouts

    return opens_as_rollouts(str(path))
