"""Divergences between two Gaussians: f(p, q) in nats, `math.inf` where a divergence is infinite.

Notation: p = N(mu_p, S_p), q = N(mu_q, S_q), D = mu_p - mu_q; lam_i, e_i = lam_i - 1 and delta_i
are the eigenvalues and the mean difference of `engine.gaussian.relative`. Every function raises
ParameterError when the dimensions differ. Conventions differ between libraries; here Jeffreys is
the sum of both directions, the squared Hellinger distance is 1 - BC, and Jensen-Shannon is the
divergence itself, not its square root.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array
from engine.core.facade import importing
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import NEAR, Relative, check_dimensions, relative
from engine.gaussian.transport import transport
from engine.numerics.small_differences import x_minus_log1p

if TYPE_CHECKING:
    from engine.divergence.bounded import (
        Evaluation,
        jensen_shannon,
        jensen_shannon_evaluated,
        total_variation,
        total_variation_evaluated,
    )

__all__ = [
    "Evaluation",
    "bhattacharyya_coefficient",
    "bhattacharyya_distance",
    "chi_square",
    "cross_entropy",
    "hellinger_squared",
    "jeffreys",
    "jensen_shannon",
    "jensen_shannon_evaluated",
    "kl",
    "log1p_chi_square",
    "mahalanobis",
    "renyi",
    "total_variation",
    "total_variation_evaluated",
    "wasserstein2",
    "wasserstein2_squared",
]

# What takes quadrature is imported when it is asked for.
__getattr__ = importing(
    "engine.divergence",
    dict.fromkeys(
        (
            "Evaluation",
            "jensen_shannon",
            "jensen_shannon_evaluated",
            "total_variation",
            "total_variation_evaluated",
        ),
        "bounded",
    ),
)


@lru_cache(maxsize=8)
def kl(p: Gaussian, q: Gaussian) -> float:
    """Kullback-Leibler divergence KL(p||q) in nats; always finite, 0 or more.

    (1/2) [tr(S_q^-1 S_p) - d + D' S_q^-1 D + ln|S_q| - ln|S_p|]
    = (1/2) sum_i [e_i - log(1 + e_i) + delta_i^2], which keeps its digits near p = q.
    """
    return relative(p, q).kl


def jeffreys(p: Gaussian, q: Gaussian) -> float:
    """Jeffreys divergence in nats: the sum KL(p||q) + KL(q||p), not its half."""
    return kl(p, q) + kl(q, p)


def cross_entropy(p: Gaussian, q: Gaussian) -> float:
    """-E_p log q = entropy(p) + KL(p||q) in nats; may be negative, for q is a density.

    Computed as entropy(q) + (1/2) [tr(S_q^-1 S_p) - d + D' S_q^-1 D].
    """
    pair = relative(p, q)
    with np.errstate(over="ignore", under="ignore"):
        return q.entropy() + 0.5 * float(np.sum(pair.excess + pair.shift**2))


def renyi(p: Gaussian, q: Gaussian, alpha: float) -> float:
    """Renyi divergence D_alpha(p||q) in nats, alpha > 0; KL(p||q) at alpha = 1.

    log E_q[(p/q)^alpha] / (alpha - 1)
    = (alpha/2) D' S_a^-1 D - log(|S_a| / (|S_p|^(1-alpha) |S_q|^alpha)) / (2 (alpha - 1)),
    S_a = alpha S_q + (1 - alpha) S_p; infinite when S_a is not positive definite, which happens
    for alpha > 1 only. Raises ParameterError for alpha that is not greater than 0 or not finite.
    Source: Gil, Alajaji, Linder, Information Sciences 249 (2013).
    """
    if not (alpha > 0.0 and math.isfinite(alpha)):
        raise ParameterError("alpha", alpha, "must be a finite number greater than 0")
    if alpha == 1.0:
        return kl(p, q)
    pair = relative(p, q)
    if pair.diverges(alpha):
        return math.inf
    with np.errstate(over="ignore", under="ignore"):
        terms = _renyi_terms(pair, alpha) + alpha * pair.shift**2 / pair.weights(alpha)
        # Rounding can leave a small negative sum where the divergence is nearly zero.
        return max(0.5 * float(np.sum(terms)), 0.0)


def _renyi_terms(pair: Relative, alpha: float) -> Array:
    """log(1 + b e) / b - log(1 + e), b = 1 - alpha, (d,), without cancellation for small e."""
    beta = 1.0 - alpha
    scaled = beta * pair.excess
    small = np.abs(scaled) < NEAR
    little = np.where(small, scaled, 0.0)
    logs = np.where(small, np.log1p(little), np.log(pair.weights(alpha)))
    cost = np.where(small, x_minus_log1p(little), scaled - logs)
    return np.where(
        np.abs(pair.excess) < NEAR,
        pair.excess_cost - cost / beta,
        logs / beta - pair.log_eigenvalues,
    )


@lru_cache(maxsize=8)
def log1p_chi_square(p: Gaussian, q: Gaussian) -> float:
    """log(1 + chi^2(p||q)) = log E_q[w^2], w = p/q: the Renyi divergence of order 2, in nats.

    Finite if and only if 2 S_q - S_p is positive definite, that is lam < 2; finite also where
    chi^2 itself overflows. exp(-log1p_chi_square) is the limit of effective sample size / n.
    """
    return renyi(p, q, 2.0)


def chi_square(p: Gaussian, q: Gaussian) -> float:
    """chi^2(p||q) = E_q[(w - 1)^2] = Var_q w, w = p/q.

    1 + chi^2 = |S_q| / sqrt(|S_p| |2 S_q - S_p|) exp(D' (2 S_q - S_p)^-1 D); infinite for
    lam >= 2, and `math.inf` also above 1.8e308, where `log1p_chi_square` still tells the value.
    """
    with np.errstate(over="ignore", under="ignore"):
        return float(np.expm1(log1p_chi_square(p, q)))


def bhattacharyya_distance(p: Gaussian, q: Gaussian) -> float:
    """-log BC(p, q) in nats; symmetric, half the Renyi divergence of order 1/2.

    (1/8) D' S^-1 D + (1/2) log(|S| / sqrt(|S_p| |S_q|)), S = (S_p + S_q) / 2.
    """
    return 0.5 * renyi(p, q, 0.5)


def bhattacharyya_coefficient(p: Gaussian, q: Gaussian) -> float:
    """BC(p, q), the integral of sqrt(p q): 1 for p = q, towards 0 for pairs far apart."""
    return math.exp(-bhattacharyya_distance(p, q))


def hellinger_squared(p: Gaussian, q: Gaussian) -> float:
    """Squared Hellinger distance 1 - BC(p, q), from 0 to 1; half the integral of
    (sqrt p - sqrt q)^2, which some libraries give without the half."""
    return -math.expm1(-bhattacharyya_distance(p, q))


def wasserstein2_squared(p: Gaussian, q: Gaussian) -> float:
    """Squared 2-Wasserstein distance, in squared units of x.

    |D|^2 + tr(S_p + S_q - 2 (S_q^1/2 S_p S_q^1/2)^1/2), computed as |D|^2 + |L_p V - L_q U|_F^2
    with L_q' L_p = U diag(s) V': a sum of squares, so that equal covariances give exactly 0.
    Source: Dowson and Landau, J. Multivariate Analysis 12 (1982).
    """
    check_dimensions(p, q)
    with np.errstate(over="ignore", under="ignore"):
        return float(np.sum((p.mean - q.mean) ** 2) + np.sum(transport(p, q) ** 2))


def wasserstein2(p: Gaussian, q: Gaussian) -> float:
    """2-Wasserstein distance, in the units of x: the root of `wasserstein2_squared`."""
    check_dimensions(p, q)
    with np.errstate(over="ignore", under="ignore"):
        return math.hypot(*(p.mean - q.mean).tolist(), *transport(p, q).ravel().tolist())


def mahalanobis(p: Gaussian, q: Gaussian) -> float:
    """sqrt(D' S_q^-1 D): how many standard deviations of q lie between the means. Not symmetric
    unless the covariances are equal."""
    return math.hypot(*relative(p, q).shift.tolist())
