"""The last answers about arrays, for questions that come again and again."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from engine.core.arrays import Array

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """Holds an answer for as long as its array lives: a moving slider asks for it again. Of several
    arrays it holds those of the ``most`` that were asked about last."""

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._known: list[tuple[weakref.ref[Any], Answer]] = []  # the last one first

    def answer(self, array: Array, make: Callable[[], Answer]) -> Answer:
        """What ``make`` found for this very array, which nobody may have changed since."""
        known = self._known
        found = next((each for each in known if each[0]() is array), None)
        found = found or (weakref.ref(array), make())
        others = [each for each in known if each is not found and each[0]() is not None]
        self._known = [found, *others][: self._most]
        return found[1]
