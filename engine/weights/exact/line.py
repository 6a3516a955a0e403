"""Pairs whose weights depend on one direction only, and integrals along it.

Along the coordinate y, q is N(0, 1) and p is N(delta, lam); log w(y) = log p(y) - log q(y). The
function's argument is t = start + slope y + noise xi with xi ~ N(0, 1) independent of y.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import projection
from engine.gaussian.relative import NEAR, Relative, relative

# Given y and log w there, (...): the factors of the integrands, (j, ...).
Factors = Callable[[Array, Array], Array]

# What lies more than so many nats below the integrand's peak is not integrated.
NEGLIGIBLE = 60.0
PANELS = 4
_PANEL, _PANEL_WEIGHTS = np.polynomial.legendre.leggauss(20)
NODES = ((np.arange(PANELS)[:, np.newaxis] + 0.5 * (1.0 + _PANEL)) / PANELS).ravel()
NODE_WEIGHTS = np.tile(0.5 * _PANEL_WEIGHTS / PANELS, PANELS)
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class WeightLine:
    """The pair along its one direction, and how the function's argument depends on it."""

    delta: float
    eigenvalue: float  # lam
    excess: float  # lam - 1
    margin: float  # 2 - lam
    log_eigenvalue: float
    start: float
    end: float  # the mean of the argument under p
    slope: float
    noise: float  # 0 or more; 0 in one dimension

    def log_weight(self, y: Array) -> Array:
        """log w(y)."""
        if abs(self.excess) < NEAR:
            along = (self.excess * y**2 + 2.0 * self.delta * y - self.delta**2) / self.eigenvalue
        else:
            # For a narrow p far from q the terms above cancel.
            along = y**2 - (y - self.delta) ** 2 / self.eigenvalue
        return np.asarray(0.5 * (along - self.log_eigenvalue))

    def crossings(self, log_c: Array) -> tuple[Array, Array]:
        """The two y where log w = log_c, (n,) each, the lower first; -inf or inf for a missing
        one. Where there is none they coincide, or hold the whole line between them, so that for
        lam >= 1 w <= c is what lies between, and for lam < 1 what lies outside."""
        # excess y^2 + 2 delta y - rest = 0
        rest = self.delta**2 + self.eigenvalue * (self.log_eigenvalue + 2.0 * log_c)
        inside = self.delta**2 + self.excess * (self.log_eigenvalue + 2.0 * log_c)
        root = math.sqrt(self.eigenvalue) * np.sqrt(np.maximum(inside, 0.0))
        larger = -(self.delta + math.copysign(1.0, self.delta) * root)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            far, near = larger / self.excess, -rest / larger
        if self.excess == 0.0:
            if self.delta == 0.0:
                whole = np.where(log_c >= 0.0, np.inf, 0.0)
                return -whole, whole
            near = 0.5 * rest / self.delta
            far = np.full_like(near, -math.copysign(math.inf, self.delta))
        elif self.delta == 0.0:
            far = root / abs(self.excess)
            near = -far
        # No crossing: the weights are all above c (lam > 1) or all below (lam < 1).
        middle = -self.delta / self.excess if self.excess else 0.0
        none = inside < 0.0
        low, high = np.minimum(far, near), np.maximum(far, near)
        return np.where(none, middle, low), np.where(none, middle, high)

    def integrals(
        self,
        power: int,
        low: Array,
        high: Array,
        factors: Factors,
        breaks: ArrayLike = (),
        log_scale: ArrayLike = 0.0,
    ) -> Array:
        """exp(log_scale) times the integral of w^power q(y) factors(y, log w) over (low, high),
        for each interval, (n,) -> (j, n).

        Between ``breaks`` the factors are smooth. Each piece between breaks and the peak is
        integrated from its larger end as far as it counts, by Gauss and Legendre's rule. The
        interval must be finite where the integrand does not fall off: power 2 for lam >= 2.
        """
        a, b = self._pieces(power, low, high, np.asarray(breaks, dtype=float))
        with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
            from_b = np.isinf(a) | (
                np.isfinite(b) & (self._exponent(power, b) > self._exponent(power, a))
            )
            start = np.where(from_b, b, a)
            length = np.where(b > a, np.minimum(b - a, self._reach(power, start)), 0.0)
            step = np.where(from_b, -length, length)
            start = np.where(length > 0.0, start, 0.0)
            y = start[..., np.newaxis] + step[..., np.newaxis] * NODES
            scale = np.reshape(log_scale, (-1, 1, 1))
            density = np.exp(self._exponent(power, y) + scale)
            density *= length[..., np.newaxis] * NODE_WEIGHTS
            values = density * factors(y, self.log_weight(y))
            # Where nothing is to be integrated the factors may be infinite.
            return np.asarray(np.sum(np.where(density > 0.0, values, 0.0), axis=(2, 3)))

    def to_line(self, t: ArrayLike) -> Array:
        """y where t = start + slope y; only for noise = 0 and a slope that is not 0."""
        return (np.asarray(t, dtype=float) - self.start) / self.slope

    def _precision(self, power: int) -> float:
        return {0: 1.0, 1: 1.0 / self.eigenvalue, 2: self.margin / self.eigenvalue}[power]

    def _exponent(self, power: int, y: Array) -> Array:
        """log of w^power q."""
        log_q = -0.5 * y**2 - HALF_LOG_2PI
        if power == 0:
            return np.asarray(log_q)
        log_p = -0.5 * ((y - self.delta) ** 2 / self.eigenvalue + self.log_eigenvalue)
        log_p -= HALF_LOG_2PI
        return np.asarray(log_p if power == 1 else 2.0 * log_p - log_q)

    def _reach(self, power: int, start: Array) -> Array:
        """How far from there the exponent has fallen by NEGLIGIBLE; inf if it never does."""
        precision = self._precision(power)
        slope = np.abs(precision * start - power * self.delta / self.eigenvalue)
        inside = slope**2 + 2.0 * NEGLIGIBLE * precision
        reach = 2.0 * NEGLIGIBLE / (slope + np.sqrt(np.maximum(inside, 0.0)))
        return np.asarray(np.where(inside < 0.0, np.inf, reach))

    def _pieces(self, power: int, low: Array, high: Array, breaks: Array) -> tuple[Array, Array]:
        precision = self._precision(power)
        peak = power * self.delta / self.eigenvalue / precision if precision else 0.0
        inner = np.sort(np.append(breaks, peak)) if math.isfinite(peak) else np.sort(breaks)
        inner = np.clip(inner, low[:, np.newaxis], np.maximum(low, high)[:, np.newaxis])
        edges = np.column_stack([low, inner, np.maximum(low, high)])
        return edges[:, :-1], edges[:, 1:]


