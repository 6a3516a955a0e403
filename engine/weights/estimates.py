"""Estimates of E_p f from weighted samples of q, by every usual method, with standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.divergence.kl_estimators import Estimate
from engine.numerics.rounding import all_equal
from engine.weights.largest import LargestWeights, kept_for, largest_weights
from engine.weights.pareto.smoothing import checked_log_weights, smooth_tail
from engine.weights.sums import (
    MG,
    ONE,
    VG,
    WG,
    WL,
    L,
    M,
    V,
    W,
    WeightSums,
    dots,
    sums_of,
)

WEIGHT_PRODUCTS = ((ONE, W), (ONE, WG), (W, W), (W, WG), (WG, WG))
# Of a sum, after the subtraction of nearly all of it.
LEFT_BY_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class WeightedEstimates:
    """What n weighted samples say of E_p f, and of themselves.

    Standard errors are those of the sample: where the weights have infinite variance they are
    finite all the same, and cannot be trusted. That of a clipped, truncated or masked estimate
    knows nothing of its bias. Infinite where a sum is above 1.8e308.
    """

    n: int
    plain: Estimate  # (1/n) sum w f
    self_normalised: Estimate  # sum w f / sum w
    truncated: Estimate  # (1/n) sum min(w, sqrt(n) mean w) f
    clipped: Estimate  # (1/n) sum min(w, c) f
    masked: Estimate  # (1/n) sum w 1[w <= c] f
    pareto_smoothed: Estimate  # sum v f / sum v, v smoothed by `engine.weights.pareto.smoothing`
    mean_weight: Estimate  # should be 1
    kl_qp: Estimate  # -(1/n) sum log w
    kl_pq: Estimate  # (1/n) sum w log w
    ess: float  # (sum w)^2 / sum w^2
    k_hat: float  # infinite where no tail could be fitted
    no_fit: str  # why no tail could be fitted, or ""
    largest_share: float  # largest w / sum w


def weighted_estimates(log_weights: ArrayLike, values: ArrayLike, c: float) -> WeightedEstimates:
    """Every estimate from log w and f at the same samples x ~ q, (n,) each, clipped at c > 0.

    Raises ParameterError for NaN, +inf, all weights 0, c not greater than 0 and lengths that
    differ.
    """
    logs = checked_log_weights(log_weights)
    f = np.asarray(values, dtype=float).ravel()
    if f.shape != logs.shape:
        raise ParameterError("values", f"{f.size} values", f"must be {logs.size}, as the weights")
    if not np.all(np.isfinite(f)):
        raise ParameterError("values", "NaN or infinite", "must be finite")
    if not (c > 0.0 and math.isfinite(c)):
        raise ParameterError("c", c, "must be a finite number greater than 0")
    # A weight of 0 has no finite logarithm; this one is 0 too, and 0 log 0 = 0.
    finite = np.maximum(logs, np.max(logs) - 1e4)
    about = float(np.mean(f))
    kept = largest_weights(logs, f - about, kept_for(len(logs)))
    sums = sums_of(finite, 0.0, f - about, math.log(c))
    found = estimates_from(sums, kept, about, 0.0)
    if np.min(logs) == -np.inf:
        infinite = Estimate(math.inf, math.inf)
        return WeightedEstimates(
            **{name: getattr(found, name) for name in found.__slots__} | {"kl_qp": infinite}
        )
    return found


def estimates_from(
    sums: WeightSums, kept: LargestWeights, about: float, mean_log: float, loops: bool = False
) -> WeightedEstimates:
    """From the sums over n samples and their largest weights; g = f - about, and every logarithm
    of a weight is less ``mean_log``; ``loops``: the tail is fitted by a compiled one."""
    n = sums.count
    tail, cutoff = kept.tail(n)
    equal = all_equal(float(np.min(kept.log_weights)), sums.largest) and _all_equal(sums)
    smooth = smooth_tail(tail.log_weights, cutoff, equal=equal, loops=loops)
    scale = sums.reference + mean_log
    total, square = sums.total(ONE, W), sums.total(W, W)
    limit = sums.reference + math.log(total / math.sqrt(n))
    cut = kept.above(limit)
    truncated = _replaced(sums, cut, np.full_like(cut.log_weights, limit))
    smoothed = _replaced(sums, tail, smooth.smoothed)
    kl_pq = _affine_mean(sums, W, WL, mean_log, scale)
    kl_qp = Estimate(-mean_log - sums.mean(L), _error(sums.covariance(L, L), n))
    return WeightedEstimates(
        n=n,
        plain=_affine_mean(sums, W, WG, about, scale),
        self_normalised=_ratio(sums, about),
        truncated=_affine_mean(truncated, W, WG, about, truncated.reference + mean_log),
        clipped=_affine_mean(sums, V, VG, about, 0.0),
        masked=_affine_mean(sums, M, MG, about, 0.0),
        pareto_smoothed=_ratio(smoothed, about),
        mean_weight=_scaled(sums.mean(W), _error(sums.covariance(W, W), n), scale),
        kl_qp=kl_qp,
        kl_pq=kl_pq,
        ess=min(max(total / square * total, 1.0), float(n)),
        k_hat=smooth.k_hat,
        no_fit=smooth.reason,
        largest_share=min(math.exp(sums.largest - sums.reference) / total, 1.0),
    )


def _all_equal(sums: WeightSums) -> bool:
    """Whether no weight is below the largest, up to rounding of their sum."""
    n = sums.count
    return sums.total(ONE, W) >= n * math.exp(sums.largest - sums.reference) * (1.0 - 1e-14)


def _affine_mean(
    sums: WeightSums, weight: int, product: int, about: float, log_scale: float
) -> Estimate:
    """The mean of weight (about + g), and its error."""
    variance = (
        about**2 * sums.covariance(weight, weight)
        + 2.0 * about * sums.covariance(weight, product)
        + sums.covariance(product, product)
    )
    mean = about * sums.mean(weight) + sums.mean(product)
    return _scaled(mean, _error(variance, sums.count), log_scale)


def _ratio(sums: WeightSums, about: float) -> Estimate:
    """sum w f / sum w, with the error sqrt(sum w^2 (f - estimate)^2) / sum w."""
    total = sums.total(ONE, W)
    offset = sums.total(ONE, WG) / total
    square = sums.total(WG, WG) - 2.0 * offset * sums.total(W, WG) + offset**2 * sums.total(W, W)
    return Estimate(about + offset, math.sqrt(max(square, 0.0)) / total)


def _replaced(sums: WeightSums, kept: LargestWeights, log_weights: Array) -> WeightSums:
    """The sums with other weights for these samples; only those of w and w g are right then."""
    if not len(log_weights):
        return sums
    products, reference = sums.products.copy(), sums.reference
    _add_weights(products, kept.log_weights - reference, kept.values, -1.0)
    if products[ONE, W] < LEFT_BY_ROUNDING * sums.total(ONE, W):
        # These samples carried all: what is left of the others is the rounding of their sum.
        for row, other in WEIGHT_PRODUCTS:
            products[row, other] = 0.0
        reference = float(np.max(log_weights))
    _add_weights(products, log_weights - reference, kept.values, 1.0)
    return WeightSums(products, reference, sums.largest)


def _add_weights(products: Array, scaled_logs: Array, g: Array, sign: float) -> None:
    with np.errstate(under="ignore", over="ignore"):
        w = np.exp(scaled_logs)
        wg = w * g
        terms = np.add.reduce(w), np.add.reduce(wg), *dots((w, w), (w, wg), (wg, wg))
    for place, term in zip(WEIGHT_PRODUCTS, terms, strict=True):
        products[place] += sign * term


def _error(variance: float, n: int) -> float:
    return math.sqrt(max(variance, 0.0) / n)


def _scaled(value: float, error: float, log_scale: float) -> Estimate:
    if log_scale == 0.0:
        return Estimate(value, error)
    if log_scale > 709.0:
        large = [math.log(abs(each)) + log_scale if each else -math.inf for each in (value, error)]
        finite = [math.exp(each) if each < 709.0 else math.inf for each in large]
        return Estimate(math.copysign(finite[0], value), finite[1])
    factor = math.exp(log_scale) if log_scale > -745.0 else 0.0
    return Estimate(value * factor, error * factor)
