"""Importance weights w = p(x)/q(x) of samples x ~ q: what they are worth, and what of them is
known exactly. E_q w = 1 always; E_p f = E_q[w f]."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import chi_square, kl, log1p_chi_square
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.gaussian.relative import check_dimensions, relative
from engine.weights.pareto.smoothing import checked_log_weights

__all__ = [
    "WeightLimits",
    "effective_sample_size",
    "failing_direction",
    "log_weights",
    "tail_index",
    "weight_limits",
]


BELOW_HALF = math.nextafter(0.5, 0.0)


@dataclass(frozen=True, slots=True)
class WeightLimits:
    """What is known of the weights without a sample, in nats where they are logarithms."""

    log1p_chi_square: float  # log E_q w^2; infinite where the variance of the weights is
    chi_square: float  # Var_q w; infinite also above 1.8e308
    ess_fraction: float  # limit of ESS / n: 1 / (1 + chi_square), 0 where that is infinite
    tail_index: float  # see `tail_index`
    largest_eigenvalue: float  # lam, of covariance_q^-1 covariance_p
    failing_direction: Array | None  # (d,), where the tails of q are too light, or None
    kl_pq: float  # KL(p||q) = E_q[w log w]
    kl_qp: float  # KL(q||p) = -E_q[log w]


def log_weights(p: Gaussian, q: Gaussian, x: ArrayLike) -> Array:
    """log w = log p(x) - log q(x) in nats; x is (..., d) and the answer (...).

    For d = 1, x of any shape whose last axis is not of length 1 is taken as scalars (...).
    Computed from the difference of the two Gaussians, so that nothing cancels where p is near
    q. Raises ParameterError when dimensions differ.
    """
    check_dimensions(p, q)
    points = np.asarray(x, dtype=float)
    if q.dimension == 1 and (points.ndim == 0 or points.shape[-1] != 1):
        points = points[..., np.newaxis]
    if points.ndim == 0 or points.shape[-1] != q.dimension:
        raise ParameterError("x", points.shape, f"must have {q.dimension} entries on its last axis")
    flat = (points - q.mean).reshape(-1, q.dimension).T
    z = solve_triangular(q.cholesky, flat, lower=True, check_finite=False)
    return np.asarray(log_ratio(p, q)(z).reshape(points.shape[:-1]))


def effective_sample_size(log_weights: ArrayLike) -> float:
    """Kish's (sum w)^2 / sum w^2 of n weights, from 1 to n; their scale is no matter.

    No overflow, however large or small the weights. It says how unequal
    the weights of this sample are: it cannot know of regions that q has not visited, and for
    heavy tails it flatters. Raises ParameterError for NaN, +inf, no weights, and all of them 0.
    Sources: Kish, Survey Sampling (1965); Elvira, Martino, Robert, arXiv 1809.04129.
    """
    values = checked_log_weights(log_weights)
    with np.errstate(under="ignore"):
        # The largest is 1, so that no sum overflows or vanishes.
        w = np.exp(values - np.max(values))
        size = float(np.sum(w)) ** 2 / float(np.sum(w * w))
    return min(max(size, 1.0), float(len(values)))


def tail_index(p: Gaussian, q: Gaussian) -> float:
    """The exact Pareto index k of the weights: P(w > t) falls like t^(-1/k), powers of log t aside.

    1 - 1/lam for lam > 1, lam the largest eigenvalue of covariance_q^-1 covariance_p: moments of
    w of order 1/k and above are infinite, so that k >= 1/2 means infinite variance. 0 where
    lam = 1 and p is shifted along such a direction (log w has a normal tail: all moments exist).
    Else the weights are bounded, and near their bound P(w > bound - t) falls like t^(m/2): -2/m,
    m the number of directions along which p is narrower than q. -inf for p = q, where every
    weight is 1 and there is no tail (m = 0). Raises ParameterError when dimensions differ.
    """
    pair = relative(p, q)
    top = float(pair.excess[-1])
    if top > 0.0:
        index = 1.0 if math.isinf(top) else top / pair.largest
        # Rounding must not tell another story than the variance, infinite from 1/2 on.
        return max(index, 0.5) if pair.diverges(2.0) else min(index, BELOW_HALF)
    if np.any(pair.shift[pair.excess == 0.0]):
        return 0.0
    narrower = int(np.count_nonzero(pair.excess))
    return -2.0 / narrower if narrower else -math.inf


def failing_direction(p: Gaussian, q: Gaussian) -> Array | None:
    """Unit vector (d,) along which the tails of q are too light for the weights to have a
    variance (2 covariance_q - covariance_p is not positive there), or None."""
    return relative(p, q).failing_direction


def weight_limits(p: Gaussian, q: Gaussian) -> WeightLimits:
    """Everything that is known exactly; raises ParameterError when dimensions differ."""
    logarithm = log1p_chi_square(p, q)
    return WeightLimits(
        log1p_chi_square=logarithm,
        chi_square=chi_square(p, q),
        ess_fraction=math.exp(-logarithm),
        tail_index=tail_index(p, q),
        largest_eigenvalue=relative(p, q).largest,
        failing_direction=failing_direction(p, q),
        kl_pq=kl(p, q),
        kl_qp=kl(q, p),
    )
