"""Standard errors of the weights page from the exact law, where samples show too small ones.

A sample of skewed weights misses the largest more often than not, and then shows both too small
a mean and too small an error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from engine.divergence.kl_estimators import Estimate
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import Projection, projection
from engine.gaussian.relative import relative
from engine.weights.estimates import WeightedEstimates
from engine.weights.exact.estimates import ExactEstimates
from engine.weights.exact.powers import (
    LARGEST_LOG,
    LARGEST_SKEWNESS,
    RARE,
    SAMPLE_READS_LOW,
    ess_fraction_error,
    mean_skewness,
    reverse_kl_variance,
    weight_power,
)
from engine.weights.importance import WeightLimits

LEFT_BY_ROUNDING = 1e-9  # of a difference of moments, as a share of the larger
# Distances from the point of f, in standard deviations.
BESIDE = np.geomspace(1e-9, 60.0, 400)
LOG_ROOT_2PI = 0.5 * math.log(2.0 * math.pi)
NODES = np.linspace(-12.0, 12.0, 2_401)
INFINITE = "its variance is infinite: the error cannot be trusted"
Moments = tuple[float, float, float, float]
SLOW = "E w⁴ is infinite: it settles more slowly than 1/√n, and the error cannot be trusted"


@dataclass(frozen=True, slots=True)
class TailErrors:
    """What the law says of the errors of n samples; None where the samples say it as well."""

    trust: str  # what is wrong with the errors of means of w, or ""
    value_trust: str  # with those of means of w f
    square_trust: str  # with those of means of w^2
    ess: float | None  # of ESS / n
    variance: float | None  # of the sample variance of w f


def tail_errors(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: ArrayLike | None, n: int
) -> TailErrors:
    """Raises ParameterError when dimensions differ."""
    skewness, square = (mean_skewness(p, q, n, power) for power in (1, 2))
    trust = RARE if skewness > LARGEST_SKEWNESS else ""
    heavy = value_skewness(p, q, f, direction, n) > LARGEST_SKEWNESS
    value_trust = RARE if heavy else trust
    if relative(p, q).diverges(2.0):
        trust = value_trust = INFINITE
    variance = sample_variance_error(p, q, f, direction, n)
    if square <= SAMPLE_READS_LOW:
        return TailErrors(trust, value_trust, "", None, variance)
    slow = SLOW if relative(p, q).diverges(4.0) else RARE if square > LARGEST_SKEWNESS else ""
    return TailErrors(trust, value_trust, slow, ess_fraction_error(p, q, n), variance)


def with_exact_errors(
    found: WeightedEstimates,
    p: Gaussian,
    q: Gaussian,
    exact: ExactEstimates | None,
    limits: WeightLimits,
) -> WeightedEstimates:
    """The estimates with the errors of the law, where the weights are so skewed that their sample
    reads low. That of w truncated at sqrt n or smoothed is the one without: it is no larger."""
    if mean_skewness(p, q, found.n) <= SAMPLE_READS_LOW:
        return found
    plain = self_normalised = math.nan
    if exact is not None:
        plain, self_normalised = exact.plain_variance, exact.self_normalised_variance

    def known(estimate: Estimate, variance: float, finite: bool = False) -> Estimate:
        if math.isnan(variance) or (finite and math.isinf(variance)):
            return estimate
        return Estimate(estimate.value, math.sqrt(variance / found.n))

    return replace(
        found,
        plain=known(found.plain, plain),
        self_normalised=known(found.self_normalised, self_normalised),
        truncated=known(found.truncated, plain, finite=True),
        pareto_smoothed=known(found.pareto_smoothed, self_normalised, finite=True),
        mean_weight=known(found.mean_weight, limits.chi_square),
        kl_pq=known(found.kl_pq, reverse_kl_variance(p, q)),
    )


def sample_variance_error(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: ArrayLike | None, n: int
) -> float | None:
    """Standard error of the sample variance of y = w f: sqrt([mu4 - mu2^2 (n-3)/(n-1)] / n), mu
    the central moments of y under q; infinite where E w^4 is, None where rounding leaves none."""
    first, second, third, fourth = value_moments(p, q, f, direction)
    if math.isinf(fourth):
        return math.inf
    square = first * first  # a power of a large double raises, a product is infinite
    centred = fourth - 4.0 * first * third + 6.0 * square * second - 3.0 * square * square
    variance = second - first * first
    spread = centred - variance * variance * ((n - 3.0) / (n - 1.0))
    if not math.isfinite(spread):
        return math.inf
    return math.sqrt(spread / n) if spread > LEFT_BY_ROUNDING * fourth else None


def value_skewness(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: ArrayLike | None, n: int
) -> float:
    """Size of the skewness of the mean of w f over n samples; infinite where E w^3 is."""
    first, second, third, _ = value_moments(p, q, f, direction)
    variance = second - first * first
    if variance <= LEFT_BY_ROUNDING * second:
        return 0.0
    if not third < 1e200:
        return math.inf
    size = abs(third - 3.0 * second * first + 2.0 * first * first * first)
    return float(size / variance / math.sqrt(variance * n))


def value_moments(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: ArrayLike | None
) -> Moments:
    """E_q (w f)^m for m = 1 to 4, to two digits at least; infinite where E_q w^m is."""
    return _value_moments(p, q, f, tuple(projection(p, q, direction).direction.tolist()))


@lru_cache(maxsize=8)
def _value_moments(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: tuple[float, ...]
) -> Moments:
    along = projection(p, q, direction)
    first, second, third, fourth = (_value_moment(p, q, f, along, order) for order in (1, 2, 3, 4))
    return first, second, third, fourth


def _value_moment(
    p: Gaussian, q: Gaussian, f: TestFunction, along: Projection, order: int
) -> float:
    power = weight_power(p, q, float(order))
    if power is None or not power.log_mass < LARGEST_LOG:
        return math.inf
    mean = along.q_mean + float(along.relative_slopes @ power.mean)
    std = math.sqrt(float(along.relative_slopes**2 @ power.variance))
    return _tilted_mean(f, order, mean, std, power.log_mass)


def _tilted_mean(f: TestFunction, order: int, mean: float, std: float, log_mass: float) -> float:
    """exp(log_mass) E f(t)^order, t ~ N(mean, std^2), by the trapezoidal rule; with nodes beside
    the point of f as well, for f may be 0 but far out in the tail."""
    beside = (f.point - mean) / std + np.concatenate((-BESIDE[::-1], BESIDE))
    u = np.unique(np.concatenate((NODES, beside)))
    with np.errstate(over="ignore", under="ignore"):
        values, one = np.exp(log_mass - 0.5 * u * u - LOG_ROOT_2PI), f(mean + std * u)
        for _ in range(order):  # far quicker than a power
            values *= one
        values[~np.isfinite(values)] = 0.0  # the density underflows where f overflows
        return float(np.sum(np.diff(u) * 0.5 * (values[1:] + values[:-1])))
