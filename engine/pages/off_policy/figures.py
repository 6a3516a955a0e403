"""The arrays of each plot of the Off-policy page."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.off_policy.curves import growth, staleness
from engine.pages.off_policy.gather import VTRACE, Gathered, Option
from engine.pages.off_policy.records import Against, Densities
from engine.weights.vtrace_policy import clipped_policy

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
    return _against(gathered, "clip_rho", grid, frozen(gathered.pair.value_biases(grid)))


def against_c(gathered: Gathered, _: Run) -> Against:
    """The same of c-bar."""
    return _against(gathered, "clip_c", _clips(gathered.options.clip_c))


def against_steps(gathered: Gathered, _: Run) -> Against:
    """Of every number of steps, or of some where there are many."""
    longest = gathered.pair.task.T
    grid = {round(n) for n in np.geomspace(1, longest, CLIPS)} | {gathered.steps}
    return _against(gathered, "steps", np.array(sorted(grid)))


def _against(
    gathered: Gathered, name: Option, grid: NDArray[Any], value_bias: Array | None = None
) -> Against:
    found = gathered.vtrace_at(name, grid)
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
