"""What the gradients of the importance-weighted bound L_K tend to as K grows, exactly.

With r = w / p(x), E r = 1, and g, h the derivatives of log w through everything and through z
alone, the usual encoder gradient sum r g / sum r has for large K the mean -E r^2 g / K and the
variance E r^2 g^2 / K, the doubly reparameterised one sum r^2 h / (sum r)^2 the mean E r^2 h / K
and the variance Var(r^2 h - 2 A r) / K^3, A = E r^2 h; the model's gradient by the mean of the
prior sum r z / sum r / tau^2 has a mean that does not shrink, and the variance
E r^2 (z - m)^2 / (K tau^4), m the mean of the posterior. So their signal to noise goes with
K^(-1/2), K^(1/2) and K^(1/2) (Rainforth et al., arXiv 1802.04537; Tucker et al., arXiv
1810.04152). All are moments of r^a under q: those of a Gaussian, times a constant.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.divergence.evidence_bound import EvidenceBound

# Moments beyond it are called infinite; the ratio of two of them may be a number still.
LARGEST_LOG = 600.0
EPSILON = 2.0**-48
NORMAL = 1.0, 0.0, 1.0, 0.0, 3.0, 0.0, 15.0  # moments


@dataclass(frozen=True, slots=True)
class SignalLimit:
    """|mean| / std of one estimate tends to ``factor`` K^``power``; NaN where moments diverge,
    infinite where there is no noise."""

    factor: float
    power: float
    rounding: float = 1e-13  # of the factor, as a share of it

    def at(self, k: Array) -> Array:
        """At large K, elementwise."""
        return np.asarray(self.factor * np.asarray(k, dtype=float) ** self.power)


@dataclass(frozen=True, slots=True)
class _Tilted:
    """E r^a f(u) = exp(log_mass) E f under N(mean, std^2)."""

    log_mass: float
    mean: float
    variance: float

    def moment(self, *factors: Array) -> float:
        """E of a product of polynomials in u, by their coefficients from the lowest, times the
        mass; about the mean, where the squares that it is made of do not cancel."""
        total = [1.0]
        for each in factors:
            total = _multiplied(total, self._about_mean(each.tolist()))
        even = sum(c * moment for c, moment in zip(total, NORMAL, strict=False))
        return math.exp(self.log_mass) * even

    def rounding(self, coefficients: Array) -> float:
        """A bound on that of `moment` of one polynomial, as a share of it."""
        size = _Tilted(self.log_mass, abs(self.mean), self.variance).moment(np.abs(coefficients))
        mean = abs(self.moment(coefficients))
        return EPSILON * size / mean if mean > 0.0 else math.inf

    def _about_mean(self, coefficients: list[float]) -> list[float]:
        """Of the standard normal that u less its mean is made of."""
        found, n = [], len(coefficients)
        for power in range(n):
            shifted = sum(
                math.comb(i, power) * coefficients[i] * self.mean ** (i - power)
                for i in range(power, n)
            )
            found.append(shifted * self.variance ** (0.5 * power))
        return found


@lru_cache(maxsize=16)
def signal_limits(bound: EvidenceBound) -> dict[str, dict[str, SignalLimit]]:
    """By estimator and parameter, as `importance_gradients.importance_gradients` names them."""
    ratio, sigma = bound.log_ratio, float(bound.q.std[0])
    b, c = ratio.slope, ratio.bend
    through = {"mu": np.array([1.0 / sigma]), "log_sigma": np.array([0.0, 1.0])}
    by_z, whole = np.array([b, 2.0 * c]), np.array([b, -bound.rho])
    found: dict[str, dict[str, SignalLimit]] = {"pathwise": {}, "doubly_reparameterised": {}}
    for name, dz in through.items():
        h, g = _product(by_z, dz), _product(whole, dz)
        if name == "log_sigma":
            g = g + np.array([1.0, 0.0, 0.0])
        found["pathwise"][name] = _encoder(bound, g)
        found["doubly_reparameterised"][name] = _doubly(bound, h)
    found["model"] = {"prior_mean": _model(bound)}
    return found


def _tilted(bound: EvidenceBound, a: int) -> _Tilted | None:
    """None where E r^a is infinite, or so large that it could as well be."""
    b, c = bound.log_ratio.slope, bound.log_ratio.bend
    margin = 1.0 - 2.0 * a * c
    if margin <= 0.0:
        return None
    mean, variance = a * b / margin, 1.0 / margin
    # Of r = sqrt(rho) exp(u^2 / 2 - rho (u - b / rho)^2 / 2); nothing in it cancels.
    log_mass = 0.5 * (a * math.log(bound.rho) - math.log(margin))
    log_mass += 0.5 * a * (a - 1) * (b / bound.rho) * (b / margin)
    return _Tilted(log_mass, mean, variance) if log_mass < LARGEST_LOG else None


def _encoder(bound: EvidenceBound, g: Array) -> SignalLimit:
    second = _tilted(bound, 2)
    if second is None:
        return SignalLimit(math.nan, -0.5)
    mean, square = second.moment(g), second.moment(g, g)
    if not square > 0.0:
        return SignalLimit(math.inf, -0.5)
    return SignalLimit(abs(mean) / math.sqrt(square), -0.5, second.rounding(g))


def _doubly(bound: EvidenceBound, h: Array) -> SignalLimit:
    second, third, fourth = (_tilted(bound, a) for a in (2, 3, 4))
    if second is None or third is None or fourth is None:
        return SignalLimit(math.nan, 0.5)
    mean = second.moment(h)
    square = fourth.moment(h, h)
    cross = third.moment(h) - mean
    spread = second.moment(np.array([1.0])) - 1.0
    variance = square - mean**2 - 4.0 * mean * cross + 4.0 * mean**2 * spread
    size = square + mean**2 + 4.0 * abs(mean * cross) + 4.0 * mean**2 * (spread + 1.0)
    if not variance > EPSILON * size:
        return SignalLimit(math.inf if mean != 0.0 else math.nan, 0.5)
    rounding = EPSILON * size / variance + second.rounding(h)
    return SignalLimit(abs(mean) / math.sqrt(variance), 0.5, rounding)


def _model(bound: EvidenceBound) -> SignalLimit:
    second = _tilted(bound, 2)
    if second is None:
        return SignalLimit(math.nan, 0.5)
    sigma, middle = float(bound.q.std[0]), float(bound.posterior.mean[0])
    away = np.array([float(bound.q.mean[0]) - middle, sigma])
    square = second.moment(away, away)
    return SignalLimit(abs(middle) / math.sqrt(square) if square > 0.0 else math.nan, 0.5)


def _product(first: Array, second: Array) -> Array:
    """Of two polynomials, from the lowest coefficient."""
    return np.array(_multiplied(first.tolist(), second.tolist()))


def _multiplied(first: list[float], second: list[float]) -> list[float]:
    """The same of lists: so short that arrays would only take longer."""
    found = [0.0] * (len(first) + len(second) - 1)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            found[i + j] += a * b
    return found
