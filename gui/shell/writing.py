"""Files of a window: each is made in steps between which the window answers, and written in a
thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.core.run import Run
from gui.base.background import Background
from gui.base.steps import Steps

Making = Iterator[object]  # of one thing: a step each time


class Writing(QObject):
    """One after the other, in the order in which they were asked for: two may be of one name."""

    written = Signal(object)  # list[Path]
    failed = Signal(object)  # the exception

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = Steps(self)
        self._waiting: deque[Making] = deque()
        self._last: Background | None = None  # the last file that is being written

    @property
    def busy(self) -> bool:
        """Whether something is being made or written."""
        return bool(self._waiting) or self._last is not None

    def make(self, making: Making) -> None:
        """Take the first step at once, so that what is made is of now, and the others soon."""
        if self._advanced(making):
            self._waiting.append(making)
            self._go_on()

    def write(self, work: Callable[[], list[Path]]) -> None:
        """Write files in a thread, after those that are being written."""
        before = self._last

        def write(_: Run) -> list[Path]:
            if before is not None:
                before.wait()
            return work()

        self._last = writing = Background(write)
        writing.done.connect(self.written)
        writing.failed.connect(self.failed)
        writing.finished.connect(self._forget)
        writing.begin()

    def finish(self) -> None:
        """Take all steps that are left; what is written then ends by itself."""
        self._steps.cancel()
        while self._waiting:
            self._step()

    def stop(self) -> None:
        """Make nothing more, and wait for what is being written."""
        self._steps.cancel()
        self._waiting.clear()
        if self._last is not None:
            self._last.stop()

    def _go_on(self) -> None:
        if self._waiting and not self._steps.under_way:
            self._steps.begin([self._step, self._go_on])

    def _step(self) -> None:
        if not self._advanced(self._waiting[0]):
            self._waiting.popleft()

    def _advanced(self, making: Making) -> bool:
        """Take a step; whether one is left. What goes wrong is told, and ends it."""
        try:
            next(making)
        except StopIteration:
            return False
        except Exception as error:
            self.failed.emit(error)
            return False
        return True

    def _forget(self) -> None:
        """The last one may go when it has ended, and with it those that it has waited for."""
        if self._last is not None and self._last.isFinished():
            self._last = None
