"""Mean and variance of several values at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.sampling.normals import BLOCK_ROWS

ONES = np.ones(BLOCK_ROWS)


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean and sum of squared deviations of k values, (k,) each."""

    count: int
    mean: Array  # (k,)
    squares: Array  # (k,), sum of (x - mean)^2

    def merged(self, other: Moments) -> Moments:
        """The moments of both samples together (Chan, Golub and LeVeque 1983)."""
        count = self.count + other.count
        shift = other.mean - self.mean
        return Moments(
            count,
            self.mean + shift * (other.count / count),
            self.squares
            + other.squares
            + shift**2 * (float(self.count) * float(other.count) / count),
        )

    @property
    def standard_error(self) -> Array:
        """Of the means: sqrt(squares / (n - 1) / n), (k,)."""
        return np.asarray(np.sqrt(self.squares / (max(self.count - 1, 1) * float(self.count))))


@dataclass(frozen=True, slots=True)
class Summed:
    """What is left of deviations that a compiled loop went over."""

    count: int
    sums: Array  # (k,), of them
    squares: Array  # (k,), of their squares


class MomentSums:
    """Gathers `Moments` from deviations from numbers near the means of k values."""

    def __init__(self, about: Sequence[float]) -> None:
        self.about = np.array(about)
        self.count = 0
        self.sums = np.zeros(len(about))
        self.squares = np.zeros(len(about))
        self._merged: Moments | None = None

    def add(self, deviations: Array | Summed) -> None:
        """Take in values less ``about``, (k, m), m at most a block."""
        if isinstance(deviations, Summed):
            self.take(deviations.count, deviations.sums, deviations.squares)
            return
        ones = ONES[: deviations.shape[1]]
        self.take(len(ones), deviations @ ones, np.vecdot(deviations, deviations))

    def take(self, count: int, sums: Array, squares: Array) -> None:
        """Take in the sums of so many deviations, (k,), and those of their squares."""
        self.count += count
        self.sums += sums
        self.squares += squares

    def merge(self, other: MomentSums) -> None:
        """Take in the sums of the block that follows; nothing can be added any more."""
        self._merged = self.moments().merged(other.moments())

    def moments(self) -> Moments:
        """Of all that was taken in."""
        if self._merged is not None:
            return self._merged
        squares = self.squares - self.sums**2 / self.count
        return Moments(self.count, self.about + self.sums / self.count, np.maximum(squares, 0.0))
