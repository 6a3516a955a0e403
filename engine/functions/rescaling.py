"""R2D2's rescaling of values, which keeps large ones from ruling a loss, and its inverse."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError

EPSILON = 1e-3


def rescaled(x: ArrayLike, epsilon: float = EPSILON) -> float | Array:
    """h(x) = sign(x) (sqrt(|x| + 1) - 1) + epsilon x, the shape of x; a float for a number.

    Written as |x| / (sqrt(|x| + 1) + 1), which loses no digits near 0. Raises ParameterError for
    a negative or infinite epsilon. Source: Pohlen et al. 2018 (arXiv 1805.11593); Kapturowski et
    al. 2019 (R2D2).
    """
    slope = _checked(epsilon)
    values = np.asarray(x, dtype=float)
    # |x| / (sqrt(|x| + 1) + 1), with the roots apart so that inf gives inf.
    size = np.abs(values)
    root = np.sqrt(size + 1.0)
    with np.errstate(invalid="ignore"):
        lowered = np.where(np.isinf(size), np.inf, size / (root + 1.0))
    return _like(np.copysign(lowered, values) + (slope * values if slope else 0.0))


def unrescaled(y: ArrayLike, epsilon: float = EPSILON) -> float | Array:
    """h^-1(y) = sign(y) u (u + 2), u = 2 |y| / (1 + 2 e + sqrt((1 + 2 e)^2 + 4 e |y|)).

    u = sqrt(|x| + 1) - 1 solves e u^2 + (1 + 2 e) u = |y|, e = epsilon; the usual closed form
    subtracts two numbers near 1 instead. Same shapes and errors as `rescaled`.
    """
    slope = _checked(epsilon)
    values = np.asarray(y, dtype=float)
    size = np.abs(values)
    middle = 1.0 + 2.0 * slope
    with np.errstate(invalid="ignore"):
        u = 2.0 * size / (middle + np.sqrt(middle * middle + 4.0 * slope * size))
        u = np.where(np.isinf(size), np.inf, u)
    return _like(np.copysign(u * (u + 2.0), values))


def _checked(epsilon: float) -> float:
    if not (epsilon >= 0.0 and math.isfinite(epsilon)):
        raise ParameterError("epsilon", epsilon, "must be a finite number, at least 0")
    return float(epsilon)


def _like(values: Array) -> float | Array:
    return float(values) if values.ndim == 0 else values
