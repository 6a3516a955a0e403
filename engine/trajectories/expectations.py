"""Expected return of a linear-quadratic task, and expectations of scores times returns."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.trajectories.states import ahead, rewards, state_moments, values

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


def expected_return(task: LinearQuadraticTask) -> float:
    """J = E V_0(s_0)."""
    constant, _, square = values(task)[0]
    return float(constant + square * task.v0**2)


def score_sums(task: LinearQuadraticTask, factors: Sequence[float]) -> dict[str, float]:
    """E sum_t f_t score_t G_t by K, c and log sigma, for the T factors f_t.

    With Q_t = r_t + gamma V_(t+1)(s') = .. + (x + z y) e + w e^2 the three terms of a step are
    E[s (x + z y)] / sigma, x / sigma and 2 w; factors gamma^t give the gradient of J.
    """
    Q = rewards(task) + task.gamma * ahead(task, values(task)[1:])[..., :1]
    return summed_scores(task, Q, np.array(factors))


def score_sizes(task: LinearQuadraticTask) -> dict[str, float]:
    """`score_sums` for gamma^t with every term taken as positive: what rounding is a share of."""
    first, after = np.abs(rewards(task)), np.abs(ahead(task, values(task)[1:])[..., :1])
    discounts: Array = task.gamma ** np.arange(float(task.T))
    return summed_scores(task, first + task.gamma * after, discounts, np.abs)


def summed_scores(
    task: LinearQuadraticTask,
    credits: Array,
    factors: Array,
    sign: Callable[[Array], Array] = np.asarray,
) -> dict[str, float]:
    """E sum_t f_t score_t A_t of credits that are polynomials in (y, e), (T, 3, 3, 1).

    Only what stands before e, y e and e^2 counts, so that nothing has to cancel; ``sign`` is
    taken of the states' means.
    """
    mean, variance = (moment[:-1] for moment in state_moments(task))
    offset, slope, square = (credits[:, i, j, 0] for i, j in ((0, 1), (1, 1), (0, 2)))
    by_step = {
        "K": (offset * sign(mean) + slope * variance) / task.sigma,
        "c": offset / task.sigma,
        "log_sigma": 2.0 * square,
    }
    return {name: float(factors @ terms) for name, terms in by_step.items()}


class ReturnSlopes(NamedTuple):
    """J as it follows the policy's offset, a parabola, and its variance, a line."""

    offset: float
    bend: float
    variance: float

    def change(self, offset: float, variance: float) -> float:
        """J with the offset and the variance so much larger, less J: no difference is needed."""
        return math.fsum(self._terms(offset, variance))

    def size(self, offset: float, variance: float) -> float:
        """Of the terms that the change is the sum of."""
        return sum(map(abs, self._terms(offset, variance)))

    def _terms(self, offset: float, variance: float) -> tuple[float, float, float]:
        return offset * self.offset, offset**2 * self.bend, variance * self.variance


@lru_cache(maxsize=16)
def return_slopes(task: LinearQuadraticTask) -> ReturnSlopes:
    """dJ/dc, half of d^2J/dc^2, and dJ/d sigma^2."""
    slopes = score_sums(task, [task.gamma**t for t in range(task.T)])
    follows, bend, discount = 0.0, 0.0, 1.0  # of E s_t for each unit of c
    for _ in range(task.T):
        bend -= discount * (task.q * follows**2 + task.r * (task.K * follows + 1.0) ** 2)
        follows = task.carry * follows + task.B
        discount *= task.gamma
    return ReturnSlopes(slopes["c"], bend, 0.5 * slopes["log_sigma"] / task.sigma**2)
