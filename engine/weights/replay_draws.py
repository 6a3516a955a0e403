"""What drawing items from a buffer by priority does, measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from engine.core.arrays import Array
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.numerics.first_above import FirstAbove
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped, gather
from engine.sampling.normals import Normals
from engine.weights.replay import Prioritised

STREAM = 1_000_002


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
    drawn = found.probabilities > 0.0
    ends = np.cumsum(found.probabilities[drawn])
    ends[-1] = np.inf
    updates = found.raw_weights[drawn] * td_errors[drawn]

    place, unit = FirstAbove(ends), _unit(updates - found.mean_update)
    variance = found.variance_update / unit**2 if np.isfinite(found.variance_update) else 0.0

    def deviations(z: Array) -> Array:
        chosen = updates[place(ndtr(z[0]))]
        away = (chosen - found.mean_update) / unit
        return np.stack([away, np.square(away) - variance])

    source = Mapped(Normals(n, 1, seed, STREAM), deviations)
    both = gather(source, lambda _: MomentSums((0.0, 0.0)), run or Run()).moments()
    with np.errstate(over="ignore"):
        mean, squares = both.mean * unit, both.squares * unit * unit
        spread = (both.mean + variance) * unit * unit, squares * unit * unit
    return DrawnUpdates(
        Moments(both.count, found.mean_update + mean[:1], squares[:1]),
        Moments(both.count, spread[0][1:], spread[1][1:]),
    )


def _unit(away: Array) -> float:
    """A power of 2 in which the fourth powers of all are numbers; what is infinite is too rare to
    be drawn."""
    sizes = np.abs(away[np.isfinite(away)])
    return float(2.0 ** np.clip(np.ceil(np.log2(sizes.max(initial=1.0))), 0.0, 1000.0))
