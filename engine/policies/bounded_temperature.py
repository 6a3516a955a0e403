"""The maximum-entropy policy of a quadratic reward where actions lie between two bounds.

After tanh no policy has an entropy above log 2 an action: a target above it cannot be met, and
the temperature that is adjusted towards it grows without end.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import gammainc

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.numerics.root_finding import root

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
# In units over which the density falls by e; beyond the last lies e^-40 of it.
_STEPS = np.concatenate([np.arange(0.0, 8.0, 0.5), np.arange(8.0, 44.0, 1.0)])
_QUARTERS = np.linspace(0.25, 1.0, 4)
LEAST_ENTROPY = -150.0
ROUNDING = 4e-15
FARTHEST = 400.0  # of log(alpha / curvature)
ROOT_PI = math.sqrt(math.pi)
NEAR, FAR = 0.5, 30.0


class BestPolicy(NamedTuple):
    """exp(-c (a - k)^2 / alpha) / Z: a Gaussian, a truncated one on [low, high]."""

    entropy: float  # nats
    expected_reward: float
    soft_value: float  # alpha log Z = expected_reward + alpha entropy
    spread: float  # the variance of r / alpha: dH / d log alpha
    rounding: float  # a bound on that of the entropy, nats


def bounded_maximum_entropy(
    curvature: float, centre: float, alpha: float, low: float = -1.0, high: float = 1.0
) -> BestPolicy:
    """The best of all policies on [low, high] for r = -curvature (a - centre)^2.

    Raises ParameterError for a curvature or an alpha that is not above 0, and for no room
    between the bounds.
    """
    for field, value in (("curvature", curvature), ("alpha", alpha)):
        if not (math.isfinite(value) and value > 0.0):
            raise ParameterError(field, value, "must be a finite number above 0")
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ParameterError("low", low, "must be less than high")
    if not math.isfinite(centre):
        raise ParameterError("centre", centre, "must be a finite number")
    top = min(max(centre, low), high)  # where the reward is largest
    found = _fall(curvature / alpha, centre, low, high)
    best, log_mass = -curvature * (top - centre) ** 2, math.log(found.mass)
    return BestPolicy(
        entropy=log_mass + found.mean,
        expected_reward=best - alpha * found.mean,
        soft_value=best + alpha * log_mass,
        spread=found.variance,
        rounding=ROUNDING * (1.0 + abs(log_mass) + found.mean),
    )


def log_mass_below_top(
    curvature: float, centre: float, alpha: float, low: float = -1.0, high: float = 1.0
) -> float:
    """log of the integral of exp((r - largest r) / alpha) over [low, high]: log Z without the
    largest reward, which may dwarf it."""
    return math.log(_fall(curvature / alpha, centre, low, high).mass)


def bounded_temperature_for_entropy(
    curvature: float, centre: float, entropy: float, low: float = -1.0, high: float = 1.0
) -> float:
    """The alpha at which the best policy on [low, high] has this entropy, in nats.

    Raises ParameterError for an entropy that is not below log(high - low): only the uniform
    policy has so much, which no finite temperature gives.
    """
    most = math.log(high - low) if high > low else -math.inf
    if not LEAST_ENTROPY < entropy < most:
        allowed = f"must be below log(high - low) = {most:.6g} and above {LEAST_ENTROPY:g}"
        raise ParameterError("entropy", entropy, allowed)

    def excess(log_alpha: float) -> float:
        alpha = math.exp(log_alpha) * curvature
        return bounded_maximum_entropy(curvature, centre, alpha, low, high).entropy - entropy

    lower = upper = 0.0
    while excess(lower) > 0.0 and lower > -FARTHEST:
        lower = max(1.5 * lower - 1.0, -FARTHEST)
    while excess(upper) < 0.0 and upper < FARTHEST:
        upper = min(1.5 * upper + 1.0, FARTHEST)
    try:
        return curvature * math.exp(root(excess, lower, upper))
    except ValueError:
        raise ParameterError("entropy", entropy, "must be farther from the largest") from None


class _Fall(NamedTuple):
    """Of (largest r - r) / alpha: the integral of its negative exponential, and its moments."""

    mass: float
    mean: float
    variance: float


def _fall(rate: float, centre: float, low: float, high: float) -> _Fall:
    """In closed form where the largest reward lies between the bounds, else by quadrature."""
    if low <= centre <= high:
        return _fall_around(rate, (centre - low, high - centre))
    fall, density = _falls(rate, centre, low, high)
    mass = float(density.sum())
    mean = float(fall @ density) / mass
    return _Fall(mass, mean, float(np.square(fall - mean) @ density) / mass)


def _fall_around(rate: float, rooms: tuple[float, float]) -> _Fall:
    """Of rate s^2 over steps s as far as the rooms on both sides: powers 0, 2 and 4 of s under a
    Gaussian are incomplete gamma functions of 1/2, 3/2 and 5/2, all terms of one sign."""
    root = math.sqrt(rate)
    below, above = _incomplete(min(root * rooms[0], FAR)), _incomplete(min(root * rooms[1], FAR))
    mass, mean = below[0] + above[0], 0.5 * (below[1] + above[1])
    mean /= mass
    variance = 0.75 * (below[2] + above[2]) / mass - mean * mean
    return _Fall(0.5 * ROOT_PI * mass / root, mean, variance)


def _incomplete(x: float) -> tuple[float, float, float]:
    """Regularised lower incomplete gamma functions of 1/2, 3/2 and 5/2 at x^2."""
    square = x * x
    whole = math.erf(x)
    if square < NEAR:  # where the differences below would cancel
        return whole, float(gammainc(1.5, square)), float(gammainc(2.5, square))
    step = 2.0 / ROOT_PI * x * math.exp(-square)
    first = whole - step
    return whole, first, first - step * square / 1.5


def _falls(rate: float, centre: float, low: float, high: float) -> tuple[Array, Array]:
    """(largest r - r) / alpha at nodes, and their weights times its exponential, (n,) each."""
    top = min(max(centre, low), high)
    # From there the exponent falls by rate (step^2 + 2 |top - centre| step).
    slope = 2.0 * rate * abs(top - centre)
    unit = 2.0 / (slope + math.sqrt(slope * slope + 4.0 * rate))
    step, weight = _nodes(top, unit, low, high)
    fall = rate * step
    step += 2.0 * (top - centre)
    fall *= step
    with np.errstate(under="ignore"):
        weight *= np.exp(-fall)
    return fall, weight


def _nodes(top: float, unit: float, low: float, high: float) -> tuple[Array, Array]:
    """Steps from ``top`` to both sides as far as the density counts, and their weights, (n,)."""
    units = unit * _STEPS
    below, above = _edges(units, top - low), _edges(units, high - top)
    starts, ends = (
        np.concatenate((below[:-1], above[:-1])),
        np.concatenate((below[1:], above[1:])),
    )
    half, middle = 0.5 * (ends - starts)[:, np.newaxis], 0.5 * (ends + starts)[:, np.newaxis]
    step = half * _NODES
    step += middle
    np.negative(step[: len(below) - 1], out=step[: len(below) - 1])
    return step.ravel(), (half * _WEIGHTS).ravel()


def _edges(units: Array, room: float) -> Array:
    """Of the panels on a side with so much room, in order, (k,)."""
    if room <= 0.0:
        return units[:1]
    # No panel is longer than a quarter of the room, for flat densities.
    edges = np.concatenate((units, room * _QUARTERS))
    edges.sort()
    return edges[: edges.searchsorted(min(room, units[-1]), "right")]
