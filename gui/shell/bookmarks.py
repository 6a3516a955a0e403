"""The bookmarks of the session as the window uses them: each change is a step of undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.session import bookmarks
from engine.session.session import Bookmark, Session
from gui.shell.store import Store

NONE = tr_noop("There are no bookmarks: Ctrl+D adds what is shown.")


class Bookmarks(QObject):
    """Proposes sessions with other bookmarks, and those that they hold.

    ``name`` gives the title of what is shown. Which one was opened last is remembered, so that
    a change of what it shows does not lose the place in a lecture.
    """

    changed = Signal()  # the list, or which one is shown

    def __init__(
        self,
        store: Store,
        name: Callable[[], str],
        notify: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.store, self.name, self.notify = store, name, notify
        self._last: Bookmark | None = None
        store.changed.connect(self._follow)

    @property
    def all(self) -> tuple[Bookmark, ...]:
        """In their order."""
        return self.store.session.bookmarks

    @property
    def place(self) -> int | None:
        """Which one was opened last, from 0, else which one is what is shown, if any."""
        if self._last in self.all:
            return self.all.index(self._last)
        return bookmarks.place_of(self.store.session)

    def add(self) -> None:
        """What is shown, behind the others."""
        wanted = self._changed(lambda session: bookmarks.added(session, self.name()))
        if wanted is not None:
            self._last = wanted.bookmarks[-1]
            self.store.propose(wanted, text="add bookmark")
            count, title = len(wanted.bookmarks), self._last.title
            self.notify(tr("Bookmark {n}: {title}").format(n=count, title=title))

    def rename(self, place: int, title: str) -> bool:
        """Call it so; whether it may be called so."""
        wanted = self._changed(lambda session: bookmarks.renamed(session, place, title))
        if wanted is None:
            return False
        if self._last == self.all[place]:
            self._last = wanted.bookmarks[place]
        self.store.propose(wanted, text="rename bookmark")
        return True

    def move(self, place: int, to: int) -> None:
        """To another place."""
        if 0 <= to < len(self.all) and to != place:
            session = self.store.session
            self.store.propose(bookmarks.moved(session, place, to), text="move bookmark")

    def remove(self, place: int) -> None:
        """Forget it; what is shown stays."""
        self.store.propose(bookmarks.removed(self.store.session, place), text="delete bookmark")

    def go_to(self, place: int, gesture: int | None = None) -> None:
        """Show what it holds; steps of the same gesture are one step of undo."""
        self._last = self.all[place]
        before = self.store.session
        opened = bookmarks.opened(before, place)
        self.store.propose(opened, gesture, "open bookmark", whole=True)
        if self.store.session == before:
            self.changed.emit()

    def step(self, steps: int, gesture: int | None = None) -> None:
        """To the one so many further; at an end it stays there."""
        if not self.all:
            self.notify(tr(NONE))
            return
        here, last = self.place, len(self.all) - 1
        start = (-1 if steps > 0 else last + 1) if here is None else here
        self.go_to(min(max(start + steps, 0), last), gesture)

    def _changed(self, change: Callable[[Session], Session]) -> Session | None:
        try:
            return change(self.store.session)
        except ParameterError as error:
            self.notify(str(error))
            return None

    def _follow(self, old: Session, session: Session) -> None:
        if old.bookmarks != session.bookmarks or session.bookmarks:
            self.changed.emit()
