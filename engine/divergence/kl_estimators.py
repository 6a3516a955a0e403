"""The estimators k1, k2, k3 of KL(q||p) from log-weights, and their exact moments.

x ~ q and log w = log p(x) - log q(x): k1 = -log w is unbiased and of high variance near p = q,
k2 = (log w)^2 / 2 is biased and of low variance, k3 = w - 1 - log w is unbiased, never negative,
and of infinite variance when p has twice the variance of q in some direction. Source: Schulman,
"Approximating KL Divergence" (2020).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.divergence.exact_moments import (
    EstimatorMoments,
    ExactMoments,
    control_variate_variance,
    exact_moments,
)
from engine.numerics.small_differences import expm1_minus_x

__all__ = [
    "Estimate",
    "Estimates",
    "EstimatorMoments",
    "ExactMoments",
    "control_variate_variance",
    "estimate",
    "exact_moments",
    "k1",
    "k2",
    "k3",
]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over samples and its standard error, in nats."""

    value: float
    standard_error: float  # infinite when the value is


@dataclass(frozen=True, slots=True)
class Estimates:
    """The three estimates of KL(q||p) from one set of samples."""

    k1: Estimate
    k2: Estimate
    k3: Estimate


def k1(log_weights: Array) -> Array:
    """-log w, elementwise."""
    return -log_weights


def k2(log_weights: Array) -> Array:
    """(log w)^2 / 2, elementwise."""
    with np.errstate(over="ignore", under="ignore"):
        squares: Array = 0.5 * np.square(log_weights)
    return squares


def k3(log_weights: Array) -> Array:
    """expm1(log w) - log w, elementwise; never negative, also for tiny log w, where the form
    exp(log w) - 1 - log w loses its digits."""
    return expm1_minus_x(log_weights)


def estimate(log_weights: ArrayLike) -> Estimates:
    """Mean and standard error (sample standard deviation / sqrt n) of k1, k2 and k3, in nats.

    ``log_weights`` is log p(x) - log q(x) at samples x ~ q, of any shape and precision,
    flattened and computed in float64. A log-weight of -inf (p vanishes at that sample) makes
    all three values and errors infinite; so does overflow, for the one that overflows.

    Raises ParameterError for fewer than 2 log-weights, for NaN, and for +inf, which no sample
    of q can have.
    """
    values = np.asarray(log_weights, dtype=float).ravel()
    if values.size < 2:
        raise ParameterError("log_weights", f"{values.size} values", "must be at least 2")
    for count, name in (
        (np.count_nonzero(np.isnan(values)), "NaN"),
        (np.count_nonzero(values == np.inf), "+inf"),
    ):
        if count:
            raise ParameterError(
                "log_weights", f"{count} of {values.size} values are {name}", "must be numbers"
            )
    return Estimates(*(_mean(terms(values)) for terms in (k1, k2, k3)))


def _mean(values: Array) -> Estimate:
    largest = float(np.max(np.abs(values)))
    if math.isinf(largest):
        return Estimate(math.inf, math.inf)
    if largest == 0.0:
        return Estimate(0.0, 0.0)
    # Scaled, so that squares neither overflow nor underflow.
    with np.errstate(under="ignore"):
        scaled = values / largest
        error = float(np.std(scaled, ddof=1)) / math.sqrt(values.size)
        mean = float(np.mean(scaled))
    return Estimate(mean * largest, error * largest)
