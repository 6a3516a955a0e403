"""exp(-k x^2), k >= 0."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.functions.reward import GaussianValues, Sides
from engine.functions.transcendental import Transcendental, log_ratio_of_bumps
from engine.numerics.normal_quadrature import Nodes, nodes

NEAR_ONE = 0.9


class Exp(Transcendental):
    """A bump at 0."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"exp(−{self.k:g} x²)"

    @property
    def is_flat(self) -> bool:
        return self.k == 0.0

    def value(self, x: Array) -> Array:
        return np.asarray(np.exp(x * x * -self.k))

    def slope(self, x: Array) -> Array:
        return np.asarray(-2.0 * self.k * x * np.exp(x * x * -self.k))

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        def expected(k: float) -> Array:
            v = 1.0 + 2.0 * k * std * std
            return np.asarray(np.exp(-k * mean * (mean / v)) / np.sqrt(v))

        level, square = expected(self.k), expected(2.0 * self.k)
        first = level - centre
        return first, np.maximum(square - 2.0 * centre * level + centre**2, first**2)

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        k = self.k
        v = 1.0 + 2.0 * k * std * std
        y = 2.0 * k * mean * (mean / v)
        rate = 2.0 * k / v * np.exp(-0.5 * y) / np.sqrt(v)
        return -rate * mean, rate * std * (y - 1.0)

    def is_narrow(self, std: float) -> bool:
        return 2.0 * self.k * std * std > 1.0

    def nodes(self, mean: float, std: float) -> Nodes:
        if self.k == 0.0:
            return nodes()
        return nodes((), 1.0 / (math.sqrt(2.0 * self.k) * std), abs(mean) / std)

    def under(self, mean: float, std: float, scale: float) -> GaussianValues:
        """E f = exp(-y/2) / sqrt v, v = 1 + 2 k std^2, y = 2 k mean^2 / v; times exp(-k x^2) the
        law of z is that of N(t, 1 / v), up to the sign of t, t^2 = y (v - 1) / v."""
        k = self.k
        bend = 2.0 * k * std * std
        v = 1.0 + bend
        y = 2.0 * k * mean * (mean / v)
        level = scale * math.exp(-0.5 * y) / math.sqrt(v)
        share = bend / v
        t2 = y * share
        curved = share * (y - 1.0)
        return GaussianValues(
            mean=level,
            by_mu=level * (-2.0 * k * mean / v),
            by_sigma=level * curved / std,
            best_mu=level * (1.0 / v + t2),
            best_sigma=level * 0.5 * ((t2 - 1.0) ** 2 + (6.0 * t2 - 2.0 + 3.0 / v) / v),
            rise_mu=level * curved,
            rise_sigma=level * (2.0 * curved + 0.5 * share * share * (y * y - 6.0 * y + 3.0)),
            vanishes=(k == 0.0 or mean == 0.0, k == 0.0),
        )

    def log_gradient_ratio(self, mean: float, std: float, other: float, change: float) -> float:
        k = self.k
        v, w = 1.0 + 2.0 * k * std**2, 1.0 + 2.0 * k * other**2
        return log_ratio_of_bumps(v, w, 2.0 * k * change, 1.5, 2.0 * k * mean * mean)

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        found = self._bump(mean, step, narrow)
        if found.reference < NEAR_ONE:
            return found
        # In two parts, where a baseline of 1 must not cancel it.
        return Sides(1.0, found.even, found.odd, math.expm1(-self.k * mean * mean))

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        k, m, s = self.k, mean, step
        f = self._bump(m, s, narrow)
        level = f.reference
        even = -2.0 * k * (m * f.even + s * f.odd)
        odd = -2.0 * k * (s * (f.even + level) + m * f.odd)
        if narrow:
            # Where one side carries all, (m + s) keeps the digits of a bump far from the mean.
            right, left = (-2.0 * k * x * np.exp(-k * x * x) for x in (m + s, m - s))
            far = 2.0 * k * abs(m) * np.abs(s) > 1.0
            even = np.where(far, 0.5 * (right + left), even)
            odd = np.where(far, 0.5 * (right - left), odd)
        return Sides(-2.0 * k * m * level, even, odd)

    def away(self, mean: float, step: Array, narrow: bool, scale: float) -> Array:
        """Not from the sides, which far from the mean are large where f is not."""
        k = self.k
        if narrow:
            return np.asarray(scale * np.exp(-k * np.square(mean + step)))
        change = np.exp(-k * np.square(mean + step)) - math.exp(-k * mean * mean)
        power = np.minimum(-k * step * (2.0 * mean + step), 1.0)
        close = math.exp(-k * mean * mean) * np.expm1(power)
        return np.asarray(scale * np.where(np.abs(power) < 1.0, close, change))

    def _bump(self, m: float, s: Array, narrow: bool) -> Sides:
        """From its nearer side, exp(-k (|m| - |s|)^2)."""
        k, size = self.k, np.abs(s)
        nearer = np.exp(-k * np.square(abs(m) - size))
        across = 2.0 * k * abs(m) * size
        odd = 0.5 * math.copysign(1.0, m) * nearer * np.expm1(-2.0 * across) * np.sign(s)
        if narrow:
            return Sides(0.0, 0.5 * nearer * (1.0 + np.exp(-2.0 * across)), odd)
        level = math.exp(-k * m * m)
        even = 0.5 * nearer * np.square(np.expm1(-across)) + level * np.expm1(-k * s * s)
        return Sides(level, even, odd)
