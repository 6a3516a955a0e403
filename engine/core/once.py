"""A value that is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Once(Generic[Value]):
    """What ``make()`` gives, asked for once; what it is made from is let go of then."""

    __slots__ = ("_make", "_value")

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make

    def __call__(self) -> Value:
        """The value; raises what ``make`` raises."""
        if self._make is not None:
            self._value = self._make()
            self._make = None
        return self._value
