"""The m largest weights of many samples, kept by merging: enough for tails and truncation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.pareto_smoothing import LOWEST, tail_length_of

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LargestWeights:
    """Up to m samples of the largest weight, in no order, with g = f - E_p f of each."""

    log_weights: Array  # (k,), k <= m
    values: Array  # (k,)

    def merged(self, other: LargestWeights, m: int) -> LargestWeights:
        """The m largest of both."""
        return largest_weights(
            np.concatenate([self.log_weights, other.log_weights]),
            np.concatenate([self.values, other.values]),
            m,
        )

    def above(self, log_cutoff: float) -> LargestWeights:
        """Those strictly above a cutoff, ascending."""
        place = np.flatnonzero(self.log_weights > log_cutoff)
        log_weights, values = self.log_weights[place], self.values[place]
        # By value too where weights are equal, so that sums do not depend on how they came.
        order = np.lexsort((values, log_weights))
        return LargestWeights(log_weights[order], values[order])

    def tail(self, n: int) -> tuple[LargestWeights, float]:
        """The tail of n samples as Pareto smoothing takes it, and its cutoff; these must hold
        at least one more than `tail_length_of(n)`."""
        wanted = tail_length_of(n)
        values = self.log_weights
        place = max(len(values) - wanted - 1, 0)
        cutoff = float(np.partition(values, place)[place])
        cutoff = max(cutoff, float(np.max(values)) + LOWEST)
        return self.above(cutoff), cutoff


def kept_for(n: int) -> int:
    """m for n samples: one more than the tail, and than the sqrt(n) that truncation may cut."""
    return min(max(tail_length_of(n), math.ceil(math.sqrt(n))) + 1, n)


def largest_weights(
    log_weights: Array, values: Array, m: int, floor: float = -math.inf
) -> LargestWeights:
    """The m largest of these samples, or those of them not below ``floor``, (k,)."""
    if floor > -math.inf:
        place = np.flatnonzero(log_weights >= floor)
        log_weights, values = log_weights[place], values[place]
    if len(log_weights) > m:
        place = np.argpartition(log_weights, len(log_weights) - m)[-m:]
        return LargestWeights(log_weights[place], values[place])
    return LargestWeights(log_weights.copy(), values.copy())
