"""x^4 - k x^2."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.functions.function import signed
from engine.functions.polynomial import Hermite, Polynomial
from engine.functions.reward import Sides


class Quartic(Polynomial):
    """A double well where k > 0."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"x⁴ {signed(self.k)} x²"

    def value(self, x: Array) -> Array:
        square = x * x
        return np.asarray(square * (square - self.k))

    def slope(self, x: Array) -> Array:
        return np.asarray(x * (4.0 * x * x - 2.0 * self.k))

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        square, v, k = mean**2, std * std, self.k
        first = square**2 + 6.0 * square * v + 3.0 * v**2 - k * (square + v) - centre
        along = mean * (4.0 * square + 12.0 * v - 2.0 * k)
        bend = 12.0 * square + 12.0 * v - 2.0 * k
        spread = along**2 + 0.5 * v * bend**2 + 96.0 * square * v**2 + 24.0 * v**3
        return first, first**2 + v * spread

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        m, v, k = mean * mean, std * std, self.k
        return 2.0 * mean * (2.0 * m + 6.0 * v - k), 2.0 * std * (6.0 * (m + v) - k)

    @property
    def degree(self) -> int:
        return 4

    def hermite(self, m: int, s: int, k: int, one: int) -> Hermite:
        v, k = s * s, k * one
        return (
            m**4 + 6 * m * m * v + 3 * v * v - k * (m * m + v),
            m * s * (4 * m * m + 12 * v - 2 * k),
            v * (12 * m * m + 12 * v - 2 * k),
            24 * m * s * v,
            24 * v * v,
        )

    def gradient_rate(self, m: Fraction) -> Fraction:
        return 12 * m

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        m, s, k = mean, step, self.k
        square = s * s
        even = square * ((6.0 * m * m - k) + square)
        return Sides(m * m * (m * m - k), even, 2.0 * m * s * ((2.0 * m * m - k) + 2.0 * square))

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        m, s, k = mean, step, self.k
        odd = s * ((12.0 * m * m - 2.0 * k) + 4.0 * s * s)
        return Sides(m * (4.0 * m * m - 2.0 * k), 12.0 * m * s * s, odd)
