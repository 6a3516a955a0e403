"""Mean and variance of several values with standard errors of both, from four power sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen


@dataclass(frozen=True, slots=True)
class Spread:
    """Of k values; the error of the variance reads low where tails are heavy."""

    mean: Array  # (k,)
    mean_error: Array  # (k,)
    variance: Array  # (k,)
    variance_error: Array  # (k,)


class PowerSums:
    """Gathers the first four powers of deviations from numbers near the means of k values."""

    def __init__(self, about: Sequence[float] | Array) -> None:
        self.about = np.asarray(about, dtype=float)
        self.count = 0
        self.sums = np.zeros((4, len(self.about)))

    def add(self, deviations: Array) -> None:
        """Take in values less ``about``, (k, m)."""
        squares = deviations * deviations
        ones = np.ones(deviations.shape[1])
        third, fourth = np.vecdot(deviations, squares), np.vecdot(squares, squares)
        powers = np.stack([deviations @ ones, squares @ ones, third, fourth])
        self.take(deviations.shape[1], powers)

    def take(self, count: int, sums: Array) -> None:
        """Take in the sums of the powers of so many deviations, (4, k)."""
        self.count += count
        self.sums += sums

    def merge(self, other: PowerSums) -> None:
        """Take in the sums of other values about the same numbers."""
        self.count += other.count
        self.sums += other.sums

    def spread(self) -> Spread:
        """Of all that was taken in, two values or more; the sample variance s^2 has the error
        sqrt([m4 - s^4 (n - 3) / (n - 1)] / n), m4 the fourth central moment."""
        first, second, third, fourth = self.sums / self.count
        square = np.maximum(second - first**2, 0.0)
        # What only rounding makes, where all values agree, is 0.
        square[square <= np.square(1e-14 * self.about)] = 0.0
        central = fourth - 4.0 * first * third + 6.0 * first**2 * second - 3.0 * first**4
        n = self.count
        variance = square * (n / (n - 1.0))
        noise = np.maximum(central - square**2 * ((n - 3.0) / (n - 1.0)), 0.0)
        found = (self.about + first, np.sqrt(variance / n), variance, np.sqrt(noise / n))
        return Spread(*(frozen(each) for each in found))
