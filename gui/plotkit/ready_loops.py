"""Compiled loops for pictures, once there are such in this process."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.compiled import at_hand
from engine.core.run import Run
from gui.base.background import Background


class Loops:
    """When other loops have been compiled, these are, in a thread of their own: by ``first``, a
    call of each, which compiles it or reads it from disk."""

    def __init__(self, first: Callable[[], object]) -> None:
        self.ready = False
        self._first = first
        self._making: Background | None = None

    def begin(self) -> None:
        """Make them, unless they are made already."""
        if self._making is None and at_hand():
            self._making = Background(self._make)
            self._making.done.connect(self._take)
            self._making.begin()

    def _make(self, _run: Run) -> None:
        self._first()

    def _take(self, _outcome: object) -> None:
        self.ready = True
