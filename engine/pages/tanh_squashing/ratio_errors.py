"""Standard errors of the mean PPO ratios from the exact law, where samples show too small ones.

With x from q, w = p / q and J = d action / du, E_q[w^m J^(k m)] = E_q w^m E_r J^(k m), r the
Gaussian that p^m q^(1-m) is proportional to. k is 0 with the correction on both sides, -1 with
that of p alone and 1 with that of q alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from scipy.special import gammaln

from engine.core.arrays import Array, frozen
from engine.gaussian.eigenbasis import is_diagonal
from engine.gaussian.relative import relative
from engine.pages.tanh_squashing.samples import Estimate
from engine.squash.quadrature import nodes
from engine.squash.squashed_gaussian import SquashedGaussian
from engine.weights.exact.powers import (
    LARGEST_LOG,
    LARGEST_SKEWNESS,
    LEAST_CHI_SQUARE,
    RARE,
    SAMPLE_READS_LOW,
    mean_skewness,
    weight_power,
)

INFINITE = "its variance is infinite: the error cannot be trusted"
UNKNOWN = "its variance is not known: the error, from these samples alone, cannot be trusted"
ORDERS = (1, 2, 3)
MOST_TERMS = 20_000  # of a sum over correlated coordinates


@dataclass(frozen=True, slots=True)
class RatioError:
    """A standard error, and what is wrong with it, or ""."""

    value: float
    trust: str


def ratio_error(
    p: SquashedGaussian, q: SquashedGaussian, corrections: int, sampled: Estimate, n: int
) -> RatioError:
    """Of the mean over n samples of w J^corrections; that of the samples where the law is not
    skewed, or not known."""
    if relative(p.gaussian, q.gaussian).diverges(2.0):
        return RatioError(math.inf, INFINITE)
    first, second, third = (log_moment(p, q, corrections, order) for order in ORDERS)
    if first == -math.inf:
        return RatioError(sampled.standard_error, "")
    if first is None or second is None:
        # J is bounded, 1 / J is not.
        heavy = corrections < 0 or mean_skewness(p.gaussian, q.gaussian, n) > LARGEST_SKEWNESS
        return RatioError(sampled.standard_error, UNKNOWN if heavy else "")
    # In units of the mean: it may be above 1.8e308.
    square = second - 2.0 * first
    if not (square <= LARGEST_LOG and first <= LARGEST_LOG):
        return RatioError(math.inf, RARE)
    variance = math.expm1(square)
    if variance < LEAST_CHI_SQUARE:
        return RatioError(sampled.standard_error, "")
    cube = math.inf if third is None else third - 3.0 * first
    skewness = math.inf
    if cube < LARGEST_LOG:
        skewness = abs(math.exp(cube) - 3.0 * variance - 1.0) / variance**1.5 / math.sqrt(n)
    if skewness <= SAMPLE_READS_LOW:
        return RatioError(sampled.standard_error, "")
    error = math.exp(first + 0.5 * math.log(variance / n))
    return RatioError(error, RARE if skewness > LARGEST_SKEWNESS else "")


@lru_cache(maxsize=32)
def log_moment(
    p: SquashedGaussian, q: SquashedGaussian, corrections: int, order: int
) -> float | None:
    """ln E_q[w^order J^(corrections order)]; inf where w has no such moment, None where it is
    not known: a product for independent coordinates, else a sum of (2 order + 1)^d exponentials
    for corrections = -1."""
    power = weight_power(p.gaussian, q.gaussian, float(order))
    if power is None:
        return math.inf
    if corrections == 0:
        return power.log_mass
    directions = relative(p.gaussian, q.gaussian).directions
    mean = q.gaussian.mean + directions @ power.mean
    covariance = (directions * power.variance) @ directions.T
    scale = corrections * order * p.bounds.log_scale
    if is_diagonal(covariance):
        pairs = zip(mean.tolist(), np.sqrt(covariance.diagonal()).tolist(), strict=True)
        one = _log_cosh_power if corrections < 0 else _log_jacobian_power
        return power.log_mass + scale + sum(one(*pair, order) for pair in pairs)
    if corrections > 0 or (2 * order + 1) ** len(mean) > MOST_TERMS:
        return None
    return power.log_mass + scale + _log_joint_cosh_power(mean, covariance, order)


def _log_cosh_power(mean: float, std: float, order: int) -> float:
    """ln E cosh^(2 order) u of one coordinate."""
    return _log_joint_cosh_power(np.array([mean]), np.array([[std * std]]), order)


def _log_joint_cosh_power(mean: Array, covariance: Array, order: int) -> float:
    """ln E prod_i cosh^(2m) u_i."""
    exponents, chosen = _cosh_terms(len(mean), order)
    logs = chosen + 2.0 * exponents @ mean
    logs += 2.0 * np.sum(exponents @ covariance * exponents, axis=1)
    return float(np.logaddexp.reduce(logs))


@lru_cache(maxsize=16)
def _cosh_terms(d: int, order: int) -> tuple[Array, Array]:
    """j and the logarithm of the factor, (k, d) and (k,), of prod_i cosh^(2m) u_i, where
    cosh^(2m) u = 4^-m sum_j C(2m, m + j) exp(2 j u)."""
    steps = np.arange(-order, order + 1.0)
    chosen = gammaln(2.0 * order + 1.0) - gammaln(order + steps + 1.0)
    chosen -= gammaln(order - steps + 1.0) + order * math.log(4.0)
    exponents = np.array(list(product(steps, repeat=d)))
    return frozen(exponents), frozen(np.array(list(product(chosen, repeat=d))).sum(axis=1))


def _log_jacobian_power(mean: float, std: float, order: int) -> float:
    """ln E (1 - tanh^2 u)^order of one coordinate."""
    grid = nodes(mean, std)
    with np.errstate(over="ignore", under="ignore"):
        value = grid.expectation(np.cosh(grid.u) ** (-2.0 * order))
    return math.log(value) if value > 0.0 else -math.inf
