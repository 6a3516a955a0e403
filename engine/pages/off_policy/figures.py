"""The arrays of each plot of the Off-policy page."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.off_policy.curves import growth, staleness
from engine.pages.off_policy.gather import VTRACE, Gathered
from engine.pages.off_policy.options import Options
from engine.pages.off_policy.records import Against, Densities
from engine.trajectories.off_policy import OffPolicy, TargetMoments
from engine.trajectories.vtrace_moments import vtrace_moments
from engine.weights.vtrace_policy import clipped_policy

Option = Literal["clip_rho", "clip_c", "steps"]
POINTS = 401
CLIPS = 29
WIDTH = 4.0  # standard deviations shown


def densities(gathered: Gathered, _: Run) -> Densities:
    """Target, behaviour and the policy between them."""
    target, behaviour = gathered.pair.policies
    clip = gathered.options.clip_rho
    found = clipped_policy(target, behaviour, clip)
    ends = [
        float(each.mean[0]) + side * WIDTH * float(each.std[0])
        for each in (target, behaviour)
        for side in (-1.0, 1.0)
    ]
    action = np.linspace(min(ends), max(ends), POINTS)
    column = action[:, np.newaxis]
    p, mu = (np.exp(each.log_density(column)) for each in (target, behaviour))
    return Densities(
        action=frozen(action),
        target=frozen(p),
        behaviour=frozen(mu),
        clipped=frozen(np.asarray(found.density(action))),
        lower=frozen(np.minimum(clip * mu, p)),
        clip_rho=clip,
    )


def against_rho(gathered: Gathered, _: Run) -> Against:
    """From the usual range of rho-bar, or about the current one."""
    grid, found = _curves_of(gathered).rho
    biases = frozen(gathered.pair.value_biases(grid, gathered.loops))
    return _against(gathered, "clip_rho", grid, found, biases)


def against_c(gathered: Gathered, _: Run) -> Against:
    """The same of c-bar."""
    return _against(gathered, "clip_c", *_curves_of(gathered).c)


def against_steps(gathered: Gathered, _: Run) -> Against:
    """Of every number of steps, or of some where there are many."""
    return _against(gathered, "steps", *_curves_of(gathered).steps)


def _against(
    gathered: Gathered,
    name: Option,
    grid: NDArray[Any],
    found: list[TargetMoments],
    value_bias: Array | None = None,
) -> Against:
    current = gathered.exact[VTRACE]
    return Against(
        x=frozen(grid),
        bias=frozen(np.array([each.bias for each in found])),
        std=frozen(np.sqrt([each.variance for each in found])),
        value_bias=value_bias,
        current_x=float(gathered.steps if name == "steps" else getattr(gathered.options, name)),
        current_bias=current.bias,
        current_std=math.sqrt(current.variance),
    )


class _Curves(NamedTuple):
    """V-trace's targets against each of its options, and of what."""

    rho: tuple[Array, list[TargetMoments]]
    c: tuple[Array, list[TargetMoments]]
    steps: tuple[NDArray[Any], list[TargetMoments]]


def _curves_of(gathered: Gathered) -> _Curves:
    return _curves(gathered.pair, gathered.steps, gathered.options, gathered.loops)


@lru_cache(maxsize=2)
def _curves(pair: OffPolicy, steps: int, options: Options, loops: bool) -> _Curves:
    """Of all three plots, which share most of what they are made of."""
    rhos, cs = _clips(options.clip_rho), _clips(options.clip_c)
    lengths = {round(n) for n in np.geomspace(1, pair.task.T, CLIPS)} | {steps}
    counts = np.array(sorted(lengths))
    ends = np.cumsum([len(rhos), len(cs), len(counts)])
    rho, c, length = (np.full(ends[-1], each) for each in (options.clip_rho, options.clip_c, steps))
    rho[: ends[0]], c[ends[0] : ends[1]], length[ends[1] :] = rhos, cs, counts
    critic = options.lam, options.factor, options.shift
    found = vtrace_moments(pair, length, rho, c, *critic, loops)
    return _Curves(
        (rhos, found[: ends[0]]),
        (cs, found[ends[0] : ends[1]]),
        (counts, found[ends[1] :]),
    )


def _clips(current: float) -> Array:
    low, high = 0.1, 10.0
    if not low <= current <= high:
        low, high = min(low, current / 3.0), max(high, 3.0 * current)
    return np.unique(np.append(np.geomspace(low, high, CLIPS), current))


FIGURES = {
    "densities": densities,
    "against_rho": against_rho,
    "against_c": against_c,
    "against_steps": against_steps,
    "growth": growth,
    "staleness": staleness,
}