def weight_line(p: Gaussian, q: Gaussian, direction: ArrayLike | None = None) -> WeightLine | None:
    """The reduction to one direction, or None where the weights depend on more.

    Always in one dimension; in more, for equal covariances (the direction of the shift) and for
    pairs that differ along a single one. Raises ParameterError as `projection` does.
    """
    pair, along = relative(p, q), projection(p, q, direction)
    axis = _axis(pair, along.relative_slopes)
    if axis is None:
        return None
    slopes = along.relative_slopes
    i = int(np.argmax(np.abs(axis))) if np.count_nonzero(axis) == 1 else None
    excess = 0.0 if i is None else float(pair.excess[i])
    slope = float(axis @ slopes)
    aside = slopes - slope * axis
    return WeightLine(
        delta=float(axis @ pair.shift),
        eigenvalue=1.0 if i is None else float(pair.eigenvalues[i]),
        excess=excess,
        margin=1.0 if i is None else float(pair.margin[i]),
        log_eigenvalue=0.0 if i is None else float(pair.log_eigenvalues[i]),
        start=along.q_mean,
        end=along.p_mean,
        slope=slope,
        noise=math.hypot(*aside.tolist()) if len(aside) > 1 else 0.0,
    )


def _axis(pair: Relative, slopes: Array) -> Array | None:
    """The unit vector in the eigenbasis that the weights depend on, or None."""
    if pair.dimension == 1:
        return np.ones(1)
    norm = math.hypot(*pair.shift.tolist())
    if not np.any(pair.excess):
        if norm > 0.0:
            return np.asarray(pair.shift / norm)
        return np.asarray(slopes / np.linalg.norm(slopes))
    active = (pair.excess != 0.0) | (pair.shift != 0.0)
    return active.astype(float) if np.count_nonzero(active) == 1 else None
