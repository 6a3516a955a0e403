"""The moments of the first n values, n log-spaced: how an estimate settles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array
from engine.sampling.accumulators.moments import Moments, MomentSums, Summed

RUNNING_POINTS = 160
FIRST_PIECE = 8_192


class RunningMoments(MomentSums):
    """`MomentSums` that remembers the moments on the way: log-spaced in its first piece, then one
    a piece of the first block, then one a block."""

    def __init__(self, about: Sequence[float], first: bool) -> None:
        super().__init__(about)
        self._first = first
        self.points: list[Moments] = []

    def add(self, deviations: Array | Summed) -> None:
        """Take in values less ``about``, (k, m)."""
        if not self._first or isinstance(deviations, Summed):
            super().add(deviations)
            return
        for start in range(0, deviations.shape[1], FIRST_PIECE):
            piece = deviations[:, start : start + FIRST_PIECE]
            super().add(piece)
            beginning = self.count == piece.shape[1]
            self.points += running_moments(piece, self.about) if beginning else [self.moments()]

    def merge(self, other: MomentSums) -> None:
        """Take in the block that follows."""
        super().merge(other)
        self.points.append(self.moments())

    def log_spaced(self) -> tuple[Array, Array, Array]:
        """n, (m,), and the means and sums of squares of the first n, (m, k) each, without n = 1,
        which has no standard error."""
        points = [each for each in log_spaced(self.points) if each.count > 1]
        n = np.array([each.count for each in points], dtype=float)
        means = np.array([each.mean for each in points])
        return n, means, np.array([each.squares for each in points])


def running_moments(
    deviations: Array, about: ArrayLike, points: int = RUNNING_POINTS
) -> list[Moments]:
    """The moments of the first n values of each row, (k, m), n log-spaced up to m."""
    n, starts = _places(deviations.shape[1], points)
    sums = np.cumsum(np.add.reduceat(deviations, starts, axis=1), axis=1)
    squared = np.cumsum(np.add.reduceat(deviations * deviations, starts, axis=1), axis=1)
    means = np.reshape(about, (-1, 1)) + sums / n
    squares = np.maximum(squared - sums**2 / n, 0.0)
    return [Moments(*each) for each in zip(n.tolist(), means.T, squares.T, strict=True)]


@lru_cache(maxsize=8)
def _places(count: int, points: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """So many n, log-spaced up to a count, and where the values begin that each adds."""
    n = np.unique(np.geomspace(1, count, points).round().astype(int))
    return n, np.concatenate([[0], n[:-1]])


def log_spaced(running: list[Moments], points: int = RUNNING_POINTS) -> list[Moments]:
    """At most ``points`` of them, evenly spaced in log n, the first and the last kept."""
    counts = np.array([each.count for each in running])
    wanted = np.geomspace(counts[0], counts[-1], points)
    chosen = np.unique(np.searchsorted(counts, wanted.round(), side="left"))
    return [running[index] for index in chosen]
