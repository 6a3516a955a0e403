"""Exact moments of the estimators k1, k2, k3 of KL(q||p), sample by sample, x ~ q.

With log w = log p(x) - log q(x): k1 = -log w, k2 = (log w)^2 / 2, k3 = w - 1 - log w. Under q
the log-ratio is a quadratic form in standard normals, so its cumulants and those of w are sums
over the coordinates of `engine.gaussian.relative`. Source of the estimators: Schulman,
"Approximating KL Divergence" (2020).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.divergence.closed_forms import jeffreys, kl, log1p_chi_square
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import Relative, relative
from engine.numerics.small_differences import (
    expm1_minus_x,
    log1p_minus_two_terms,
    x_minus_log1p,
)

# Above this chi^2 the forms around c = 0 are the accurate ones, below it those around c = 1.
LARGE_CHI_SQUARE = 1.0


@dataclass(frozen=True, slots=True)
class EstimatorMoments:
    """Exact moments of one sample of an estimator of KL(q||p), in nats."""

    mean: float
    variance: float
    bias: float  # mean - KL(q||p), computed without the subtraction
    std: float  # the square root of the variance, finite also where that is above 1.8e308


@dataclass(frozen=True, slots=True)
class ExactMoments:
    """Exact moments of k1, k2, k3 and what the control variate k1 + c (w - 1) needs."""

    k1: EstimatorMoments
    k2: EstimatorMoments
    k3: EstimatorMoments
    chi_square: float  # Var_q w; infinite for lam >= 2 and where it overflows
    jeffreys: float  # KL(p||q) + KL(q||p) = -Cov(k1, w)
    best_control: float  # c with the smallest variance: jeffreys / chi_square
    best_variance: float  # the variance of k1 + c (w - 1) at that c


@lru_cache(maxsize=16)
def exact_moments(p: Gaussian, q: Gaussian) -> ExactMoments:
    """Exact mean, variance and bias of k1, k2, k3 under x ~ q, for KL(q||p), in nats.

    Var k1 = V1 = (1/2) tr[((S_p^-1 - S_q^-1) S_q)^2] + D' S_p^-1 S_q S_p^-1 D, always finite;
    E k2 = (KL^2 + V1) / 2; Var k2 from the first four cumulants of log w;
    Var k3 = chi^2 + V1 - 2 J, infinite when lam >= 2 (lam the largest eigenvalue of
    S_q^-1 S_p), computed as a sum of positive terms. ``math.inf`` also stands for a variance
    above 1.8e308. For p = q every variance is 0 and ``best_control`` is its limit, 1.
    Raises ParameterError when the dimensions differ.
    """
    mean = kl(q, p)
    with np.errstate(all="ignore"):
        # NaN stands for a difference or product of overflowed terms.
        v1, v2, bias2 = (_or_infinite(x) for x in _polynomial_moments(relative(q, p), mean))
        v3, extra = (_or_infinite(x) for x in _exponential_moments(p, q))
    logarithm = log1p_chi_square(p, q)
    chi_square = _expm1(logarithm)
    best_control, best_variance = _best_control(v1, v3, extra, logarithm, jeffreys(p, q))
    return ExactMoments(
        k1=EstimatorMoments(mean, v1, 0.0, math.sqrt(v1)),
        k2=EstimatorMoments(mean + bias2, v2, bias2, math.sqrt(v2)),
        # Nothing counts beside a chi^2 that overflows.
        k3=EstimatorMoments(mean, v3, 0.0, math.sqrt(v3) if v3 < math.inf else _root(logarithm)),
        chi_square=chi_square,
        jeffreys=jeffreys(p, q),
        best_control=best_control,
        best_variance=best_variance,
    )


def control_variate_variance(p: Gaussian, q: Gaussian, c: ArrayLike) -> Array:
    """Variance of one k1 + c (w - 1), x ~ q, for each c (any shape); k1 is c = 0, k3 is c = 1.

    V1 - 2 c J + c^2 chi^2, computed as the variance at the best c* = J / chi^2 plus
    chi^2 (c - c*)^2. Infinite for every c but 0 when chi^2 is infinite.
    """
    moments = exact_moments(p, q)
    values = np.asarray(c, dtype=float)
    if math.isinf(moments.chi_square):
        return np.where(values == 0.0, moments.k1.variance, math.inf)
    with np.errstate(over="ignore", under="ignore"):
        if moments.chi_square > LARGE_CHI_SQUARE:
            distance = values - moments.best_control
        else:
            _, extra = _exponential_moments(p, q)
            shortfall = extra / moments.chi_square if moments.chi_square > 0.0 else 0.0
            distance = (values - 1.0) + shortfall
        variance: Array = moments.best_variance + moments.chi_square * distance**2
    return variance


def _polynomial_moments(pair: Relative, mean: float) -> tuple[float, float, float]:
    """Var k1, Var k2 and the bias of k2, from k1 = const + sum_i a_i y_i^2 + b_i y_i with y
    standard normal under q; ``pair`` is relative(q, p)."""
    lam = pair.eigenvalues
    a, square = 0.5 * pair.excess, pair.shift**2 * lam
    second = float(np.sum(2.0 * a**2 + square))
    third = float(np.sum(8.0 * a**3 + 6.0 * a * square))
    fourth = float(np.sum(48.0 * a**4 + 48.0 * a**2 * square))
    # Var X^2 of a variable X with these cumulants; k2 = X^2 / 2.
    variance = fourth + 4.0 * mean * (third + mean * second) + 2.0 * second * second
    # An eigenvalue near 0 has its logarithm from the pair, for its excess is rounded to -1.
    e, near = pair.excess, np.abs(pair.excess) < 0.5
    plain = pair.log_eigenvalues - e + 0.5 * e**2
    cubic = np.where(near, log1p_minus_two_terms(np.where(near, e, 0.0)), plain)
    bias = 0.5 * (mean * mean + float(np.sum(cubic + pair.shift**2 * e)))
    return second, 0.25 * variance, bias


def _exponential_moments(p: Gaussian, q: Gaussian) -> tuple[float, float]:
    """Var k3 and chi^2 - J, both infinite when chi^2 is.

    With S = log(1 + chi^2), Var k3 = [exp(S) - 1 - S] + [S + V1 - 2 J], where the second bracket
    is a sum of positive terms of third order or higher; chi^2 - J likewise.
    """
    pair = relative(p, q)
    if pair.diverges(2.0):
        return math.inf, math.inf
    e, lam, margin, square = pair.excess, pair.eigenvalues, pair.margin, pair.shift**2
    near = np.abs(e) < 0.5
    logs = np.where(
        near,
        x_minus_log1p(np.where(near, -(e**2), 0.0)),
        -pair.log_eigenvalues - np.log(margin) - e**2,
    )
    beyond = float(expm1_minus_x(log1p_chi_square(p, q)))
    variance = beyond + float(
        np.sum(square * e**2 * (3.0 + e) / (margin * lam**2) + 0.5 * (e**2 / lam) ** 2 + 0.5 * logs)
    )
    extra = beyond + float(
        np.sum(0.5 * logs + 0.5 * e**3 / lam + 0.5 * square * e * (3.0 + e) / (margin * lam))
    )
    return variance, extra


def _best_control(
    v1: float, v3: float, extra: float, logarithm: float, jeffreys_sum: float
) -> tuple[float, float]:
    """c* = J / chi^2 and the variance there, by the form that keeps its digits."""
    chi_square = _expm1(logarithm)
    if chi_square == 0.0:
        return 1.0, v3
    if math.isinf(chi_square) or math.isinf(v1):
        return jeffreys_sum * math.exp(-logarithm) if jeffreys_sum < math.inf else 0.0, v1
    if chi_square > LARGE_CHI_SQUARE:
        control = jeffreys_sum / chi_square
        return control, max(v1 - control * jeffreys_sum, 0.0)
    return 1.0 - extra / chi_square, max(v3 - extra * (extra / chi_square), 0.0)


def control_variate_std(p: Gaussian, q: Gaussian, c: float) -> float:
    """The square root of `control_variate_variance`, finite also where that is above 1.8e308."""
    std = math.sqrt(float(control_variate_variance(p, q, c)))
    return std if std < math.inf else abs(c) * _root(log1p_chi_square(p, q))


def _root(logarithm: float) -> float:
    """exp(logarithm / 2); infinite above 1.8e308."""
    return math.exp(0.5 * logarithm) if logarithm < 1419.0 else math.inf


def _or_infinite(x: float) -> float:
    return math.inf if math.isnan(x) else x


def _expm1(x: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.expm1(x))
