"""Lists of JSON values as arrays, quickly: most lists hold nothing but numbers."""

from __future__ import annotations

import bisect
import struct
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array

SMALL = 256  # numbers that take one byte
COUNTED = 2**17
LEAST = 2**17 + 2**15
MISSING = ("", "nan", "null", "none", "na", "n/a")


class Numbers:
    """Numbers gathered list by list: null is NaN, texts of numbers are numbers.

    As long as all are whole and below 256, as those of a mask, each takes one byte.
    """

    __slots__ = ("_size", "_small", "_values")

    def __init__(self) -> None:
        self._values: NDArray[Any] = np.empty(0, np.uint8)
        self._size = 0
        self._small = True

    def add(self, values: list[Any] | NDArray[Any]) -> int:
        """One more list, and its length; raises ValueError where an entry is no number."""
        count = len(values)
        if isinstance(values, np.ndarray):
            if self._small and (values.dtype.kind != "u" or values.max() >= SMALL):
                self._widen()
            self._room(count)[:] = values
            self._size += count
            return count
        if self._small:
            try:
                self._room(count)[:] = np.frombuffer(bytes(values), np.uint8)
                self._size += count
                return count
            except (TypeError, ValueError):
                self._widen()
        room = self._room(count)
        try:
            struct.pack_into(f"{count}d", room.data, 0, *values)
        except (struct.error, OverflowError):
            room[:] = numbers(values)
        self._size += count
        return count

    def add_run(self, run: Run) -> int:
        """A list that need not be decoded, and its length."""
        self._widen()
        self._room(run.length)[:] = np.arange(run.length) if run.step else run.first
        self._size += run.length
        return run.length

    def take(self) -> NDArray[Any]:
        """All of them, (n,); afterwards there are none."""
        found = self._values[: self._size]
        self.__init__()  # type: ignore[misc]
        return found

    def _room(self, count: int) -> NDArray[Any]:
        """The place of so many more."""
        size = self._size + count
        if size > len(self._values):
            larger = np.empty(max(size, 2 * len(self._values), LEAST), self._values.dtype)
            larger[: self._size] = self._values[: self._size]
            self._values = larger
        return self._values[self._size : size]

    def _widen(self) -> None:
        if self._small:
            self._values, self._small = self._values[: self._size].astype(float), False


def numbers(values: Iterable[Any]) -> Array:
    """As an array: null and its like are NaN. Raises ValueError where an entry is no number."""
    listed = list(values)
    try:
        found = np.array(listed, dtype=float)
        if found.ndim == 1:
            return found
    except (TypeError, ValueError, OverflowError):
        pass
    return np.array([_number(value) for value in listed], dtype=float)


class Run(NamedTuple):
    """A list that holds one number over and over, or 0, 1, 2, ..."""

    first: float
    step: int  # 0 or 1
    length: int


def run_in(content: bytes) -> Run | None:
    """The run that a JSON list is, found without decoding it; None where it is none."""
    return _counting(content) or _constant(content)


def _counting(content: bytes) -> Run | None:
    if not content.startswith((b"[0, 1, ", b"[0,1,")):
        return None
    counted, size = _counted(content[2:4] == b", "), len(content) - 2
    place = bisect.bisect_left(counted.ends, size)
    whole = (
        place < COUNTED and counted.ends[place] == size and counted.text.startswith(content[1:-1])
    )
    return Run(0.0, 1, place + 1) if whole else None


def _constant(content: bytes) -> Run | None:
    first, comma, _ = content[1:64].partition(b",")
    if not comma:
        return None
    between = b", " if content[len(first) + 2 : len(first) + 3] == b" " else b","
    count = (len(content) - 2 + len(between)) // (len(first) + len(between))
    if content[1:-1] != between.join([first] * count):
        return None
    try:
        return Run(float(first), 0, count)
    except ValueError:
        return None


class _Counted(NamedTuple):
    """ "0, 1, 2, ..." far enough for every list that is worth it."""

    text: bytes
    ends: list[int]  # where each number ends


@cache
def _counted(spaced: bool) -> _Counted:
    between = ", " if spaced else ","
    words = [*map(str, range(COUNTED))]
    sizes = np.array([len(word) + len(between) for word in words])
    ends = np.cumsum(sizes) - len(between)
    return _Counted(between.join(words).encode(), ends.tolist())


def _number(value: Any) -> float:
    if value is None:
        return np.nan
    if isinstance(value, list) and len(value) == 1:
        return _number(value[0])
    if isinstance(value, str):
        if value.strip().lower() in MISSING:
            return np.nan
        if "_" in value:
            raise ValueError(f"holds {value[:30]!r}, no number")
        try:
            return float(value)
        except ValueError:
            raise ValueError(f"holds {value[:30]!r}, no number") from None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return np.inf if value > 0 else -np.inf
    raise ValueError(f"holds {str(value)[:30]!r}, no number")
