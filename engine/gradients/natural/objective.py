"""E f under a Gaussian on the line and its gradient, for a known f and for any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.closed_forms import closed_forms
from engine.functions.objectives import Objective, checked_gaussian
from engine.numerics.normal_quadrature import nodes

# An Objective, or any function of an array of numbers that is smooth and grows no faster than
# a polynomial.
Reward = Objective | Callable[[Array], Array]


class Slopes(NamedTuple):
    """E f and its derivatives by mu and by sigma."""

    value: float
    by_mu: float
    by_sigma: float


def slopes(reward: Reward, mean: float, std: float) -> Slopes:
    """In closed form for an Objective, else by quadrature. Raises ParameterError on overflow."""
    checked_gaussian(mean, std)
    if isinstance(reward, Objective):
        found = closed_forms(reward, mean, std)
        return Slopes(found.mean + reward.constant, found.by_mu, found.by_sigma)
    grid = nodes()
    z = grid.z
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        values = np.broadcast_to(np.asarray(reward(mean + std * z), dtype=float), z.shape)
        level = grid.expectation(values)
        away = values - level
        moments = grid.expectation(away * z), grid.expectation(away * (z * z - 1.0))
    if not np.all(np.isfinite([level, *moments])):
        raise ParameterError("objective", reward, "must be finite")
    return Slopes(level, moments[0] / std, moments[1] / std)
