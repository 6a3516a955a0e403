"""Which values stand out: exact zeros on one side, and piles at the ends of what there is."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.sampling.accumulators.histogram import Bins
from engine.weights.rollouts.tokens import Tokens

KEPT = 4  # distinct values at an end
ROUNDED = 4  # decimals of a log-ratio: single precision leaves as many near 20
SIDES = ("new", "old", "low", "high")
# Where values are usually cut off, below 0; which of them are the same, and which are near.
USUAL = (10.0, 20.0, 30.0, 50.0, 100.0, 9_999.0)
SAME, NEAR = 1e-5, 0.3
BINS = Bins(-40.0, 40.0, 8_000)


class LowEnd:
    """Gathers the few smallest distinct values and how often each stands."""

    def __init__(self) -> None:
        self.counts: dict[float, int] = {}

    def add(self, values: Array) -> None:
        """Take in values, (m,)."""
        if len(self.counts) == KEPT:
            values = values[values <= max(self.counts)]
        found: dict[float, int] = {}
        while len(values) and len(found) < KEPT:
            low = float(np.min(values))
            rest = values[values > low]
            found[low] = len(values) - len(rest)
            values = rest
        self._take(found)

    def merge(self, other: LowEnd) -> None:
        """Take in those of other values."""
        self._take(other.counts)

    def _take(self, found: dict[float, int]) -> None:
        for value, count in found.items():
            self.counts[value] = self.counts.get(value, 0) + count
        self.counts = dict(sorted(self.counts.items())[:KEPT])


class Levels:
    """Counts how many values stand at each of `USUAL`, and how many others near it."""

    def __init__(self) -> None:
        self.at, self.near = np.zeros(len(USUAL)), np.zeros(len(USUAL))

    def add(self, values: Array) -> None:
        """Take in values, (m,)."""
        low = values[values < NEAR - min(USUAL)]
        for place, level in enumerate(USUAL):
            away = np.abs(low + level)
            at = np.count_nonzero(away < SAME * level)
            self.at[place] += at
            self.near[place] += np.count_nonzero(away < NEAR) - at

    def merge(self, other: Levels) -> None:
        """Take in those of other values."""
        self.at += other.at
        self.near += other.near


class Values:
    """Gathers `LowEnd` and `Levels` of both log-probabilities and of l and -l, and who has exact
    zeros."""

    def __init__(self) -> None:
        self.ends = {name: LowEnd() for name in SIDES}
        self.levels = {name: Levels() for name in SIDES}
        # Of tokens with a 0 on one side only: the other side; of the others: l.
        self.beside = {name: np.zeros(BINS.count + 2) for name in ("new", "old")}
        self.ordinary = np.zeros(BINS.count + 2)
        self.ones = {"new": 0, "old": 0}

    def add(self, chunk: Tokens) -> None:
        """Take in a chunk of the own block."""
        new, old, ratio = chunk.new, chunk.old, chunk.log_ratio
        rounded = np.round(ratio, ROUNDED)
        for name, values in (("new", new), ("old", old), ("low", rounded), ("high", -rounded)):
            self.ends[name].add(values)
            self.levels[name].add(values)
        zero = {"new": (new == 0.0) & (old != 0.0), "old": (old == 0.0) & (new != 0.0)}
        for name, other in (("new", old), ("old", new)):
            if np.any(zero[name]):
                self.beside[name] += BINS.histogram(other[zero[name]])
        self.ordinary += BINS.histogram(ratio[~(zero["new"] | zero["old"])])
        for name, values in (("new", new), ("old", old)):
            self.ones[name] += int(np.count_nonzero(values == 1.0))

    def merge(self, other: Values) -> None:
        """Take in the block that follows."""
        for name, end in self.ends.items():
            end.merge(other.ends[name])
            self.levels[name].merge(other.levels[name])
        for name, counts in self.beside.items():
            counts += other.beside[name]
            self.ones[name] += other.ones[name]
        self.ordinary += other.ordinary

    def ordinary_quantile(self, share: float) -> float:
        """Of l of the tokens without a 0 on one side, to a hundredth; 0 where there are none."""
        return quantile(self.ordinary, share)

    def zeros_beyond(self, name: str, limit: float) -> int:
        """How many tokens have a 0 on this side, and less than ``limit`` on the other."""
        place = min(max(math.floor((limit - BINS.low) / _WIDTH), 0), BINS.count)
        return int(np.sum(self.beside[name][: place + 1]))


_WIDTH = (BINS.high - BINS.low) / BINS.count


def quantile(counts: Array, share: float) -> float:
    """The lower edge of the bin that holds it; 0 where nothing was counted."""
    total = float(np.sum(counts))
    if not total:
        return 0.0
    place = int(np.searchsorted(np.cumsum(counts), share * total, side="right"))
    return BINS.low + _WIDTH * (place - 1)
