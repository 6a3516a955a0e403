"""f at equal steps to both sides of the mean, split so that nothing cancels (`Sides`)."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.functions.objectives import Objective
from engine.functions.reward import Sides


def value_sides(objective: Objective, mean: float, std: float, step: Array) -> Sides:
    """Of f without its constant; ``step`` (n,) of either sign, ``std`` what it is to be narrow
    against."""
    function = objective.function
    with np.errstate(under="ignore", over="ignore"):
        found = function.sides(mean, step, function.is_narrow(std))
    return found.times(objective.scale)


def slope_sides(objective: Objective, mean: float, std: float, step: Array) -> Sides:
    """Of f'; raises ParameterError for the step function."""
    objective.slope(np.zeros(1))
    function = objective.function
    with np.errstate(under="ignore", over="ignore"):
        found = function.slope_sides(mean, step, function.is_narrow(std))
    return found.times(objective.scale)


def away_from_reference(objective: Objective, mean: float, std: float, step: Array) -> Array:
    """f(mean + step) less the reference of `value_sides`, (n,)."""
    function = objective.function
    with np.errstate(under="ignore", over="ignore"):
        return function.away(mean, step, function.is_narrow(std), objective.scale)
