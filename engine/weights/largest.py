"""The m largest weights of many samples, kept by merging: enough for tails and truncation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.weights.pareto.smoothing import LOWEST, tail_length_of

# Every so many of a long array tell about where its m largest begin.
STRIDE = 16
# As many times m may be gathered before the m largest of them are sought.
CROWDED = 3


@dataclass(frozen=True, slots=True)
class LargestWeights:
    """Samples of the largest weight, in no order, with g = f - E_p f of each."""

    log_weights: Array  # (k,)
    values: Array  # (k,)

    def above(self, log_cutoff: float) -> LargestWeights:
        """Those strictly above a cutoff, ascending."""
        place = np.flatnonzero(self.log_weights > log_cutoff)
        log_weights, values = self.log_weights[place], self.values[place]
        if len(place) < 2:
            return LargestWeights(log_weights, values)
        order = np.argsort(log_weights, kind="stable")
        ordered = log_weights[order]
        if np.any(ordered[1:] == ordered[:-1]):
            # By value too where weights are equal, so that sums do not depend on how they came.
            order = np.lexsort((values, log_weights))
        return LargestWeights(ordered, values[order])

    def tail(self, n: int) -> tuple[LargestWeights, float]:
        """The tail of n samples as Pareto smoothing takes it, and its cutoff; these must hold
        at least one more than `tail_length_of(n)`."""
        values = self.log_weights
        place = len(values) - tail_length_of(n) - 1
        cutoff = float(np.partition(values, place)[place] if place > 0 else np.min(values))
        cutoff = max(cutoff, float(np.max(values)) + LOWEST)
        return self.above(cutoff), cutoff


class Floor:
    """The smallest of the m largest weights that any block has found so far.

    What lies below needs no look. It only saves work: whatever it is when a block begins, the m
    largest of all are the same.
    """

    def __init__(self) -> None:
        self.value = -math.inf

    def rise(self, found: LargestWeights, m: int) -> None:
        """To the smallest of these, if they are m."""
        if len(found.log_weights) == m:
            self.value = max(self.value, float(found.log_weights.min()))


class Largest:
    """Gathers the m largest weights of what is added, and maybe more, with a common floor."""

    def __init__(self, m: int, floor: Floor | None = None) -> None:
        self.m = m
        self._floor = floor or Floor()
        self._parts = list[LargestWeights]()

    def add(self, log_weights: Array, values: Array) -> None:
        """Take in samples, (k,) each."""
        self._take(largest_weights(log_weights, values, self.m, self._floor.value))

    def merge(self, other: Largest) -> None:
        """Take in what was gathered from other samples."""
        self._take(other.all())

    def all(self) -> LargestWeights:
        """Everything that was gathered."""
        if len(self._parts) > 1:
            self._parts = [
                LargestWeights(
                    np.concatenate([each.log_weights for each in self._parts]),
                    np.concatenate([each.values for each in self._parts]),
                )
            ]
        return self._parts[0]

    def largest(self) -> LargestWeights:
        """The m largest."""
        found = self.all()
        found = largest_weights(found.log_weights, found.values, self.m)
        self._floor.rise(found, self.m)
        self._parts = [found]
        return found

    def _take(self, part: LargestWeights) -> None:
        self._floor.rise(part, self.m)
        self._parts.append(part)
        if sum(len(each.log_weights) for each in self._parts) > CROWDED * self.m:
            self.largest()


def kept_for(n: int) -> int:
    """m for n samples: one more than the tail, and than the sqrt(n) that truncation may cut."""
    return min(max(tail_length_of(n), math.ceil(math.sqrt(n))) + 1, n)


def largest_weights(
    log_weights: Array, values: Array, m: int, floor: float = -math.inf
) -> LargestWeights:
    """The m largest of these samples, or those of them not below ``floor``, (k,)."""
    guessed = floor == -math.inf and len(log_weights) > CROWDED * STRIDE and m < len(log_weights)
    lowest = _guess(log_weights, m) if guessed else floor
    place = (log_weights >= lowest).nonzero()[0]
    if guessed and len(place) < m:
        place = np.arange(len(log_weights))
    log_weights, values = log_weights[place], values[place]
    if len(log_weights) > m:
        place = np.argpartition(log_weights, len(log_weights) - m)[-m:]
        return LargestWeights(log_weights[place], values[place])
    return LargestWeights(log_weights, values)


def _guess(log_weights: Array, m: int) -> float:
    """What about 1.5 m of them exceed, from every STRIDE-th."""
    some = log_weights[::STRIDE]
    place = max(len(some) - math.ceil(1.5 * m / STRIDE) - STRIDE, 0)
    return float(np.partition(some, place)[place])
