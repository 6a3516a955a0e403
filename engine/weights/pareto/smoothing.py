"""Pareto-smoothed importance sampling (PSIS): the largest weights replaced by smoothed ones.

The tail of the weights is fitted with a generalized Pareto distribution. Its shape k tells
whether the weights can be trusted, and its quantiles, being less noisy, replace the tail.
Source: Vehtari, Simpson, Gelman, Yao, Gabry, "Pareto smoothed importance sampling",
arXiv 1507.02646.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.core.number_format import apart, decimal_text
from engine.core.parameter import ParameterError
from engine.numerics.rounding import all_equal
from engine.weights.pareto.generalized_pareto import fit

LEAST_TAIL = 5
# Weights below the smallest normal double, relative to the largest, are never in the tail.
LOWEST = math.log(np.finfo(float).tiny)


@dataclass(frozen=True, slots=True)
class SmoothedTail:
    """The tail of the weights, ascending, before and after smoothing, and the fitted shape."""

    k_hat: float  # infinite where nothing could be fitted
    log_weights: Array  # (tail,), as given
    smoothed: Array  # (tail,), equal to `log_weights` where nothing could be fitted
    reason: str  # why nothing could be fitted, or ""


@dataclass(frozen=True, slots=True)
class ParetoSmoothed:
    """What smoothing made of n weights. Read-only."""

    k_hat: float  # infinite where no tail could be fitted
    log_weights: Array  # (n,), smoothed and normalised: the weights sum to 1
    tail_length: int  # how many weights are in the tail
    threshold: float  # k_hat below it is reliable: min(1 - 1/log10 n, 0.7)
    reliable: bool  # k_hat is below the threshold, or no weight differs from another
    message: str  # the verdict in words


def pareto_smooth(log_weights: ArrayLike, tail_length: int | None = None) -> ParetoSmoothed:
    """Pareto-smoothed, normalised log-weights with the diagnostic k_hat.

    ``log_weights``, (n,), need no normalisation; -inf is a weight of 0. The tail is what lies
    strictly above the largest weight that is not among the ``tail_length`` largest (by default
    `tail_length_of`), so that a value equal to the cutoff is not in it. Its exceedances are
    fitted (`engine.weights.pareto.generalized_pareto`) and replaced by the quantiles at
    (i - 1/2) / tail, none above the largest weight as it was. With fewer than 5 weights in the
    tail, or a tail of equal weights, nothing is smoothed and k_hat is infinite.

    Raises ParameterError for NaN, +inf, no weights, and weights that are all 0.
    """
    values = checked_log_weights(log_weights)
    n = len(values)
    wanted = tail_length_of(n) if tail_length is None else min(max(tail_length, 0), n - 1)
    relative = values - np.max(values)
    tail = np.flatnonzero(relative > cutoff_of(relative, wanted))
    tail = tail[np.argsort(relative[tail], kind="stable")]
    equal = all_equal(float(np.min(values)), float(np.max(values)))
    found = smooth_tail(relative[tail], cutoff_of(relative, wanted), equal=equal)
    relative[tail] = found.smoothed
    relative -= log_sum_exp(relative)
    threshold = reliability_threshold(n)
    return ParetoSmoothed(
        k_hat=found.k_hat,
        log_weights=frozen(relative),
        tail_length=len(tail),
        threshold=threshold,
        reliable=equal or found.k_hat < threshold,
        message=verdict(found, threshold),
    )


def tail_length_of(n: int) -> int:
    """How many of n weights make the tail: ceil(min(n / 5, 3 sqrt n))."""
    return math.ceil(min(n / 5.0, 3.0 * math.sqrt(n)))


def reliability_threshold(n: int) -> float:
    """min(1 - 1/log10 n, 0.7): above it n samples are too few for the mean to be trusted.

    Negative below n = 10, where no k_hat is reliable. Source: Vehtari et al., section 3.2.4.
    """
    return min(1.0 - 1.0 / math.log10(n), 0.7) if n > 1 else -math.inf


def k_hat_error(k: float, n: int) -> float:
    """Standard error of k_hat of n weights: (1 + k) / sqrt m, that of the maximum likelihood fit
    of the shape from m = min(n / 5, 3 sqrt n) exceedances; Smith, Biometrika 72 (1985)."""
    return (1.0 + max(k, 0.0)) / math.sqrt(min(n / 5.0, 3.0 * math.sqrt(n)))


def smooth_tail(
    tail: Array, cutoff: float, *, equal: bool = False, loops: bool = False
) -> SmoothedTail:
    """The smoothed tail, from its log-weights (ascending, above ``cutoff``, (tail,)).

    Everything is measured against the cutoff, so that the scale of the weights is no matter.
    ``equal`` says that there is no other weight than one; ``loops``: the fit by a compiled one.
    """
    if equal:
        return SmoothedTail(math.inf, tail, tail, EQUAL)
    if len(tail) < LEAST_TAIL:
        return SmoothedTail(math.inf, tail, tail, TOO_FEW.format(count=len(tail)))
    if tail[0] == tail[-1]:
        return SmoothedTail(math.inf, tail, tail, EQUAL_TAIL)
    distribution = fit(np.expm1(tail - cutoff), loops=loops)
    if math.isinf(distribution.shape):
        return SmoothedTail(math.inf, tail, tail, NO_FIT)
    places = (np.arange(len(tail)) + 0.5) / len(tail)
    smoothed = cutoff + np.log1p(distribution.quantile(places))
    return SmoothedTail(distribution.shape, tail, np.minimum(smoothed, tail[-1]), "")


def cutoff_of(log_weights: Array, tail_length: int) -> float:
    """The largest log-weight outside the ``tail_length`` largest, or what underflows."""
    place = max(len(log_weights) - tail_length - 1, 0)
    return max(float(np.partition(log_weights, place)[place]), float(np.max(log_weights)) + LOWEST)


def verdict(tail: SmoothedTail, threshold: float) -> str:
    """k_hat in words."""
    k = tail.k_hat
    if tail.reason:
        return tail.reason
    shown, limit = apart(k, threshold, 2, decimal_text)
    if k < threshold:
        return f"reliable: k-hat {shown} is below {limit}"
    if threshold < 0.7 and k < 0.7:
        return f"too few samples for k-hat {shown}: reliable below {limit}"
    if k < 1.0:
        where = "above" if k > threshold else "not below"
        return f"unreliable: k-hat {shown} is {where} {limit}, the mean converges too slowly"
    shown, _ = apart(k, 1.0, 2, decimal_text)
    return f"useless: k-hat {shown} is 1 or more, as if the weights had no mean"


def not_reliable(k: float, threshold: float, what: str = "") -> str:
    """Words for a k-hat from the threshold on; ``what`` is reliable below it."""
    shown, limit = apart(k, threshold, 2, decimal_text)
    return f"k-hat is {shown}, {what}reliable below {limit}"


def checked_log_weights(log_weights: ArrayLike) -> Array:
    """A copy as (n,) doubles; raises ParameterError for what no weights can be."""
    values = np.array(log_weights, dtype=float).ravel()
    if not values.size:
        raise ParameterError("log_weights", "no values", "must be at least 1")
    for count, name in (
        (np.count_nonzero(np.isnan(values)), "NaN"),
        (np.count_nonzero(values == np.inf), "+inf"),
    ):
        if count:
            raise ParameterError(
                "log_weights",
                f"{count} of {values.size} values are {name}",
                "must be numbers, or -inf where a weight is 0",
            )
    if np.max(values) == -np.inf:
        raise ParameterError(
            "log_weights", "all -inf", "must not all be -inf: p vanishes at every sample"
        )
    return values


def log_sum_exp(values: Array) -> float:
    """log sum exp(values), without overflow; -inf for an empty sum or all -inf."""
    if not len(values) or np.max(values) == -np.inf:
        return -math.inf
    largest = float(np.max(values))
    with np.errstate(under="ignore"):
        return largest + math.log(float(np.sum(np.exp(values - largest))))


EQUAL = (
    "all weights are equal up to rounding: there is nothing to smooth, every sample counts the same"
)
EQUAL_TAIL = "the largest weights are all equal: no tail can be fitted, nothing is smoothed"
TOO_FEW = (
    "a tail needs 5 weights that stand out and has {count}: "
    "too few samples, or a few samples carry everything"
)
NO_FIT = "the largest weights differ too little to fit a tail, nothing is smoothed"
