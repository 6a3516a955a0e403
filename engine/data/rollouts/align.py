"""Columns that are one value longer or shorter than others, brought to one length.

A log-probability belongs to the token that it predicts: where there is one fewer than tokens, the
first token has none. So the first value of the longer column goes, unless the file says otherwise:
by its offset, by an end that was never scored, or by new and old being alike the other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.core.arrays import Array
from engine.data.error import DataError
from engine.data.rollouts.fields import Column, Values, Whole

SPARE = 2  # values that may be too many


@dataclass(frozen=True, slots=True)
class Places:
    """Where a piece's sequences stand in the file, for messages."""

    path: str
    unit: Literal["line", "row"]
    numbers: Whole  # (m,)

    def error(self, index: int, what: str) -> DataError:
        """What is wrong with one of them."""
        return DataError(self.path, f"{self.unit} {self.numbers[index]}: {what}")


def common_lengths(columns: Mapping[str, Column], places: Places) -> Whole:
    """(m,) how many values of each sequence all of these columns have.

    0 where one of them has none. Raises DataError where they differ by more than one.
    """
    lengths = np.array([column.lengths for column in columns.values()])
    least, most = lengths.min(axis=0), lengths.max(axis=0)
    apart = (most - least > 1) & (least > 0)
    if apart.any():
        index = int(np.argmax(apart))
        told = ", ".join(f"{name} has {column.lengths[index]:,} values"
                         for name, column in columns.items())  # fmt: skip
        raise places.error(index, f"{told}; they must be of one length, but for one value")
    return np.where(least > 0, least, 0)


def first_goes(columns: Mapping[str, Column], lengths: Whole, new: str, old: str) -> bool:
    """Whether the first value of a longer column goes, or else the last one."""
    longer = {n: c for n, c in columns.items() if np.any((c.lengths > lengths) & (lengths > 0))}
    logs = [name for name in (new, old) if name in longer]
    for name in logs:
        ends = _ends(longer[name], lengths)
        first, last = (np.mean(_unscored(values)) for values in ends)
        if max(first, last) > 0.5 > min(first, last):
            return bool(first > last)
    if len(logs) == 1:
        by_first = _likeness(columns, lengths, new, old, True)
        return by_first >= _likeness(columns, lengths, new, old, False)
    return True


def cut(column: Column, lengths: Whole, first: bool) -> Values:
    """The values of a column that is as long or longer, (sum of lengths,)."""
    if np.array_equal(column.lengths, lengths):
        return column.values
    starts = np.cumsum(column.lengths) - column.lengths
    if first:
        starts = starts + np.where(lengths > 0, column.lengths - lengths, 0)
    within = np.arange(int(np.sum(lengths))) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return column.values[np.repeat(starts, lengths) + within]


def fitted(column: Column, lengths: Whole, first: bool) -> Values | None:
    """As ``cut``; one of a value a sequence is repeated; None where it does not fit."""
    wanted = lengths > 0
    if np.all(column.lengths[wanted] == 1) and not np.all(lengths[wanted] == 1):
        single = Column(column.values, column.lengths)
        return np.repeat(cut(single, np.minimum(lengths, 1), True), lengths[wanted])
    spare = (column.lengths - lengths)[wanted]
    if np.any(spare < 0) or np.any(spare > SPARE):
        return None
    return cut(column, lengths, first)


def _ends(column: Column, lengths: Whole) -> tuple[Values, Values]:
    longer = (column.lengths > lengths) & (lengths > 0)
    ends = np.cumsum(column.lengths)
    return column.values[(ends - column.lengths)[longer]], column.values[ends[longer] - 1]


def _unscored(values: Values) -> Values:
    numbers = values.astype(float)
    found: Values = (numbers == 0) | (numbers == 1) | np.isnan(numbers)
    return found


def _likeness(
    columns: Mapping[str, Column], lengths: Whole, new: str, old: str, first: bool
) -> float:
    """The correlation of new and old."""
    pair = [cut(columns[name], lengths, first).astype(float) for name in (new, old)]
    both = np.isfinite(pair[0]) & np.isfinite(pair[1])
    a, b = (_centred(values[both]) for values in pair)
    with np.errstate(over="ignore", invalid="ignore"):
        size = np.sqrt(np.sum(a * a)) * np.sqrt(np.sum(b * b))
        found = np.sum(a * b) / size if size > 0 else 0.0
    return float(found) if np.isfinite(found) else 0.0


def _centred(values: Array) -> Array:
    return values - np.mean(values) if len(values) else values
