"""Counts in equal bins over a range that is known before the samples are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal bins from ``low`` to ``high``."""

    low: float
    high: float
    count: int

    @property
    def edges(self) -> Array:
        """(count + 1,)."""
        return np.linspace(self.low, self.high, self.count + 1)

    def places(self, values: Array) -> NDArray[np.int32]:
        """The bin of each value, (m,): 0 below the range, count + 1 beyond; spoils ``values``."""
        values -= self.low
        values *= self.count / (self.high - self.low)
        values += 1.0
        np.clip(values, 0.5, self.count + 1.5, out=values)
        return values.astype(np.int32)

    def histogram(self, values: Array) -> Array:
        """Counts, (count + 2,): below the range, in each bin, and beyond it; spoils ``values``."""
        return np.bincount(self.places(values), minlength=self.count + 2).astype(float)


class Histogram:
    """Gathers the counts of values in `Bins`."""

    def __init__(self, bins: Bins) -> None:
        self.counts = np.zeros(bins.count + 2)
        self._bins = bins

    def add(self, values: Array) -> None:
        """Take in values, (m,), which are spoilt."""
        self.counts += self._bins.histogram(values)

    def merge(self, other: Histogram) -> None:
        """Take in the counts of other samples."""
        self.counts += other.counts
