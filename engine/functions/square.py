"""(x - k)^2."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.functions.function import signed
from engine.functions.polynomial import Hermite, Polynomial
from engine.functions.reward import Sides


class Square(Polynomial):
    """With its minimum at k."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"(x {signed(self.k)})²"

    def value(self, x: Array) -> Array:
        away = x - self.k
        return np.asarray(away * away)

    def slope(self, x: Array) -> Array:
        return np.asarray(2.0 * (x - self.k))

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        m = mean - self.k
        first = m**2 + std**2 - centre
        return first, first**2 + 4.0 * m**2 * std**2 + 2.0 * std**4

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        return 2.0 * (mean - self.k), 2.0 * std

    @property
    def degree(self) -> int:
        return 2

    def hermite(self, m: int, s: int, k: int, one: int) -> Hermite:
        away = m - k
        return away * away + s * s, 2 * s * away, 2 * s * s, 0, 0

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        away = mean - self.k
        return Sides(away**2, step * step, 2.0 * away * step)

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        return Sides(2.0 * (mean - self.k), np.zeros_like(step), 2.0 * step)
