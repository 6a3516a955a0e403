"""The rows of a sweep as columns, which grow as rows land: a picture of them needs no look at
every row again."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.sweep.row import Row
from engine.sweep.sweep import Sweep

PENDING = "not computed yet"
KNOWN = ""


class Columns:
    """For keys (k,) and points (n,): ``value`` and ``error`` (k, n), NaN and 0 where there is no
    number; ``reason`` (k, n), whose entries are places in ``texts``: `PENDING`, `KNOWN`, or why
    there is no number. ``failed`` are the rows without any, by their points."""

    def __init__(self, sweep: Sweep, rows: Iterable[Row] = ()) -> None:
        self.sweep = sweep
        shape = (len(sweep.keys), sweep.points)
        self.value: Array = np.full(shape, np.nan)
        self.error: Array = np.zeros(shape)
        self.reason: NDArray[np.int32] = np.zeros(shape, dtype=np.int32)
        self.texts = [PENDING, KNOWN]
        self.failed: dict[int, Row] = {}
        self._places = {text: place for place, text in enumerate(self.texts)}
        self.add(rows)

    def add(self, rows: Iterable[Row]) -> None:
        """Take in rows, in the place of those that were there of the same points."""
        for row in rows:
            at = row.point - 1
            self.failed.pop(row.point, None)
            if not row.cells:
                self.failed[row.point] = row
                self._put(slice(None), at, np.nan, 0.0, row.failure)
            for key, cell in enumerate(row.cells):
                if cell.value is None:
                    self._put(key, at, np.nan, 0.0, cell.note)
                else:
                    self._put(key, at, cell.value, cell.standard_error or 0.0, KNOWN)

    def _put(self, key: int | slice, at: int, value: float, error: float, text: str) -> None:
        self.value[key, at], self.error[key, at] = value, error
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = len(self.texts)
            self.texts.append(text)
        self.reason[key, at] = place
