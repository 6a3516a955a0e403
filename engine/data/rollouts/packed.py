"""Lists of JSON values as arrays, quickly: most lists hold nothing but numbers."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array

MISSING = ("", "nan", "null", "none", "na", "n/a")


class Numbers:
    """Numbers gathered list by list: null is NaN, texts of numbers are numbers.

    As long as all are whole and below 256, as those of a mask, each takes one byte.
    """

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.small = True

    def add(self, values: list[Any]) -> None:
        """One more list; raises ValueError where an entry is no number."""
        if self.small:
            try:
                self.parts.append(bytes(values))
                return
            except (TypeError, ValueError):
                self.parts = [_widened(b"".join(self.parts))]
                self.small = False
        try:
            self.parts.append(struct.pack(f"{len(values)}d", *values))
        except (struct.error, OverflowError):
            self.parts.append(numbers(values).tobytes())

    def add_array(self, values: Array) -> None:
        """One more list that is an array already."""
        if self.small:
            self.parts = [_widened(b"".join(self.parts))]
            self.small = False
        self.parts.append(values.tobytes())

    def take(self) -> NDArray[Any]:
        """All of them, (n,); afterwards there are none."""
        content, small = b"".join(self.parts), self.small
        self.parts, self.small = [], True
        return np.frombuffer(content, np.uint8 if small else np.float64)


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


def counting(content: bytes) -> Array | None:
    """The numbers of a JSON list if they are 0, 1, 2, ..., found without decoding it."""
    if not content.startswith((b"[0, 1, ", b"[0,1,")):
        return None
    spaced = content[2:4] == b", "
    text = _counted(spaced)
    inner = content[1:-1]
    if not text.startswith(inner) or text[len(inner) : len(inner) + 1] != b",":
        return None
    return np.arange(inner.count(b",") + 1, dtype=float)


def constant(content: bytes) -> Array | None:
    """The numbers of a JSON list if all are the same, found without decoding it."""
    first, comma, _ = content[1:64].partition(b",")
    if not comma:
        return None
    between = b", " if content[len(first) + 2 : len(first) + 3] == b" " else b","
    count = content.count(b",") + 1
    if len(content) != 2 + count * len(first) + (count - 1) * len(between):
        return None
    if content[1:-1] != between.join([first] * count):
        return None
    try:
        return np.full(count, float(first))
    except ValueError:
        return None


_texts: dict[bool, bytes] = {}
COUNTED = 2**17


def _counted(spaced: bool) -> bytes:
    """ "0, 1, 2, ..., " far enough for every list that is worth it."""
    if spaced not in _texts:
        between = ", " if spaced else ","
        _texts[spaced] = (between.join(map(str, range(COUNTED))) + between).encode()
    return _texts[spaced]


def _widened(content: bytes) -> bytes:
    return np.frombuffer(content, np.uint8).astype(float).tobytes()


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
