"""Closed forms under N(mean, std^2): E f, its gradient and the best baselines, to the last digits.

Each function has its own (`engine.functions.reward`); here they are checked and cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.functions.objectives import Objective


@dataclass(frozen=True, slots=True)
class ClosedForms:
    """Of f without its added constant. A value that is too small for a number is 0."""

    mean: float  # E f
    by_mu: float  # d E f / d mu
    by_sigma: float
    best_mu: float  # E f z^2
    best_sigma: float  # E f (z^2 - 1)^2 / 2
    rise_mu: float  # best_mu less the mean
    rise_sigma: float
    vanishes: tuple[bool, bool]  # the gradients that are 0, and not only too small for a number


@lru_cache(maxsize=512)
def closed_forms(objective: Objective, mean: float, std: float) -> ClosedForms:
    """Raises ParameterError where a value overflows."""
    found = objective.function.under(mean, std, objective.scale)
    *values, vanishes = found
    objective.checked(np.array(values))
    nothing = objective.scale == 0.0
    return ClosedForms(
        mean=found.mean + 0.0,  # a 0 has no sign
        by_mu=found.by_mu + 0.0,
        by_sigma=found.by_sigma + 0.0,
        best_mu=found.best_mu + 0.0,
        best_sigma=found.best_sigma + 0.0,
        rise_mu=found.rise_mu + 0.0,
        rise_sigma=found.rise_sigma + 0.0,
        vanishes=(nothing or vanishes[0], nothing or vanishes[1]),
    )


def closed_means(objective: Objective, means: Array, std: float) -> Array:
    """E f without its added constant for many means, (m,), as a curve is made of: near its zeros
    terms may cancel, which `closed_forms` adds up as fractions. Raises ParameterError."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        found = objective.scale * objective.function.means(means, std)
    return objective.checked(found) + 0.0


def gradient_change(objective: Objective, mean: float, std: float, other: float) -> float:
    """d E f / d mu under N(mean, other^2) less that under N(mean, std^2)."""
    if std == other:
        return 0.0
    before, after = (closed_forms(objective, mean, each).by_mu for each in (std, other))
    function, scale = objective.function, objective.scale
    return function.gradient_change(mean, (std, other), (before, after), scale) + 0.0
