"""What drawing items from a buffer by priority does, measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from engine.core.arrays import Array, sealed
from engine.core.cache import Cache
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.sampling.accumulators.moments import Moments
from engine.sampling.gather import gather, scratch
from engine.sampling.normals import BLOCK_ROWS, Normals
from engine.weights.replay import Prioritised

STREAM = 1_000_002

_counts: Cache[Array] = Cache(4)


@dataclass(frozen=True, slots=True)
class DrawnUpdates:
    """Moments of w d over the draws: of itself, and of its squared distance from the mean."""

    updates: Moments  # (1,)
    squares: Moments  # (1,)


def draw_updates(
    found: Prioritised, td_errors: Array, draws: int, seed: int, run: Run | None = None
) -> DrawnUpdates:
    """Draws items with replacement, each a step of the update by w_i d_i, raw weights.

    Draw k is the same whatever the number of draws; its item is where the probabilities in
    order pass Phi(z_k). Raises ParameterError for fewer than 2 draws; Cancelled.
    """
    n = checked_count("draws", draws, "must be a whole number, 2 or more", 2)
    likely = found.probabilities > 0.0
    counts = _drawn(found.probabilities[likely], n, seed, run or Run())
    drawn = counts > 0.0
    updates = (found.raw_weights[likely] * td_errors[likely])[drawn]
    unit = _unit(updates - found.mean_update)
    variance = found.variance_update / unit**2 if np.isfinite(found.variance_update) else 0.0
    away = (updates - found.mean_update) / unit
    both = _moments(np.stack([away, np.square(away) - variance]), counts[drawn])
    with np.errstate(over="ignore"):
        mean, squares = both.mean * unit, both.squares * unit * unit
        spread = (both.mean + variance) * unit * unit, squares * unit * unit
    return DrawnUpdates(
        Moments(both.count, found.mean_update + mean[:1], squares[:1]),
        Moments(both.count, spread[0][1:], spread[1][1:]),
    )


def _drawn(probabilities: Array, draws: int, seed: int, run: Run) -> Array:
    """How often each item is drawn, (k,): kept, for it is the same whatever the weights are."""
    key = (probabilities.tobytes(), draws, seed)
    counts = _counts.get(key)
    if counts is None:
        ends = ndtri(np.minimum(np.cumsum(probabilities), 1.0))
        ends[-1] = np.inf
        below = gather(Normals(draws, 1, seed, STREAM), lambda _: _Below(ends), run).counts
        counts = sealed(np.diff(below, prepend=0.0))
        _counts.put(key, counts)
    return counts


class _Below:
    """Counts the numbers below each of some that rise, (k,)."""

    def __init__(self, ends: Array) -> None:
        self._ends = ends
        self.counts = np.zeros(len(ends))

    def add(self, numbers: Array) -> None:
        """Take in numbers, (1, m)."""
        ordered = scratch(BLOCK_ROWS).array[: numbers.shape[1]]
        ordered[:] = numbers[0]
        ordered.sort()  # much quicker than to find the place of each
        self.counts += ordered.searchsorted(self._ends)

    def merge(self, other: _Below) -> None:
        """Take in the counts of other numbers."""
        self.counts += other.counts


def _moments(values: Array, counts: Array) -> Moments:
    """Of values, (2, k), each of which is there so often, (k,)."""
    n, sums = int(counts.sum()), values @ counts
    squares = np.square(values) @ counts - np.square(sums) / n
    return Moments(n, sums / n, np.maximum(squares, 0.0))


def _unit(away: Array) -> float:
    """A power of 2 in which the fourth powers of all are numbers; what is infinite is too rare to
    be drawn."""
    sizes = np.abs(away[np.isfinite(away)])
    return float(2.0 ** np.clip(np.ceil(np.log2(sizes.max(initial=1.0))), 0.0, 1000.0))
