"""k x."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.functions.polynomial import Hermite, Polynomial
from engine.functions.reward import Sides


class Linear(Polynomial):
    """With the slope k."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"{self.k:g} x"

    @property
    def is_flat(self) -> bool:
        return self.k == 0.0

    def value(self, x: Array) -> Array:
        return np.asarray(self.k * x)

    def slope(self, x: Array) -> Array:
        return np.full_like(x, self.k)

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        first = self.k * mean - centre
        return first, first**2 + (self.k * std) ** 2

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        return np.full_like(mean, self.k), np.zeros_like(std)

    @property
    def degree(self) -> int:
        return 2

    def hermite(self, m: int, s: int, k: int, one: int) -> Hermite:
        return k * m, k * s, 0, 0, 0

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        return Sides(self.k * mean, np.zeros_like(step), self.k * step)

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        return Sides(self.k, np.zeros_like(step), np.zeros_like(step))
