"""Arrays of numbers with two axes, sequences x tokens, read some rows at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import IO

import numpy as np

from engine.data.error import DataError
from engine.data.rollouts.fields import Kind, Values

KINDS: dict[str, Kind] = {
    "f": "float", "i": "whole", "u": "whole", "b": "truth", "U": "text", "S": "text",
}  # fmt: skip
BLOCK = 2**24  # bytes that are asked for at once

Take = Callable[[int], Values]  # the next so many values of an array, (k,)


@dataclass(frozen=True, slots=True)
class Plane:
    """One array of a file, in C order; axes before the last two are more sequences."""

    name: str
    shape: tuple[int, ...]
    kind: Kind
    open: Callable[[], AbstractContextManager[Take]]  # from its beginning

    @property
    def axes(self) -> int:
        """0, 1 or 2."""
        return min(len(self.shape), 2)

    @property
    def rows(self) -> int:
        """Sequences, or values where there is one axis."""
        return math.prod(self.shape[:-1]) if self.axes == 2 else math.prod(self.shape)

    @property
    def width(self) -> int:
        """Tokens of a row."""
        return self.shape[-1] if self.axes == 2 else 1

    def squeezed(self) -> Plane:
        """Without last axes of one, where two others stand before them."""
        if len(self.shape) > 2 and self.shape[-1] == 1:
            return replace(self, shape=self.shape[:-1]).squeezed()
        return self


def taking(path: str, file: IO[bytes], convert: Callable[[bytes], Values], size: int) -> Take:
    """Reads values of ``size`` bytes from a file that stands at the first.

    No memory is taken for more than the file really holds. Raises DataError.
    """

    def take(count: int) -> Values:
        wanted, parts = count * size, []
        while wanted:
            part = file.read(min(wanted, BLOCK))
            if not part:
                raise DataError(path, f"is cut short by {wanted:,} bytes or more")
            parts.append(part)
            wanted -= len(part)
        return convert(parts[0] if len(parts) == 1 else b"".join(parts))

    return take


def held(values: Values) -> Callable[[], AbstractContextManager[Take]]:
    """How an array that is in memory already is read."""

    @contextmanager
    def opened() -> Iterator[Take]:
        place = 0

        def take(count: int) -> Values:
            nonlocal place
            place += count
            return values[place - count : place]

        yield take

    return opened


def bfloat16(content: bytes) -> Values:
    """Its numbers in single precision, of which they are the upper half."""
    return (np.frombuffer(content, "<u2").astype(np.uint32) << 16).view(np.float32)
