"""A step from one Gaussian to another with the same principal directions, in the old one's units.

Along each direction mu becomes mu + sigma m, and sigma becomes sigma e^v. Divergences are taken
from m and v themselves: they keep their digits however small the step is beside mu.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.core.arrays import Array
from engine.numerics.small_differences import expm1_minus_x

Ball = Literal["new_old", "old_new"]


@dataclass(frozen=True, slots=True)
class Move:
    """m and v by direction, (d,) each."""

    shift: Array
    growth: Array

    @property
    def new_old(self) -> float:
        """KL(new||old), in nats."""
        return float(new_old(self.shift, self.growth))

    @property
    def old_new(self) -> float:
        """KL(old||new), in nats."""
        return float(old_new(self.shift, self.growth))

    def divergence(self, ball: Ball) -> float:
        """That which the ball is measured by."""
        return self.new_old if ball == "new_old" else self.old_new

    @property
    def distance(self) -> float:
        """Fisher-Rao's, among Gaussians with these principal directions."""
        with np.errstate(over="ignore"):
            aside = self.shift * np.exp(-0.5 * self.growth) / math.sqrt(2.0)
            chord = np.hypot(aside, 2.0 * np.sinh(0.5 * self.growth))
        return math.hypot(*(2.0 * math.sqrt(2.0) * np.arcsinh(0.5 * chord)).tolist())

    def there(self, mean: Array, std: Array) -> tuple[Array, Array]:
        """Means and standard deviations of the new one, (d,) each."""
        with np.errstate(over="ignore", under="ignore"):
            return mean + std * self.shift, std * np.exp(self.growth)


def new_old(shift: Array, growth: Array) -> Array:
    """KL(new||old) = 1/2 sum [m^2 + h(2 v)], h(y) = e^y - 1 - y, (...,) from (..., d), in nats."""
    with np.errstate(over="ignore"):
        return np.asarray(0.5 * np.sum(shift**2 + expm1_minus_x(2.0 * growth), axis=-1))


def old_new(shift: Array, growth: Array) -> Array:
    """KL(old||new) = 1/2 sum [(m e^-v)^2 + h(-2 v)], (...,) from (..., d), in nats."""
    with np.errstate(over="ignore"):
        across = shift * np.exp(-growth)
        return np.asarray(0.5 * np.sum(across**2 + expm1_minus_x(-2.0 * growth), axis=-1))


def divergences(moves: Sequence[Move]) -> Array:
    """KL(old||new) and KL(new||old) of each, (n, 2), in nats."""
    shift, growth = (np.array([getattr(each, of) for each in moves]) for of in ("shift", "growth"))
    return np.stack([old_new(shift, growth), new_old(shift, growth)], axis=1)
