"""Moments of tanh(u) for u ~ N(mean, std^2), by quadrature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.squash.jacobian import log_one_minus_tanh_squared
from engine.squash.quadrature import Nodes, nodes


@dataclass(frozen=True, slots=True)
class TanhMoments:
    """Expectations over u ~ N(mean, std^2), t = tanh(u)."""

    mean: float  # E t
    to_low: float  # E (1 + t), with its relative digits
    to_high: float  # E (1 - t), with its relative digits
    variance: float  # Var t
    log_jacobian: float  # E log(1 - t^2) in nats
    jacobian: float  # E (1 - t^2): the area of the density that leaves the Jacobian out
    log_area: float  # ln of that, where it is next to 1 and where it underflows


@lru_cache(maxsize=512)
def tanh_moments(mean: float, std: float) -> TanhMoments:
    """The moments for a finite mean and std > 0; relative accuracy about 1e-13.

    The variance comes from t - tanh(mean), which is found without cancellation, so it keeps its
    digits for a std of 1e-12 and for a mean whose tanh rounds to 1.
    """
    grid = nodes(mean, std)
    difference = _tanh_difference(mean, grid.step, grid.u)
    shift = grid.expectation(difference) if mean else 0.0  # odd about 0
    log_slope = log_one_minus_tanh_squared(grid.u)
    return TanhMoments(
        mean=_mean(mean, std, grid),
        to_low=2.0 * grid.expectation(_share(grid.u)),
        to_high=2.0 * grid.expectation(_share(-grid.u)),
        variance=grid.expectation((difference - shift) ** 2),
        log_jacobian=grid.expectation(log_slope),
        jacobian=_jacobian(grid),
        log_area=_log_area(mean, std, grid),
    )


def tanh_jacobian(mean: float, std: float) -> float:
    """E (1 - t^2) alone, as `tanh_moments` has it."""
    return _jacobian(nodes(mean, std))


def _jacobian(grid: Nodes) -> float:
    return 4.0 * grid.expectation(_share(grid.u) * _share(-grid.u))


def _mean(mean: float, std: float, grid: Nodes) -> float:
    """E tanh(u), the values at u and -u taken together: E [tanh(u) (1 - exp(-2 mean u / std^2));
    u > 0] for mean > 0, a sum of one sign."""
    side = grid.u if mean >= 0.0 else -grid.u
    # As of a density at -u beside that at u.
    share = -np.expm1(-2.0 * (abs(mean) / std) * np.maximum(side, 0.0) / std)
    return math.copysign(grid.expectation(np.tanh(np.maximum(side, 0.0)) * share), mean)


def _log_area(mean: float, std: float, grid: Nodes) -> float:
    """ln E (1 - t^2) = -s m + s^2 std^2 / 2 + ln E (1 - t^2) exp(s u) under N(m - s std^2, std^2),
    m = |mean|, with the s that brings the mass of the integrand to the nodes."""
    square = grid.expectation(np.square(np.tanh(grid.u)))
    if square < 0.5:
        return math.log1p(-square)
    size = abs(mean)
    slope = min(2.0, size / std / std)
    moved = nodes(max(size - 2.0 * std * std, 0.0), std)
    log_values = log_one_minus_tanh_squared(moved.u) + slope * moved.u
    level = moved.expectation(np.exp(log_values))
    return slope * (0.5 * slope * std * std - size) + math.log(level)


def _share(u: Array) -> Array:
    """(1 + tanh u) / 2 = 1 / (1 + exp(-2u))."""
    decay = np.exp(-2.0 * np.abs(u))
    return np.asarray(np.where(u >= 0.0, 1.0, decay) / (1.0 + decay))


def _tanh_difference(x: float, y: Array, u: Array) -> Array:
    """tanh(u) - tanh(x) = sinh(y) / (cosh(x) cosh(u)) for u = x + y, with its relative digits."""
    size = np.abs(u)
    # exp(|y| - |x| - |u|): no more than 1, and 1 when x and u lie on either side of 0.
    decay = np.where(np.sign(u) == np.sign(x), np.exp(-2.0 * np.minimum(abs(x), size)), 1.0)
    scale = -2.0 * np.expm1(-2.0 * np.abs(y)) * decay
    product = (1.0 + np.exp(-2.0 * abs(x))) * (1.0 + np.exp(-2.0 * size))
    return np.asarray(np.sign(y) * scale / product)
