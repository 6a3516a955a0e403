"""The least and the largest log-ratio of a token, and mean log-ratio of a sequence."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.weights.rollouts.tokens import Tokens


class Extremes:
    """Gathers them; and S = sum l of every sequence, in order."""

    def __init__(self) -> None:
        self.low, self.high = math.inf, -math.inf  # of l
        self.mean_low, self.mean_high = math.inf, -math.inf  # of m = S / n
        self._totals = list[Array]()

    def add(self, chunk: Tokens) -> None:
        """Take in a chunk of the own block."""
        total = chunk.by_sequence(chunk.log_ratio)
        mean = total / chunk.lengths
        self._widen(
            float(np.min(chunk.log_ratio)),
            float(np.max(chunk.log_ratio)),
            float(np.min(mean)),
            float(np.max(mean)),
        )
        self._totals.append(total)

    def merge(self, other: Extremes) -> None:
        """Take in the block that follows."""
        self._widen(other.low, other.high, other.mean_low, other.mean_high)
        self._totals += other._totals

    @property
    def sequence_log_ratio(self) -> Array:
        """S of each sequence, (sequences,)."""
        return np.concatenate(self._totals)

    @property
    def largest(self) -> float:
        """max |l|."""
        return max(abs(self.low), abs(self.high))

    @property
    def largest_k3(self) -> float:
        """max k3(l), which is at one of the ends."""
        with np.errstate(over="ignore"):
            return max(float(np.expm1(end) - end) for end in (self.low, self.high))

    def _widen(self, low: float, high: float, mean_low: float, mean_high: float) -> None:
        self.low, self.high = min(self.low, low), max(self.high, high)
        self.mean_low = min(self.mean_low, mean_low)
        self.mean_high = max(self.mean_high, mean_high)
