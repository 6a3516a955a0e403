"""cos(k x)."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.reward import GaussianValues, Sides
from engine.functions.transcendental import Transcendental
from engine.numerics.normal_quadrature import Nodes, nodes

FASTEST = 6_000.0  # waves over a standard deviation that exact values can follow
NEAR_ONE = 0.9


class Cos(Transcendental):
    """A wave of the rate k."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f"cos({self.k:g} x)"

    @property
    def is_flat(self) -> bool:
        return self.k == 0.0

    def value(self, x: Array) -> Array:
        return np.asarray(np.cos(self.k * x))

    def slope(self, x: Array) -> Array:
        return np.asarray(-self.k * np.sin(self.k * x))

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        """The variance is (1 - e) (1 - e cos 2 k mean) / 2, e = exp(-k^2 std^2)."""
        waves = (self.k * std) ** 2
        first = np.exp(-0.5 * waves) * np.cos(self.k * mean) - centre
        spread = 1.0 - np.exp(-waves) * np.cos(2.0 * self.k * mean)
        return first, first**2 - 0.5 * np.expm1(-waves) * spread

    def means(self, mean: Array, std: float) -> Array:
        waves = [cos_sin_of_product(self.k, each)[0] for each in mean.tolist()]
        return np.asarray(np.exp(-0.5 * (self.k * std) ** 2) * np.array(waves))

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        k = self.k
        level = np.exp(-0.5 * (k * std) ** 2)
        return -k * level * np.sin(k * mean), -k * k * std * level * np.cos(k * mean)

    def is_narrow(self, std: float) -> bool:
        return abs(self.k) * std > 1.0

    def nodes(self, mean: float, std: float) -> Nodes:
        if abs(self.k) * std > FASTEST:
            allowed = f"must be smaller: |k| times the std may be at most {FASTEST:,.0f}"
            raise ParameterError("k", self.k, allowed)
        return nodes((), 4.0 / (abs(self.k) * std)) if self.k != 0.0 else nodes()

    def closed_mean(self, mean: float, std: float) -> float | None:
        """exp(-a^2/2) cos(k mean), a = k std: the waves cancel."""
        return math.exp(-0.5 * (self.k * std) ** 2) * math.cos(self.k * mean)

    def under(self, mean: float, std: float, scale: float) -> GaussianValues:
        k = self.k
        c, s = cos_sin_of_product(k, mean)
        waves = (k * std) ** 2
        level = scale * math.exp(-0.5 * waves)
        return GaussianValues(
            mean=level * c,
            by_mu=-k * level * s,
            by_sigma=-k * (k * std) * level * c,
            best_mu=level * c * (1.0 - waves),
            best_sigma=level * c * (1.0 - 2.0 * waves + 0.5 * waves * waves),
            rise_mu=-waves * level * c,
            rise_sigma=waves * (0.5 * waves - 2.0) * level * c,
            vanishes=(k == 0.0 or mean == 0.0, k == 0.0),
        )

    def log_gradient_ratio(self, mean: float, std: float, other: float, change: float) -> float:
        return -0.5 * self.k * self.k * change

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        c, sine = cos_sin_of_product(self.k, mean)
        found = self._wave((c, sine), step, narrow)
        if c < NEAR_ONE or found.reference == 0.0:
            return found
        # cos = 1 - sin^2 / (1 + cos), which near 1 has digits that its number lacks.
        return Sides(1.0, found.even, found.odd, -sine * sine / (1.0 + c))

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        """-k sin(k x) is k cos at a quarter of a wave more."""
        k = self.k
        c, sine = cos_sin_of_product(k, mean)
        found = self._wave((-sine, c), step, narrow)
        return Sides(k * found.reference, k * found.even, k * found.odd)

    def _wave(self, at_mean: tuple[float, float], s: Array, narrow: bool) -> Sides:
        """Its cosine and sine at the mean being given."""
        k, (c, sine) = self.k, at_mean
        odd = -sine * np.sin(k * s)
        if narrow:
            return Sides(0.0, c * np.cos(k * s), odd)
        return Sides(c, -2.0 * c * np.square(np.sin(0.5 * k * s)), odd)


def cos_sin_of_product(a: float, b: float | Fraction) -> tuple[float, float]:
    """cos(a b) and sin(a b), the product not being rounded."""
    product = Fraction(a) * Fraction(b)
    high = float(product)
    low = float(product - Fraction(high))
    c, s = math.cos(high), math.sin(high)
    return c * math.cos(low) - s * math.sin(low), s * math.cos(low) + c * math.sin(low)
