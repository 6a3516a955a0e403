"""The only mutable reference to the session, with undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.session.change import Place, carried_over, changed_places
from engine.session.linking import following, settled, stopped
from engine.session.session import Session
from gui.shell.undo import Step, UndoStack


class Store(QObject):
    """Holds the session that is shown; everything else proposes a new one."""

    # (old Session, new Session), after every change, undo and redo included.
    changed = Signal(object, object)
    refused = Signal(str)  # why linked numbers do not go where they were asked to

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._dragged: tuple[int | None, frozenset[Place]] = (None, frozenset())
        self.undo_stack = UndoStack(self)

    @property
    def session(self) -> Session:
        """What is set now."""
        return self._session

    def propose(
        self,
        session: Session,
        gesture: int | None = None,
        text: str = "change",
        base: Session | None = None,
        whole: bool = False,
    ) -> None:
        """Take a new session as one step of undo; another page or plot alone is none.

        Proposals with the same gesture number are one step; one that ends where the gesture
        began leaves no step. Without a number every proposal is a step of its own.

        ``base`` is the session that the proposal was made from, where that may be an older one:
        only what differs from it is taken, and nothing if it does not fit the present session.

        A gesture moves numbers by hand, and those that are linked with them follow; ``whole``
        says that it brings states in which every number stands where it should.
        """
        wanted = session if base is None else self._carried(session, base, gesture)
        if wanted is not None and wanted.links:
            by_hand = gesture is not None and not whole
            wanted = self._followed(wanted) if by_hand else settled(wanted)
        if wanted is None or wanted == self._session:
            return
        if wanted.holds_as_much_as(self._session):
            self.show(wanted)  # turning a page is nothing to undo
        else:
            self.undo_stack.push(Replace(self, self._session, wanted, gesture, text))

    def _carried(self, session: Session, base: Session, gesture: int | None) -> Session | None:
        """The proposal on the present session; a drag that comes back to where its base stands
        is meant as well."""
        previous, places = self._dragged
        places = changed_places(base, session) | (places if previous == gesture else frozenset())
        self._dragged = gesture, places if gesture is not None else frozenset()
        return carried_over(session, places, self._session)

    def _followed(self, wanted: Session) -> Session | None:
        """With the numbers that follow; None where they cannot, which is told."""
        try:
            made = following(self._session, wanted)
        except ParameterError as error:
            self.refused.emit(str(error))
            return None
        link = stopped(self._session, wanted, made)
        if link is not None:
            text = tr("{first} and {second} move together: one of them is at its end.")
            self.refused.emit(text.format(first=link.first, second=link.second))
        return made

    def look(self, page: str, card: str) -> None:
        """Make a plot of a page its main one: nothing that one undoes."""
        self.show(self._session.with_view(page, card))

    def show(self, session: Session) -> None:
        """Take a session without a step of undo: what the commands do."""
        old, self._session = self._session, session
        if old != session:
            self.changed.emit(old, session)


class Replace(Step):
    """One session in the place of another."""

    def __init__(
        self, store: Store, old: Session, new: Session, gesture: int | None, text: str
    ) -> None:
        super().__init__(text)
        self.store = store
        self.old = old
        self.new = new
        self.gesture = gesture

    def redo(self) -> None:
        """Show the new session."""
        self._show(self.new, self.old)

    def undo(self) -> None:
        """Show the old session again."""
        self._show(self.old, self.new)

    def take_in(self, later: Step) -> bool:
        """Become one step with the next of the same gesture."""
        if not isinstance(later, Replace) or self.gesture is None or later.gesture != self.gesture:
            return False
        self.new = later.new
        return True

    @property
    def empty(self) -> bool:
        """Whether the gesture has come back to where it began."""
        return self.old == self.new

    def _show(self, wanted: Session, other: Session) -> None:
        """On the page and the plots that are looked at, unless what changes is seen on another
        page only, or plots are a part of the change."""
        present = self.store.session
        if wanted.views == other.views:
            wanted = wanted.replace(views=present.views)
        planned = wanted.sweep != other.sweep
        seen = wanted.page == other.page and wanted.scene != other.scene and not planned
        if not planned:  # a plan that was made since stays
            wanted = wanted.replace(sweep=present.sweep).with_sweep_shown(
                present.shows_sweep if seen else wanted.shows_sweep
            )
        self.store.show(wanted.replace(page=present.page) if seen else wanted)
