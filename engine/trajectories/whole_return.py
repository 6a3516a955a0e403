"""Exact moments of (sum_t score_t) (sum_u gamma^u r_u - b), by backward recursion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array, sealed
from engine.numerics.gaussian_polynomials import expected, times
from engine.trajectories.credit import Credit
from engine.trajectories.expectations import expected_return
from engine.trajectories.states import scores, step_of

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


@dataclass(frozen=True, slots=True)
class WholeReturn:
    """With S the sum of scores and R the return less its mean J; by (K, c, log sigma), (3,)."""

    mean_return: float  # J
    return_variance: float  # E R^2
    mean: Array  # E S R, the gradient
    information: Array  # E S^2
    skewed: Array  # E S^2 R
    square: Array  # E S^2 R^2

    @property
    def best(self) -> Array:
        """E S^2 R / E S^2: the constant to take off R beside J, of the least variance."""
        used = self.information > 0.0
        return np.where(used, self.skewed / np.where(used, self.information, 1.0), 0.0)

    def variance(self, baseline: float | Array) -> Array:
        """Of S (R - baseline), (3,); inf where it is too large for a double.

        ``baseline`` stands beside J: -J for none at all, 0 for the mean return; a number or (3,).
        """
        with np.errstate(over="ignore", invalid="ignore"):
            apart = baseline * (baseline * self.information - 2.0 * self.skewed)
            found = np.maximum(self.square + apart - self.mean**2, 0.0)
        return np.where(np.isnan(found), np.inf, found)


@lru_cache(maxsize=16)
def whole_return_moments(task: LinearQuadraticTask) -> WholeReturn:
    """The exact moments; the conditional ones of (S, R) from a step on are polynomials in y."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = [expected(each, 0.0, task.v0) for each in _recursion(task)]
    R2, SR, S2, S2R, S2R2 = (sealed(each) for each in found)
    return WholeReturn(expected_return(task), float(R2[0]), SR, S2, S2R, S2R2)


def _recursion(task: LinearQuadraticTask) -> tuple[Array, Array, Array, Array, Array]:
    """E[R^2] (1, powers), E[S R], E[S^2], E[S^2 R] and E[S^2 R^2] (3, powers) given y_0."""
    step, gamma = step_of(task), task.gamma
    expect = step.expect
    score = scores(task)
    reward = Credit("mean").deltas(task)[:, np.newaxis, ..., :1]
    score2, reward2 = times(score, score), times(reward, reward)
    mixed = times(score, reward)

    def back(factor: float, degree: int, *sources: Array) -> Array:
        carried = factor * step.after(degree)
        total = np.zeros((task.T + 1, sources[0].shape[1], degree + 1))
        for source in sources:
            size = min(source.shape[-1], degree + 1)
            total[:-1, :, :size] += source[..., :size]
        for t in reversed(range(task.T)):
            total[t] += total[t + 1] @ carried
        return total

    R = back(gamma, 2, expect(reward))
    R2 = back(gamma**2, 4, expect(reward2), 2.0 * gamma * expect(reward, R[1:]))
    S2 = back(1.0, 2, expect(score2))
    SR = back(gamma, 3, expect(mixed), gamma * expect(score, R[1:]))
    S2R = back(
        gamma,
        4,
        expect(times(score2, reward)),
        gamma * expect(score2, R[1:]),
        2.0 * gamma * expect(score, SR[1:]),
        expect(reward, S2[1:]),
    )
    SR2 = back(
        gamma**2,
        5,
        expect(times(score, reward2)),
        2.0 * gamma * expect(mixed, R[1:]),
        gamma**2 * expect(score, R2[1:]),
        2.0 * gamma * expect(reward, SR[1:]),
    )
    S2R2 = back(
        gamma**2,
        6,
        expect(times(score2, reward2)),
        2.0 * gamma * expect(times(score2, reward), R[1:]),
        gamma**2 * expect(score2, R2[1:]),
        4.0 * gamma * expect(mixed, SR[1:]),
        2.0 * gamma**2 * expect(score, SR2[1:]),
        expect(reward2, S2[1:]),
        2.0 * gamma * expect(reward, S2R[1:]),
    )
    return R2[0], SR[0], S2[0], S2R[0], S2R2[0]
