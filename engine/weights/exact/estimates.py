"""The exact mean and variance of the estimates of E_p f, for f of one direction, in any dimension.

E_q[w^2 h] = (1 + chi^2) E_r h with r = N(m, S) proportional to p^2/q, which is a Gaussian too: in
the eigenbasis of `engine.gaussian.relative` its mean is 2 delta / (2 - lam), its variance
lam / (2 - lam).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.divergence.closed_forms import log1p_chi_square
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import Projection, projection
from engine.gaussian.relative import relative
from engine.weights.exact.line import weight_line
from engine.weights.exact.line_function import truth_of
from engine.weights.exact.line_moments import TINY, LineMoments

# What a few roundings of a logarithm do to its exponential, times 1 + its size.
ROUNDING = 8.0 * 2.0**-52


@dataclass(frozen=True, slots=True)
class ExactEstimates:
    """What n samples of q give, f being estimated under p; variances are those of one sample.

    Infinite where the variance of the weights is (unless w (f - E_p f) is 0 everywhere), and
    where it is above 1.8e308.
    """

    mean: float  # E_p f
    variance: float  # Var_p f
    plain_variance: float  # Var_q(w f); the estimate's is this / n
    # The same for sum w f / sum w, to leading order in 1/n:
    self_normalised_variance: float  # E_q[w^2 (f - E_p f)^2]
    self_normalised_bias: float  # -E_q[w^2 (f - E_p f)]
    # Square roots, which may be doubles where the variances are none:
    plain_std: float
    self_normalised_std: float
    # Bounds on the rounding errors of the values of these names:
    plain_variance_error: float = 0.0
    plain_std_error: float = 0.0
    self_normalised_std_error: float = 0.0
    self_normalised_bias_error: float = 0.0


def exact_estimates(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: ArrayLike | None = None
) -> ExactEstimates:
    """Of the plain estimate (1/n) sum w f and the self-normalised sum w f / sum w.

    Var_q(w f) = E_q[(w f)^2] - (E_p f)^2, computed from g = f - E_p f as
    mu^2 chi^2 + 2 mu E_q[w^2 g] + E_q[w^2 g^2]. For the self-normalised estimate the leading
    terms in 1/n (the delta method; Owen, Monte Carlo theory, methods and examples, section 9.2).
    ``direction`` is (d,), by default the first axis; raises ParameterError.
    """
    along = projection(p, q, direction)
    truth = truth_of(f, along.p_mean, along.p_std)
    first, second = f.moments(along.p_mean, along.p_std, truth.value)
    variance = max(float(second) - float(first) ** 2, 0.0)
    if f.name == "1":
        return _of_the_weights(log1p_chi_square(p, q))
    if relative(p, q).diverges(2.0):
        plain = _on_the_boundary(p, q, along, f) - truth.value**2
        std = math.sqrt(max(plain, 0.0))
        return ExactEstimates(truth.value, variance, plain, math.inf, math.nan, std, math.inf)
    line = weight_line(p, q, direction) if p.dimension == 1 else None
    if line is not None:
        return _on_the_line(LineMoments(line, f, truth, np.array([math.inf])), variance)
    return _in_many_dimensions(p, q, along, f, truth.value, variance)


def _of_the_weights(logarithm: float) -> ExactEstimates:
    """f = 1, whose self-normalised estimate is always right."""
    chi_square = _expm1(logarithm)
    large = logarithm > 1.0  # then exp(x / 2) sqrt(1 - exp(-x))
    root = math.sqrt(-math.expm1(-logarithm)) if large else math.sqrt(chi_square)
    std = _scaled(root, 0.5 * logarithm) if large else root
    return ExactEstimates(1.0, 0.0, chi_square, 0.0, 0.0, std, 0.0)


def _on_the_line(moments: LineMoments, variance: float) -> ExactEstimates:
    plain = moments.variance("none")
    bias, square = moments.product(), moments.square("none")
    bias_floor = std_floor = 0.0
    if moments.too_small:
        weight = moments.weight("none", 2)
        bias_floor, std_floor = TINY * float(weight.value[0]), TINY * float(weight.root[0])
    return ExactEstimates(
        mean=moments.truth.value,
        variance=variance,
        plain_variance=float(plain.value[0]),
        self_normalised_variance=float(square.value[0]),
        self_normalised_bias=-float(bias.value[0]),
        plain_std=float(plain.root[0]),
        self_normalised_std=float(square.root[0]),
        plain_variance_error=float(plain.value_error[0]),
        plain_std_error=float(plain.root_error[0]),
        self_normalised_std_error=float(square.root_error[0]) + std_floor,
        self_normalised_bias_error=float(bias.value_error[0]) + bias_floor,
    )


def _in_many_dimensions(
    p: Gaussian, q: Gaussian, along: Projection, f: TestFunction, mean: float, variance: float
) -> ExactEstimates:
    """By the difference that cancels less: E_q[(w f)^2] - mean^2, or with g = f - mean
    mean^2 chi^2 + 2 mean E_q[w^2 g] + E_q[w^2 g^2]."""
    logarithm = log1p_chi_square(p, q)
    bias, squared = _weighted(p, q, along, f, mean)
    _, whole = _weighted(p, q, along, f, 0.0)
    chi_square = mean * mean * _expm1(logarithm) if mean else 0.0
    ways = ((whole, -mean * mean), (chi_square, squared, 2.0 * mean * bias))
    terms = min(ways, key=lambda way: sum(map(abs, way)))
    finite = all(map(math.isfinite, terms))
    plain = max(math.fsum(terms), 0.0) if finite else math.inf
    rounding = ROUNDING * (1.0 + abs(logarithm))
    error = rounding * sum(map(abs, terms))
    std, spread = math.sqrt(plain), math.sqrt(squared)
    return ExactEstimates(
        mean=mean,
        variance=variance,
        plain_variance=plain,
        self_normalised_variance=squared,
        self_normalised_bias=-bias,
        plain_std=std,
        self_normalised_std=spread,
        plain_variance_error=error,
        plain_std_error=0.5 * error / std if std else math.sqrt(error),
        self_normalised_std_error=rounding * spread,
        self_normalised_bias_error=rounding * abs(bias),
    )


def _weighted(
    p: Gaussian, q: Gaussian, along: Projection, f: TestFunction, mean: float
) -> tuple[float, float]:
    """E_q[w^2 g] and E_q[w^2 g^2], g = f - mean."""
    pair, slopes = relative(p, q), along.relative_slopes
    # Shifts are from the mean of p, where cancellation is least: m - delta = delta lam / margin.
    r_mean = along.p_mean + float(np.sum(slopes * pair.shift * pair.eigenvalues / pair.margin))
    r_std = math.sqrt(float(np.sum(slopes**2 * pair.eigenvalues / pair.margin)))
    first, second = f.moments(r_mean, r_std, mean)
    logarithm = log1p_chi_square(p, q)
    return _scaled(float(first), logarithm), _scaled(float(second), logarithm)


def _on_the_boundary(p: Gaussian, q: Gaussian, along: Projection, f: TestFunction) -> float:
    """E_q (w f)^2 where w itself has no variance.

    At lam = 2 exactly, in one dimension, w^2 q = exp(delta y - delta^2/2) / (2 sqrt(2 pi)) falls
    off on one side, and an f that is 0 on the other may have a variance: with t = start + slope y
    the indicator of t > a, for k = delta/slope < 0, has exp(k u) / |k| as the integral beyond
    u = a - start, and the square of the sigmoid, for -2 < k < 0, B(2 + k, -k) exp(k u).
    """
    pair = relative(p, q)
    if pair.dimension > 1 or pair.margin[0] != 0.0 or f.name not in ("indicator", "sigmoid"):
        return math.inf
    delta, slope = float(pair.shift[0]), float(along.relative_slopes[0])
    k = delta / slope
    least = -math.inf if f.name == "indicator" else -2.0
    if not least < k < 0.0:
        return math.inf
    whole = 1.0 / -k if f.name == "indicator" else math.gamma(2.0 + k) * math.gamma(-k)
    whole /= 2.0 * math.sqrt(2.0 * math.pi) * abs(slope)
    return _scaled(whole, k * (f.point - along.q_mean) - 0.5 * delta * delta)


def _scaled(value: float, logarithm: float) -> float:
    """value exp(logarithm); infinite above 1.8e308."""
    if value == 0.0:
        return 0.0
    total = math.log(abs(value)) + logarithm
    return math.copysign(math.exp(total) if total < 709.7 else math.inf, value)


def _expm1(value: float) -> float:
    return math.expm1(value) if value < 709.7 else math.inf
