"""A turn of Qt's event loop: between two of them the window takes what the user does."""

from __future__ import annotations

import time

from PySide6.QtCore import QAbstractEventDispatcher

LONG = 0.05  # seconds of the processor, after which what can wait is left to the next turn
TURNS = 4  # that it waits at most

_began: float | None = None  # the present turn; None while nobody tells


def watch_turns() -> None:
    """From now on, in the thread of the window."""
    if _began is None:
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(_begin)
        dispatcher.aboutToBlock.connect(_begin)
        _begin()


def _begin() -> None:
    global _began
    _began = time.thread_time()


class Patience:
    """Of something that can wait: for so many turns, then it is done anyway."""

    def __init__(self) -> None:
        self._left = TURNS
        self._waited: float | None = None  # the turn in which it did last

    def waits(self) -> bool:
        """Whether it leaves this turn, in which much has been done, to others. A timer may ask
        several times in one."""
        if _began is None or time.thread_time() <= _began + LONG:
            self._left = TURNS
            return False
        if self._waited != _began:
            self._waited = _began
            self._left -= 1
        if self._left < 0:
            self._left = TURNS
            return False
        return True
