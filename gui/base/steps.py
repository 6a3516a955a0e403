"""Something long that is done in steps, between which the window answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from gui.base.nested_events import in_midst
from gui.base.turn import Patience

AGAIN = 100  # milliseconds between looks whether nothing else is under way


class Steps(QObject):
    """One thing at a time: what is begun takes the place of what was under way. A step is taken
    when nothing is under way that may need one of the window's parts afterwards, and the window
    has been answering."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: list[Callable[[], object]] = []
        self._patience = Patience()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    @property
    def under_way(self) -> bool:
        """Whether a step is left."""
        return bool(self._left)

    def begin(self, steps: Iterable[Callable[[], object]]) -> None:
        """Take these steps, the first of them soon."""
        self._left = list(steps)
        self._timer.start(0)

    def begin_with(self, steps: Iterable[Callable[[], object]]) -> None:
        """Take these before those that are left."""
        self._left[:0] = steps

    def cancel(self) -> None:
        """Take none of those that are left."""
        self._left = []
        self._timer.stop()

    def finish(self) -> None:
        """All steps that are left, at once."""
        while self._left:
            self._next()
        self._timer.stop()

    def hurry(self) -> None:
        """The next step at once; those after it as before."""
        self._timer.stop()
        self._next()
        if self._left:
            self._timer.start(0)

    def _go_on(self) -> None:
        if in_midst():
            self._timer.start(AGAIN)
            return
        if self._patience.waits():
            self._timer.start(0)
            return
        try:
            self._next()
        finally:
            if self._left:
                self._timer.start(0)

    def _next(self) -> None:
        self._left.pop(0)()
