"""1 where x > k, else 0: a reward without a gradient, and the indicator."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.functions.reward import GaussianValues, Sides
from engine.functions.transcendental import Transcendental, log_ratio_of_bumps
from engine.numerics.normal_quadrature import Nodes, nodes

ndtr = late("scipy.special", "ndtr")

ROOT_2PI = math.sqrt(2.0 * math.pi)


class Step(Transcendental):
    """A jump at k."""

    __slots__ = ()
    has_gradient: ClassVar[bool] = False

    @property
    def formula(self) -> str:
        return f"1[x > {self.k:g}]"

    @property
    def breaks(self) -> tuple[float, ...]:
        return (self.k,)

    def value(self, x: Array) -> Array:
        return (x > self.k).astype(float)

    def slope(self, x: Array) -> Array:
        raise ParameterError(
            "objective", "step", "has no gradient to follow: it is 0 wherever it exists"
        )

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        above = _probability_above(mean - self.k, std)
        below = _probability_above(self.k - mean, std)
        return above - centre, above * (1.0 - centre) ** 2 + below * centre**2

    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        above = (mean - self.k) / std
        by_mean = np.exp(-0.5 * above * above) / (ROOT_2PI * std)
        return by_mean, -above * by_mean

    def nodes(self, mean: float, std: float) -> Nodes:
        return nodes((abs(self.k - mean) / std,))

    def under(self, mean: float, std: float, scale: float) -> GaussianValues:
        above = (mean - self.k) / std
        density = math.exp(-0.5 * min(above * above, 1e4)) / ROOT_2PI
        mass = float(ndtr(above))
        bend = above * density, 0.5 * above * (above * above + 1.0) * density
        return GaussianValues(
            mean=scale * mass,
            by_mu=scale * (density / std),
            by_sigma=scale * (-bend[0] / std),
            best_mu=scale * (mass - bend[0]),
            best_sigma=scale * (mass - bend[1]),
            rise_mu=scale * -bend[0],
            rise_sigma=scale * -bend[1],
            vanishes=(False, above == 0.0),
        )

    def log_gradient_ratio(self, mean: float, std: float, other: float, change: float) -> float:
        return log_ratio_of_bumps(std**2, other**2, change, 0.5, (mean - self.k) ** 2)

    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        beyond = np.where(np.abs(step) > abs(self.k - mean), 0.5, 0.0)
        above = mean > self.k
        return Sides(float(above), -beyond if above else beyond, np.copysign(beyond, step))

    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        raise NotImplementedError  # `slope` has refused


def _probability_above(distance: Array, std: Array) -> Array:
    """P(N(distance, std^2) > 0)."""
    spread = np.where(std > 0.0, std, 1.0)
    certain = (distance > 0.0).astype(float)
    return np.asarray(np.where(std > 0.0, ndtr(distance / spread), certain))
