"""The session as a document: its file, whether it has changed, and that no change is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.core.atomic_file import ExportError
from engine.core.words import tr, tr_noop
from engine.session.bookmarks import opened
from engine.session.file import save_session
from engine.session.session import Session
from gui.base.message import Role, ask, warn
from gui.look.settings import Settings
from gui.shell.beginning import Beginning, DocumentState
from gui.shell.store import Store

UNTITLED = tr_noop("Untitled")
# The endings of files that hold something else, which a session must not replace.
NO_SESSION = (".png", ".svg", ".pdf", ".csv", ".npz", ".npy", ".tsv")


class Document(QObject):
    """Follows the store; New, Save and the question before changes are lost.

    Which page and plot are shown is saved with the session, but turning to another is no change
    that anybody would miss, nor is opening a bookmark, which is saved itself: nothing is asked.
    """

    changed = Signal()  # its name, or the session, or whether it is modified

    replaced = Signal()  # another document takes the place of this one, whose session comes next
    began = Signal()  # it has taken its place
    left = Signal()  # the window may close

    def __init__(
        self,
        store: Store,
        settings: Settings,
        notify: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.settings = settings
        self.notify = notify
        self.dialog_parent = parent
        self.guarded = False  # whether closing the window asks: in the program it does
        self.path: Path | None = None  # of the session file
        self.origin: Path | None = None  # the figure or the example that the session came from
        self._hold(self.store.session)
        self._leaving = False
        self.store.changed.connect(self.changed)

    @property
    def name(self) -> str:
        """What the title calls it."""
        place = self.path or self.origin
        return place.name if place else tr(UNTITLED)

    @property
    def modified(self) -> bool:
        """Whether something would be lost."""
        session = self.store.session
        return not any(session.holds_as_much_as(each) for each in self._held)

    @property
    def as_it_came(self) -> bool:
        """Whether what is shown is what was there at the beginning; bookmarks do not count."""
        if self._saved is None:
            return False
        now, then = (each.replace(bookmarks=()) for each in (self.store.session, self._saved))
        return now.holds_as_much_as(then)

    def begin(self, session: Session, path: Path | None = None, origin: Path | None = None) -> None:
        """A fresh document: nothing to undo, nothing to save."""
        self._begin(session, path, origin)
        self._mark_saved()

    def look_at(self, session: Session, origin: Path) -> None:
        """An example: what has no file of its own yet is a step of undo away, and nothing is
        asked; changes to a file are asked about. The bookmarks stay: examples are added to them."""
        shown = session.replace(bookmarks=self.store.session.bookmarks)
        if self.path is not None:
            self.before_losing(lambda: self.begin(shown, origin=origin))
            return
        new = DocumentState(shown, None, origin, session if self.modified else shown)
        self.store.undo_stack.push(Beginning(self._state(), new, self._take, "open example"))

    def restore(self, session: Session, path: Path | None) -> None:
        """A document with changes that are in no file."""
        self._begin(session, path, None)
        self._hold(None)
        self.changed.emit()

    def new(self) -> None:
        """Everything as at the start, on the same page."""
        page = self.store.session.page
        self.before_losing(lambda: self.begin(Session(page=page)))

    def before_losing(self, then: Callable[[], object]) -> None:
        """Do something that ends the document, unless the user would rather not."""
        if not self.modified:
            then()
            return
        ask(
            self.dialog_parent,
            tr("Unsaved changes"),
            tr("Save the changes to “{name}”?").format(name=self.name),
            tr("What is not saved is lost."),
            (
                (tr("&Save"), Role.AcceptRole, lambda: self.save(then)),
                (tr("&Discard"), Role.DestructiveRole, then),
                (tr("Cancel"), Role.RejectRole, lambda: None),
            ),
        )

    def may_close(self) -> bool:
        """Whether the window may go now; if not, the user is being asked."""
        if self._leaving or not (self.guarded and self.modified):
            return True
        self.before_losing(self.leave)
        return False

    def leave(self) -> None:
        """Close the window even if something has changed."""
        self._leaving = True
        self.left.emit()

    def save(self, then: Callable[[], object] = lambda: None) -> None:
        """Write the session to its file, or ask for one; ``then`` follows a success."""
        if self.path is None:
            self.save_as(then)
        else:
            self._write(self.path, then)

    def save_as(self, then: Callable[[], object] = lambda: None) -> None:
        """Ask for a file and write the session to it."""
        dialog = QFileDialog(self.dialog_parent, tr("Save session as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([tr("Session (*.json)"), tr("All files (*)")])
        dialog.setDefaultSuffix("json")
        start = self._proposed()
        dialog.setDirectory(str(start.parent))
        dialog.selectFile(start.name)
        dialog.fileSelected.connect(lambda name: self._write(Path(name), then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _proposed(self) -> Path:
        """Beside the figure that it came from, else in the folder of late."""
        if self.path is not None:
            return self.path
        place = self.origin or Path(tr(UNTITLED).lower())
        is_file = place.suffix.lower() in NO_SESSION
        place = place.with_suffix(".json") if is_file else place.with_name(f"{place.name}.json")
        return Path(self.settings.folder or Path.home()) / place

    def _write(self, path: Path, then: Callable[[], object]) -> None:
        if path.suffix.lower() in NO_SESSION:
            why = tr(
                "A session's name ends in .json; {suffix} says that it is something else."
            ).format(suffix=path.suffix)
            warn(
                self.dialog_parent,
                tr("Save"),
                tr("“{name}” was not written.").format(name=path.name),
                [why],
            )
            return
        try:
            save_session(self.store.session, path)
        except ExportError as error:
            problem = f"{error.filename}: {error.strerror}"
            warn(
                self.dialog_parent,
                tr("Save"),
                tr("“{name}” could not be written.").format(name=path.name),
                [problem],
            )
            return
        self.path, self.origin = path, None
        self.settings.folder = str(path.parent)
        self.settings.add_recent(str(path))
        self._mark_saved()
        self.notify(tr("Saved to {path}").format(path=path))
        then()

    def _begin(self, session: Session, path: Path | None, origin: Path | None) -> None:
        self.path, self.origin = path, origin
        self.replaced.emit()
        self.store.undo_stack.clear()
        self.store.show(session)
        self.began.emit()

    def _state(self) -> DocumentState:
        return DocumentState(self.store.session, self.path, self.origin, self._saved)

    def _take(self, state: DocumentState) -> None:
        self.path, self.origin = state.path, state.origin
        self._hold(state.saved)
        self.replaced.emit()
        self.store.show(state.session)
        self.began.emit()
        self.changed.emit()

    def _mark_saved(self) -> None:
        self._hold(self.store.session)
        self.store.undo_stack.close_step()
        self.changed.emit()

    def _hold(self, saved: Session | None) -> None:
        """What a file holds, or what there was at the beginning, with its bookmarks; None: nothing
        of what is shown."""
        self._saved = saved
        places = range(len(saved.bookmarks)) if saved else ()
        marks = (opened(saved, place) for place in places if saved)
        self._held: tuple[Session, ...] = (saved, *marks) if saved else ()
