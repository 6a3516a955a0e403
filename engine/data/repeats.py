"""Numbers that stand in too many rows: padding, marks of missing values, clamps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.data.table import Repeated

Counts = NDArray[np.int64]

SHARE = 0.01  # of the rows, above which a number is named
FEWEST = 3
MISSING = (-100.0, -999.0, -9999.0)  # stand for a missing value
FAR = 1e4  # from here on a number is no log-probability but a mark
OFTEN = 5.0  # times as often as the numbers next to it stands one that is named
DISTINCT = 0.9  # of the rows hold a number of their own: no number is repeated by accident
RARE = 0.05 * SHARE  # of a batch, below which a number may not be counted yet
PROBE = 2_000  # rows of a batch that tell whether it is worth counting
MOST_NAMED = 4


def is_mark(value: float) -> bool:
    """Whether a number is one that stands for a missing value rather than for itself."""
    return value in MISSING or abs(value) >= FAR


class Repeats:
    """Counts equal numbers, batch by batch: in each column, and where all columns are equal.

    ``filling`` are numbers that are named in any case where all columns hold them.
    """

    def __init__(self, columns: Sequence[str], filling: Sequence[float] = ()) -> None:
        self.columns = tuple(columns)
        self.filling = tuple(filling)
        self._rows = 0
        self._each = [_Column() for _ in columns]
        self._all = _Column()  # of the rows that hold one number in all columns

    def add(self, numbers: Array) -> None:
        """The usable rows of a batch, (m, k)."""
        self._rows += len(numbers)
        for column, values in zip(self._each, numbers.T, strict=True):
            column.add(values)
        if len(self.columns) > 1:
            first, *others = numbers.T
            equal = np.logical_and.reduce([column == first for column in others])
            self._all.add(first[equal])

    def found(self) -> tuple[Repeated, ...]:
        """What stands in more than 1 % of the rows and is not ordinary there, most first."""
        together = {
            value: count
            for value, count in self._much(self._all.known).items()
            if value in self.filling or any(c.stands_out(value, count) for c in self._each)
        }
        named = [Repeated(value, self.columns, count) for value, count in together.items()]
        for name, column in zip(self.columns, self._each, strict=True):
            alone = {value: n - together.get(value, 0) for value, n in column.known.items()}
            named += [
                Repeated(value, (name,), count, column.end(value))
                for value, count in self._much(alone).items()
                if self._is_named(column, value, count)
            ]
        return tuple(sorted(named, key=lambda repeated: -repeated.rows)[:MOST_NAMED])

    def _is_named(self, column: _Column, value: float, count: int) -> bool:
        """Whether to name a number of one column."""
        if value in self.filling and len(self.columns) == 1:
            return True
        # A sample that one policy is sure of has 0 there, the largest log-probability.
        sure = value in self.filling and column.end(value) == "largest"
        return not sure and column.stands_out(value, count)

    def _much(self, counts: dict[float, int]) -> dict[float, int]:
        return {v: n for v, n in counts.items() if n >= FEWEST and n > SHARE * self._rows}


class _Column:
    """How often each number has stood in a column."""

    def __init__(self) -> None:
        self.known: dict[float, int] = {}
        self._rows = 0
        self._first: tuple[Array, Counts] | None = None  # of the first batch
        self._first_rows = 0
        self._least, self._largest = np.inf, -np.inf

    def add(self, column: Array) -> None:
        """One more batch, (m,)."""
        finite = np.isfinite(column)
        column = column if finite.all() else column[finite]
        if not len(column):
            return
        self._rows += len(column)
        self._first_rows = self._first_rows or len(column)
        self._least = min(self._least, float(np.min(column)))
        self._largest = max(self._largest, float(np.max(column)))
        if self._first is not None and not self.known and not _repeats(column):
            return
        values, counts = np.unique(column, return_counts=True)
        self._first = self._first or (values, counts)
        for value in values[counts > max(1.0, RARE * len(column))].tolist():
            self.known.setdefault(value + 0.0, 0)  # no -0
        keys = np.array(list(self.known))
        places = np.minimum(np.searchsorted(values, keys), len(values) - 1)
        more = np.where(values[places] == keys, counts[places], 0)
        for value, count in zip(keys.tolist(), more.tolist(), strict=True):
            self.known[value] += count

    def end(self, value: float) -> Literal["", "least", "largest"]:
        """Whether it is the least or the largest number of the column."""
        if value == self._least:
            return "least"
        return "largest" if value == self._largest else ""

    def stands_out(self, value: float, count: int) -> bool:
        """Whether a number that stands ``count`` times is another kind of thing than the rest:
        a mark, or far more frequent than the numbers next to it."""
        if is_mark(value):
            return True
        values, counts = self._first or (np.empty(0), np.empty(0, np.int64))
        counts, place = counts[values != value], int(np.searchsorted(values, value))
        if not len(counts):
            return False
        if np.count_nonzero(counts == 1) >= DISTINCT * np.sum(counts):
            return True
        beside = np.max(counts[max(place - 1, 0) : place + 1], initial=1)
        return bool(count / self._rows > OFTEN * beside / self._first_rows)


def _repeats(column: Array) -> bool:
    """Whether a number may stand in 1 % of the rows: it is met thrice among some of them, all but
    for one time in a million."""
    if len(column) <= PROBE:
        return True
    rows = np.random.default_rng(0).choice(len(column), PROBE, replace=False, shuffle=False)
    probe = np.sort(column[rows])
    return bool(np.any(probe[2:] == probe[:-2]))
