"""Targets from the steps of another policy: V-trace and importance sampling, exactly.

The behaviour policy has the target's gain K, an offset and a deviation of its own, so that the
ratio w of a step depends on its noise alone and steps are independent in w.
"""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array, sealed
from engine.numerics.gaussian_polynomials import LinearStep, times
from engine.trajectories.off_policy_pair import OffPolicy
from engine.trajectories.states import rewards, values
from engine.trajectories.target_moments import TargetMoments, back, target_moments
from engine.trajectories.vtrace_moments import vtrace_moments

__all__ = ["OffPolicy", "TargetMoments", "per_decision", "vtrace_target", "whole_trajectory"]


def vtrace_target(
    pair: OffPolicy,
    steps: int,
    clip_rho: float | None = 1.0,
    clip_c: float | None = 1.0,
    lam: float = 1.0,
    factor: float = 1.0,
    shift: float = 0.0,
    loops: bool = False,
) -> TargetMoments:
    """`vtrace_moments` of one target; a clip of None clips nothing.

    With V = 0 and no clips it is per-decision importance sampling.
    """
    rho, c = (np.inf if clip is None else clip for clip in (clip_rho, clip_c))
    return vtrace_moments(pair, steps, rho, c, lam, factor, shift, loops)[0]


def whole_trajectory(pair: OffPolicy) -> TargetMoments:
    """Moments of prod_t w_t times the return: unbiased, its variance grows as (1 + chi2)^T."""
    if _silent(pair):
        return _nothing()
    task, reward = pair.task, rewards(pair.task)
    unbiased = np.zeros((1, 3))
    with np.errstate(over="ignore", invalid="ignore"):
        _, twice = pair.unclipped
        second = _second(pair, twice, reward)
        most = _second(pair, twice.size(), np.abs(reward))
        moments = second, values(task)[:1], unbiased, unbiased, most
        return target_moments(pair, task.T, *moments)[0]


def _second(pair: OffPolicy, twice: LinearStep, reward: Array) -> Array:
    """E[(prod_t w_t sum_t gamma^t r_t)^2 | y_0], (1, 5)."""
    gamma, weight = pair.task.gamma, float(twice.weights[0, 0])  # E w^2 = 1 + chi2
    if not np.isfinite(weight):
        return np.full((1, 5), np.inf)
    later = weight ** np.arange(pair.task.T - 1.0, -1.0, -1.0)[:, np.newaxis]
    linear = back(later * twice.expect(reward), gamma * twice.after(2))
    own = later * twice.expect(times(reward, reward))
    mixed = 2.0 * gamma * twice.expect(reward, linear[:, 1:])
    return np.asarray(back(own + mixed, gamma**2 * twice.after(4))[:, 0])


def per_decision(pair: OffPolicy, loops: bool = False) -> TargetMoments:
    """Moments of sum_t gamma^t (prod_(u <= t) w_u) r_t: unbiased, and varies less; ``loops`` as
    of `vtrace_moments`."""
    if _silent(pair):
        return _nothing()
    return vtrace_target(pair, pair.task.T, None, None, factor=0.0, loops=loops)


def _silent(pair: OffPolicy) -> bool:
    """Whether all rewards are 0, whatever the weights are."""
    return pair.task.q == pair.task.r == 0.0


def _nothing() -> TargetMoments:
    return TargetMoments(0.0, 0.0, 0.0, 0.0, 0.0, sealed(np.zeros(3)), 0.0)
