"""The arrays of each plot of the Off-policy page."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Literal

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
    grid = _clips(gathered.options.clip_rho)
    found = _over_clips(gathered.pair, gathered.steps, gathered.options)[0]
    return _against(gathered, "clip_rho", grid, found, frozen(gathered.pair.value_biases(grid)))


def against_c(gathered: Gathered, _: Run) -> Against:
    """The same of c-bar."""
    found = _over_clips(gathered.pair, gathered.steps, gathered.options)[1]
    return _against(gathered, "clip_c", _clips(gathered.options.clip_c), found)


def against_steps(gathered: Gathered, _: Run) -> Against:
    """Of every number of steps, or of some where there are many."""
    longest = gathered.pair.task.T
    grid = {round(n) for n in np.geomspace(1, longest, CLIPS)} | {gathered.steps}
    steps = np.array(sorted(grid))
    options = gathered.options
    clips, critic = (options.clip_rho, options.clip_c), (options.lam, options.factor, options.shift)
    return _against(gathered, "steps", steps, vtrace_moments(gathered.pair, steps, *clips, *critic))


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


@lru_cache(maxsize=2)
def _over_clips(
    pair: OffPolicy, steps: int, options: Options
) -> tuple[list[TargetMoments], list[TargetMoments]]:
    """V-trace's targets over the clips of both plots, which share most of what they are made of."""
    rhos, cs = _clips(options.clip_rho), _clips(options.clip_c)
    rho = np.concatenate([rhos, np.full_like(cs, options.clip_rho)])
    c = np.concatenate([np.full_like(rhos, options.clip_c), cs])
    critic = options.lam, options.factor, options.shift
    found = vtrace_moments(pair, steps, rho, c, *critic)
    return found[: len(rhos)], found[len(rhos) :]


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
