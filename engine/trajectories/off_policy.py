"""Targets from the steps of another policy: V-trace and importance sampling, exactly.

The behaviour policy has the target's gain K, an offset and a deviation of its own, so that the
ratio w of a step depends on its noise alone and steps are independent in w.
"""

from __future__ import annotations

import numpy as np

from engine.core.arrays import sealed
from engine.trajectories.off_policy_pair import OffPolicy
from engine.trajectories.states import values
from engine.trajectories.target_moments import TargetMoments, target_moments
from engine.trajectories.vtrace_moments import vtrace_moments, weighted_return

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


def whole_trajectory(pair: OffPolicy, loops: bool = False) -> TargetMoments:
    """Moments of prod_t w_t times the return: unbiased, its variance grows as (1 + chi2)^T;
    ``loops`` as of `vtrace_moments`."""
    if _silent(pair):
        return _nothing()
    steps, value, unbiased = pair.task.T, values(pair.task)[:1], np.zeros((1, 3))
    with np.errstate(over="ignore", invalid="ignore"):
        second, most = weighted_return(pair, loops)
        return target_moments(pair, steps, second, value, unbiased, unbiased, most)[0]


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
