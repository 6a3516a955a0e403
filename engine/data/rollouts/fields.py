"""What a reader tells of a file before it reads it, and the pieces in which it reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.core.run import Run

Kind = Literal["float", "whole", "truth", "text", "segments", "objects"]
Values = NDArray[Any]
Whole = NDArray[np.int64]

TOKENS = 2**17  # of a piece, about: its columns fit the processor's own memory


@dataclass(frozen=True, slots=True)
class Field:
    """One name in a file: a column, an array, a key of its records."""

    name: str
    kind: Kind  # "segments": the number of a token's sequence in its row; "objects": never read
    axes: int  # 2: sequences of tokens, 1: one value a record, 0: one value
    lengths: tuple[int, ...] = ()  # of its first sequences, with two axes; -1 has none
    first: tuple[Any, ...] = ()  # some of its first values
    rows: int = 1  # of its first axis, where that is known
    largest: float = 0.0  # of its first values that are whole


def near(lengths: Sequence[int], others: Sequence[int], single: int) -> bool:
    """Whether sequences are as long as others, but for one value; ``single`` fits any."""
    pairs = zip(lengths, others, strict=False)
    return all(abs(a - b) <= 1 or a in (-1, single) or b == -1 for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Column:
    """A ragged column: the values of m sequences, one after the other."""

    values: Values
    lengths: Whole  # (m,)

    @classmethod
    def even(cls, table: Values) -> Column:
        """Of a rectangular array (m, t)."""
        rows, width = table.shape
        return cls(table.reshape(-1), np.full(rows, width, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sequences of a file, as they stand there, before any mask."""

    tokens: Mapping[str, Column]  # fields of two axes
    records: Mapping[str, Values]  # (m,) fields of one axis and of none
    places: Whole  # (m,) the line or row of each sequence, from 1
    done: float  # share of the file read, 0 to 1
    unit: Literal["line", "row"] = "row"


class Table(Protocol):
    """One file, or several that belong together, opened by a reader."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All names in the file, told by its beginning."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided about the file without asking; complete once it has been read."""

    def pieces(self, names: Sequence[str], run: Run) -> Iterator[Piece]:
        """The file in order, only these fields of it; raises DataError and Cancelled."""


@dataclass(frozen=True, slots=True)
class Head:
    """How a file begins, which tells what it is."""

    path: str  # absolute
    start: bytes  # the first bytes, unpacked and in UTF-8 where it is text
    raw: bytes  # the first bytes as they stand


class Reader(Protocol):
    """One kind of file."""

    name: str  # as a person calls it
    order: int  # readers are asked in this order

    def reads(self, head: Head) -> bool:
        """Whether a file is of this kind, by its content."""

    def open(self, paths: Sequence[str]) -> Table:
        """The file, or the several of one table; raises DataError."""


@dataclass(slots=True)
class Notes:
    """Decisions in words, each once, in the order in which they were made."""

    said: dict[str, None] = field(default_factory=dict)

    def add(self, *notes: str) -> None:
        """Some more."""
        self.said.update(dict.fromkeys(notes))

    def __iter__(self) -> Iterator[str]:
        return iter(self.said)
