"""Noise to signal over the noise sigma and the gain K of the policy."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.cache import Cache
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.pages.trajectories.estimators import credits_of
from engine.pages.trajectories.gather import Gathered
from engine.pages.trajectories.options import MAPPED, Options
from engine.pages.trajectories.records import NoiseMap
from engine.trajectories.noise_to_signal import Estimate, noise_to_signal, noise_to_signal_map
from engine.trajectories.task import LinearQuadraticTask

GAINS, SIGMAS = 41, 49
USUAL = (0.02, 5.0)  # sigmas; where the policy's own lies beyond, three decades about it
REACH = 1.2  # of A + B K, to either side

_maps: Cache[Array] = Cache(8)


def noise_map(gathered: Gathered, run: Run) -> NoiseMap:
    """The map does not depend on the current point, so that dragging it computes one number."""
    task, options = gathered.task, gathered.options
    estimate = _estimate(options)
    gains, sigmas = _gains(task), _sigmas(task.sigma)
    key = (_without_point(task), estimate, gains.tobytes(), sigmas.tobytes())
    found = _maps.get(key)
    if found is None:
        ratio = noise_to_signal_map(task, estimate, gains, sigmas, run)
        known = np.isfinite(ratio) & (ratio > 0.0)
        found = frozen(np.where(known, np.log10(np.where(known, ratio, 1.0)), np.nan))
        _maps.put(key, found)
    return NoiseMap(
        sigma=frozen(sigmas),
        gain=frozen(gains),
        log_ratio=found,
        current_sigma=task.sigma,
        current_gain=task.K,
        current=noise_to_signal(task, estimate),
        estimator=options.mapped,
        stable=_stable(task),
    )


def _estimate(options: Options) -> Estimate:
    name = MAPPED[options.mapped]
    if name == "total_reward":
        return "total"
    if name == "total_reward/mean":
        return "total less mean"
    return credits_of(options.lam, 1.0, 0.0)[name]


def _without_point(task: LinearQuadraticTask) -> LinearQuadraticTask:
    """The same task for every K and sigma, where doubles hold it."""
    try:
        return task.replace(K=-task.A / task.B if task.B else 0.0, sigma=1.0)
    except ParameterError:
        return task


def _gains(task: LinearQuadraticTask) -> Array:
    """Those of a stable policy and some more; wider where the current one is beyond."""
    reach = max(REACH, REACH * abs(task.carry))
    ends = [(side * reach - task.A) / task.B if task.B else math.inf for side in (-1.0, 1.0)]
    if not all(math.isfinite(end) for end in ends):
        ends = [task.K - 1.0, task.K + 1.0]
    return np.linspace(min(ends), max(ends), GAINS)


def _sigmas(current: float) -> Array:
    low, high = USUAL
    if not low <= current <= high:
        decade = math.floor(math.log10(current))
        low, high = 10.0 ** (decade - 1), 10.0 ** (decade + 2)
    return np.geomspace(low, high, SIGMAS)


def _stable(task: LinearQuadraticTask) -> tuple[float, float]:
    if not task.B:
        return (math.nan, math.nan)
    ends = sorted(((-1.0 - task.A) / task.B, (1.0 - task.A) / task.B))
    return (ends[0], ends[1])
