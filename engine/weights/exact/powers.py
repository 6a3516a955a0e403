"""Exact moments of the weights w = p/q under q: what the errors of their sample means rest on.

p^m q^(1-m) is e^log_mass times a Gaussian r, log_mass = log E_q w^m, so that
E_q[w^m h] = E_q[w^m] E_r h. In the eigenbasis of `engine.gaussian.relative`, W = m + (1 - m) lam,
the mean of r is m delta / W, its variance lam / W, and 2 log_mass is the sum over the coordinates
of (1 - m) log lam - log W + m (m - 1) delta^2 / W.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative

LARGEST_LOG = 700.0
LARGEST_LOG_CUBE = 460.0  # of a third moment: a power of 1.5 of it is a double as well
# Below this chi-square the higher moments of w - 1 are lost in rounding; the weights then hardly
# vary.
LEAST_CHI_SQUARE = 1e-3
# From this skewness of a mean over samples on, the error that the samples themselves show reads
# low where their mean does, and the exact one is taken instead: to 1.96 of them a two-sided bar
# misses its 95 % by a quarter of the square of the skewness (Hall 1992, section 2.6).
SAMPLE_READS_LOW = 0.1
# From this one on even the exact error describes no usual run.
LARGEST_SKEWNESS = 4.0
RARE = "a few rare samples carry most of its variance: the error bar cannot be trusted"


@dataclass(frozen=True, slots=True)
class WeightPower:
    """E_q w^m and the Gaussian r that p^m q^(1-m) is proportional to."""

    log_mass: float
    mean: Array  # (d,), of r, in the eigenbasis
    variance: Array  # (d,)


@lru_cache(maxsize=32)
def weight_power(p: Gaussian, q: Gaussian, order: float) -> WeightPower | None:
    """None where E_q w^m, m > 1, is infinite or overflows on the way; raises ParameterError when
    dimensions differ."""
    pair = relative(p, q)
    if pair.diverges(order):
        return None
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        rest = pair.weights(order)
        doubled = (1.0 - order) * pair.log_eigenvalues - np.log(rest)
        doubled += order * (order - 1.0) * pair.shift**2 / rest
        log_mass = 0.5 * float(np.sum(doubled))
        if math.isnan(log_mass):
            return None
        mean, variance = order * pair.shift / rest, pair.eigenvalues / rest
        return WeightPower(log_mass, frozen(mean), frozen(variance))


def raw_moment(p: Gaussian, q: Gaussian, order: float) -> float:
    """E_q w^m; infinite also above e^LARGEST_LOG."""
    power = weight_power(p, q, order)
    if power is None or not power.log_mass < LARGEST_LOG:
        return math.inf
    return math.exp(power.log_mass)


def central_moments(p: Gaussian, q: Gaussian) -> tuple[float, float, float]:
    """E_q (w - 1)^m for m = 2, 3, 4, to absolute rounding errors of the size of 1e-15 E w^m."""
    m2, m3, m4 = (raw_moment(p, q, order) for order in (2.0, 3.0, 4.0))
    third = m3 - 3.0 * m2 + 2.0 if math.isfinite(m3) else math.inf
    fourth = m4 - 4.0 * m3 + 6.0 * m2 - 3.0 if math.isfinite(m4) else math.inf
    return m2 - 1.0, third, fourth


def mean_skewness(p: Gaussian, q: Gaussian, samples: int, power: int = 1) -> float:
    """Size of the skewness of the mean of w^power over so many samples; infinite where
    E w^(3 power) is, 0 for weights that hardly vary."""
    moments = [weight_power(p, q, float(power * order)) for order in (1, 2, 3)]
    logs = [math.inf if each is None else each.log_mass for each in moments]
    # Of w^power over its mean, in logarithms, for the moments themselves may overflow.
    second, third = logs[1] - 2.0 * logs[0], logs[2] - 3.0 * logs[0]
    if second < math.log1p(LEAST_CHI_SQUARE):
        return 0.0
    if not max(second, third) < LARGEST_LOG_CUBE:
        return math.inf
    size = abs(math.exp(third) - 3.0 * math.exp(second) + 2.0)
    return float(size / math.expm1(second) ** 1.5 / math.sqrt(samples))


def ess_fraction_error(p: Gaussian, q: Gaussian, samples: int) -> float | None:
    """Standard error of ESS / n = (mean w)^2 / mean w^2 by the delta method, from the exact law.

    F^2 sqrt([V4 - V2^2 + 4 V2^3 - 4 V2 V3] / n), F = 1 / E w^2, V the central moments of w.
    Infinite where E w^4 is: ESS / n then settles more slowly than 1 / sqrt n. None where the
    weights hardly vary, and their sample says more.
    """
    second, third, fourth = central_moments(p, q)
    if second < LEAST_CHI_SQUARE:
        return None
    if math.isinf(fourth):
        return math.inf
    # Divided factor by factor, for the products may overflow.
    whole = 1.0 + second
    share = second / whole
    spread = fourth / whole / whole / whole / whole - (share / whole) * (share / whole)
    spread += 4.0 * share * share * share / whole - 4.0 * share * (third / whole / whole / whole)
    return math.sqrt(max(spread, 0.0) / samples)


def reverse_kl_variance(p: Gaussian, q: Gaussian) -> float:
    """Var_q (w log w) = E_q w^2 E_r (log w)^2 - KL(p||q)^2; infinite where E w^2 is.

    With y = mean_r + sqrt(variance_r) u, log w = c + sum_i a_i y_i^2 + b_i y_i, a = (1 - 1/lam)/2,
    b = delta / lam.
    """
    power = weight_power(p, q, 2.0)
    if power is None or not power.log_mass < LARGEST_LOG:
        return math.inf
    pair = relative(p, q)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        a = 0.5 * pair.excess / pair.eigenvalues
        b = pair.shift / pair.eigenvalues
        mean = a * (power.mean**2 + power.variance) + b * power.mean
        mean -= 0.5 * (b * pair.shift + pair.log_eigenvalues)
        slope = 2.0 * a * power.mean + b
        spread = 2.0 * (a * power.variance) ** 2 + slope**2 * power.variance
        total = float(np.sum(mean))
        square = total * total + float(np.sum(spread))
        variance = math.exp(power.log_mass) * square - pair.kl * pair.kl
    return max(variance, 0.0) if math.isfinite(variance) else math.inf
