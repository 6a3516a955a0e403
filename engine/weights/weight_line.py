"""The importance weight of two Gaussians along the line, piece by piece."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.numerics.gaussian_polynomials import normal_powers
from engine.weights.pieces import NarrowRatio, Pieces, between, inside, panel_nodes

PANELS, MOST_PANELS = 8, 4_000
FINE = 24  # panels of a difference of two Gaussians, one of which may be the narrower by far
LITTLE = 0.1  # of pi, for a difference that keeps its digits


class WeightLine(NamedTuple):
    """log w = log ratio + z^2 / 2 - (ratio z + shift)^2 / 2; z is in deviations of mu."""

    ratio: float  # deviation of mu over that of pi
    beyond: float  # the ratio less 1, which holds its digits where both are close
    shift: float  # mean of mu less that of pi, in deviations of pi

    @classmethod
    def of(cls, pi: Gaussian, mu: Gaussian) -> WeightLine:
        """That of w = pi / mu, of one dimension."""
        std, other = float(pi.cholesky[0, 0]), float(mu.cholesky[0, 0])
        return cls(other / std, (other - std) / std, float(mu.mean[0] - pi.mean[0]) / std)

    def of_pi(self, z: Array) -> Array:
        """The same actions in deviations of pi."""
        return np.asarray(self.ratio * z + self.shift)

    def powers(self, power: int, degree: int) -> Array:
        """E_mu[w^power u^j] for j = 0 .. degree, (degree + 1,), where nothing is clipped.

        w^k mu is the mass at `nodes` times a Gaussian in u, of mean (1 - k) shift / t and
        deviation ratio / sqrt t; inf where t is not above 0.
        """
        k, precision = float(power), self.precision(power)
        if not precision > 0.0:
            return np.full(degree + 1, np.inf)
        spread = self.ratio / math.sqrt(precision)
        mean = (1.0 - k) * self.shift / precision
        height = (k - 1.0) * math.log(self.ratio) + math.log(spread)
        with np.errstate(over="ignore"):
            mass = np.exp(height + 0.5 * k * (k - 1.0) * self.shift**2 / precision)
            return np.asarray(mass * normal_powers(degree + 1, mean, spread))

    def log(self, z: Array) -> Array:
        """At these z."""
        if abs(self.shift) < 1.0:  # near each other, where z - u would cancel
            a, b = -0.5 * self.beyond * (1.0 + self.ratio), -self.ratio * self.shift
            return np.asarray((a * z + b) * z + (self._log_ratio - 0.5 * self.shift**2))
        u = self.of_pi(z)
        return np.asarray(self._log_ratio + 0.5 * (z - u) * (z + u))

    @property
    def _log_ratio(self) -> float:
        # Of a small ratio the rest to 1 has lost the digits.
        return math.log1p(self.beyond) if self.ratio > 0.5 else math.log(self.ratio)

    def crossings(self, level: Array) -> Array:
        """Where log w passes levels (k,): (k, 2), inf where it does not."""
        if self.ratio > 1.0:  # pi is the narrower one
            found = NarrowRatio(self.shift, self.beyond, level).roots()
            return np.asarray((found - self.shift) / self.ratio)
        return NarrowRatio(-self.shift / self.ratio, -self.beyond / self.ratio, -level).roots()

    def precision(self, power: int) -> float:
        """Of w^power mu, which is a Gaussian where that is above 0."""
        return (1.0 - power) + power * self.ratio**2

    def integrable(self, power: int, low: Array, high: Array) -> NDArray[np.bool_]:
        """Whether w^power has a mean under mu between ends (k,)."""
        return (self.precision(power) > 0.0) | ~(np.isinf(low) | np.isinf(high))

    def nodes(
        self, power: int, log_scale: Array, low: Array, high: Array, panels: int = PANELS
    ) -> tuple[Array, Array]:
        """Nodes and masses of scale w^power under mu between ends (k,), where that is finite.

        (k, n) each. w^k mu is a Gaussian of precision t = (1 - k) + k ratio^2 and mass
        ratio^k exp(k (k - 1) shift^2 / (2 t)) / sqrt t, where t > 0.
        """
        k, ratio, shift = float(power), self.ratio, self.shift
        precision = self.precision(power)
        height = (k * math.log(ratio) - 0.5 * LOG_2PI + log_scale)[:, np.newaxis]
        if precision > 0.0:
            mean, std = -k * ratio * shift / precision, 1.0 / math.sqrt(precision)
            height += 0.5 * k * (k - 1.0) * shift**2 / precision
            z, weights = Pieces(0.0, mean, std, low, high).nodes(panels)
            with np.errstate(over="ignore"):
                return z, weights * np.exp(height - 0.5 * np.square((z - mean) / std))
        a, b = -0.5 * precision, -k * ratio * shift
        ends = np.stack([(a * z + b) * z for z in (low, high)])
        lowest = -0.25 * b * b / a if a > 0.0 else np.inf
        reach = float(np.max(ends.max(axis=0) - np.minimum(ends.min(axis=0), lowest)))
        z, weights = panel_nodes(low, high, min(panels + math.ceil(reach / 4.0), MOST_PANELS))
        with np.errstate(over="ignore"):
            return z, weights * np.exp((a * z + b) * z + height - 0.5 * k * shift**2)

    def excess(self, level: Array) -> list[tuple[NDArray[np.intp], Array, Array]]:
        """Nodes and masses of pi less clip mu where it is positive, for levels log clip (k,).

        Each a group of pieces: which levels they are of (m,), nodes (m, n) and masses (m, n).
        """
        low, high = between(self.crossings(level))
        above = (low < high) & (self.log(inside(low, high)) > level[:, np.newaxis])
        row, low, high = np.nonzero(above)[0], low[above], high[above]
        z, mass = self.nodes(1, np.zeros(len(row)), low, high, FINE)
        others, clipped = self.nodes(0, level[row], low, high, FINE)
        # Where w leaves the clip at once no node of pi would see how.
        little = clipped.sum(axis=1) < LITTLE * mass.sum(axis=1)
        gone = mass * -np.expm1(np.minimum(level[row, np.newaxis] - self.log(z), 0.0))
        return [
            (row[little], z[little], mass[little]),
            (row[little], others[little], -clipped[little]),
            (row[~little], z[~little], gone[~little]),
        ]
