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

    @property
    def per_unit(self) -> float:
        """How many bins lie on a unit."""
        return self.count / (self.high - self.low)

    def places(self, values: Array) -> NDArray[np.int32]:
        """The bin of each value, (m,): 0 below the range, count + 1 beyond; spoils ``values``."""
        values -= self.low
        values *= self.per_unit
        values += 1.0
        np.clip(values, 0.5, self.count + 1.5, out=values)
        return values.astype(np.int32)

    def histogram(self, values: Array) -> Array:
        """Counts, (count + 2,): below the range, in each bin, and beyond it; spoils ``values``."""
        return np.bincount(self.places(values), minlength=self.count + 2).astype(float)


class Histogram:
    """Gathers the counts of values in `Bins`; ``loops``: by compiled ones."""

    def __init__(self, bins: Bins, loops: bool = False) -> None:
        self.counts = np.zeros(bins.count + 2)
        self._bins, self._loops = bins, loops

    def add(self, values: Array) -> None:
        """Take in values, (m,), which are spoilt."""
        if self._loops:
            from engine.sampling.loops import add_counts

            add_counts(values, self._bins.low, self._bins.per_unit, self.counts)
            return
        self.counts += self._bins.histogram(values)

    def merge(self, other: Histogram) -> None:
        """Take in the counts of other samples."""
        self.counts += other.counts
