"""The last answer about an array, for questions that come again and again."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from engine.core.arrays import Array

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """Holds one answer for as long as its array lives: a moving slider asks for it again."""

    def __init__(self) -> None:
        self._last: tuple[weakref.ref[Any], Answer] | None = None

    def answer(self, array: Array, make: Callable[[], Answer]) -> Answer:
        """What ``make`` found for this very array, which nobody may have changed since."""
        last = self._last
        if last is None or last[0]() is not array:
            last = (weakref.ref(array), make())
            self._last = last
        return last[1]
