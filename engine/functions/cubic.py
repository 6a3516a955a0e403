"""x^3 - k x."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.functions.function import signed
from engine.functions.polynomial import Hermite, Polynomial
from engine.functions.reward import Sides


class Cubic(Polynomial):
    """Rising on the whole, and falling between its two bends where k > 0."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"x³ {signed(self.k)} x"

    def value(self, x: Array) -> Array:
        return np.asarray(x * (x * x - self.k))

    def slope(self, x: Array) -> Array:
        return np.asarray(3.0 * x * x - self.k)

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        v = std * std
        first = mean * (mean**2 + 3.0 * v - self.k) - centre
        along = 3.0 * mean**2 + 3.0 * v - self.k
        return first, first**2 + v * (along**2 + 18.0 * mean**2 * v + 6.0 * v**2)

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        return 3.0 * (mean * mean + std * std) - self.k, 6.0 * mean * std

    @property
    def degree(self) -> int:
        return 3

    def hermite(self, m: int, s: int, k: int, one: int) -> Hermite:
        v, k = s * s, k * one
        mean, slope = m * (m * m + 3 * v - k), s * (3 * m * m + 3 * v - k)
        return mean, slope, 6 * m * v, 6 * s * v, 0

    def gradient_rate(self, m: Fraction) -> Fraction:
        return Fraction(3)

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        m, s, k = mean, step, self.k
        return Sides(m * (m * m - k), 3.0 * m * s * s, s * ((3.0 * m * m - k) + s * s))

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        m, s = mean, step
        return Sides(3.0 * m * m - self.k, 3.0 * s * s, 6.0 * m * s)
