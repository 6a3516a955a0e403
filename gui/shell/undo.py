"""What was done, so that it can be taken back and done again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

MOST = 1_000  # steps; of more the first are forgotten


class Step:
    """One thing that was done; ``text`` says what."""

    def __init__(self, text: str) -> None:
        self.text = text

    def redo(self) -> None:
        """Do it, or do it again."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take it back."""
        raise NotImplementedError

    def take_in(self, later: Step) -> bool:
        """Become one step with another that was just done after it; whether that can be."""
        return False

    @property
    def empty(self) -> bool:
        """Whether it has come to change nothing, and is no step any more."""
        return False


class UndoStack(QObject):
    """The steps that were done, and those that were taken back since.

    It is not Qt's, whose commands PySide holds until the stack itself goes, although Qt has merged
    or dropped them, with all that they hold.
    """

    changed = Signal()  # what can be undone or redone

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self._index = 0  # of the step that would be redone
        self._closed: Step | None = None  # takes in no more
        self._told = self._state()

    def push(self, step: Step) -> None:
        """Do a step; those that were taken back are forgotten, and it may become a part of the
        last one."""
        step.redo()
        del self._steps[self._index :]
        last = self._steps[-1] if self._steps else None
        if last is None or last is self._closed or not last.take_in(step):
            self._steps.append(step)
            del self._steps[:-MOST]
        elif last.empty:
            del self._steps[-1]
        self._index = len(self._steps)
        self._tell()

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        if self.can_undo:
            index = self._index - 1
            self._steps[index].undo()
            self._stand_at(index)

    def redo(self) -> None:
        """Do again what was taken back last, if anything."""
        if self.can_redo:
            index = self._index
            self._steps[index].redo()
            self._stand_at(index + 1)

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()
        self._closed = None
        self._stand_at(0)

    def close_step(self) -> None:
        """What is done from now on is no part of the last step: it was saved, say."""
        self._closed = self._steps[self._index - 1] if self.can_undo else None

    def count(self) -> int:
        """How many steps there are, with those that were taken back."""
        return len(self._steps)

    def index(self) -> int:
        """How many can be undone."""
        return self._index

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is one to do again."""
        return self._index < len(self._steps)

    @property
    def undo_text(self) -> str:
        """What would be taken back; "" for nothing."""
        return self._steps[self._index - 1].text if self.can_undo else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; "" for nothing."""
        return self._steps[self._index].text if self.can_redo else ""

    def _stand_at(self, index: int) -> None:
        self._index = index
        self._tell()

    def _state(self) -> tuple[bool, bool, str, str]:
        return self.can_undo, self.can_redo, self.undo_text, self.redo_text

    def _tell(self) -> None:
        """Not at every step of a drag."""
        state = self._state()
        if state != self._told:
            self._told = state
            self.changed.emit()
