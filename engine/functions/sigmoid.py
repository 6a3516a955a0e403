"""1 / (1 + exp(k - x))."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.functions.function import Function

expit = late("scipy.special", "expit")
ndtr = late("scipy.special", "ndtr")

# The sigmoid is within 1e-16 of 0 or 1 beyond the last of these.
BREAKS = (1.0, 2.0, 4.0, 8.0, 16.0, 37.0)
# The trapezoidal rule for the sigmoid under a normal: the steps are such that its error, exp(-2
# pi / step times the distance of the nearest pole), is below rounding.
NARROW = 3.0
NARROW_STEP = 0.175
NARROW_NODES = np.arange(-51, 52) * NARROW_STEP
NARROW_WEIGHTS = NARROW_STEP * np.exp(-0.5 * NARROW_NODES**2) / math.sqrt(2.0 * math.pi)
WIDE_NODES = np.arange(-80, 81) * 0.5
WIDE_LEVEL = 1.0 / (1.0 + np.exp(-WIDE_NODES))
# The sigmoid is a mean of indicators at these nodes, and its square another.
WIDE_DENSITY = 0.5 * WIDE_LEVEL * (1.0 - WIDE_LEVEL)
WIDE_SQUARE_DENSITY = 2.0 * WIDE_LEVEL * WIDE_DENSITY


class Sigmoid(Function):
    """Centred at k; its breaks are where a quadrature is to be finer."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"sigmoid(x - {self.k:g})" if self.k else "sigmoid(x)"

    @property
    def breaks(self) -> tuple[float, ...]:
        away = [-each for each in reversed(BREAKS)] + [0.0, *BREAKS]
        return tuple(self.k + each for each in away)

    def value(self, x: Array) -> Array:
        level: Array = expit(x - self.k)
        return level

    def slope(self, x: Array) -> Array:
        return np.asarray(expit(x - self.k) * expit(self.k - x))

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        """By the trapezoidal rule: over x where the normal is narrow, else over the thresholds
        whose indicators the sigmoid is a mean of."""
        m, s = mean - self.k, std
        narrow = s < NARROW
        first, second = np.empty(m.shape), np.empty(m.shape)
        if np.any(narrow):
            x = m[narrow][..., np.newaxis] + s[narrow][..., np.newaxis] * NARROW_NODES
            g = expit(x) - centre
            first[narrow], second[narrow] = g @ NARROW_WEIGHTS, g**2 @ NARROW_WEIGHTS
        if not np.all(narrow):
            wide = ~narrow
            above = ndtr((m[wide][..., np.newaxis] - WIDE_NODES) / s[wide][..., np.newaxis])
            level, square = above @ WIDE_DENSITY, above @ WIDE_SQUARE_DENSITY
            first[wide] = level - centre
            least = first[wide] ** 2
            second[wide] = np.maximum(square - 2.0 * centre * level + centre**2, least)
        return first, second
