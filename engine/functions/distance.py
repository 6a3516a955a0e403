"""|x - k|."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.functions.function import Function

ndtr = late("scipy.special", "ndtr")


class Distance(Function):
    """From k."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"|x - {self.k:g}|"

    @property
    def breaks(self) -> tuple[float, ...]:
        return (self.k,)

    def value(self, x: Array) -> Array:
        return np.asarray(np.abs(x - self.k))

    def slope(self, x: Array) -> Array:
        return np.asarray(np.sign(x - self.k))

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        """E |X| = m + extra, extra = 2 (std phi(m/std) - m Phi(-m/std)), m the distance."""
        m = np.abs(mean - self.k)
        ratio = np.where(std > 0.0, m / np.where(std > 0.0, std, 1.0), np.inf)
        density = np.exp(-0.5 * ratio**2) / math.sqrt(2.0 * math.pi)
        extra = 2.0 * (std * density - m * ndtr(-ratio))
        first = m - centre + extra
        # The variance of |X|; no large numbers are subtracted.
        variance = np.maximum(std**2 - extra * (2.0 * m + extra), 0.0)
        return first, first**2 + variance
