"""The KL estimators as losses: what gradient does the policy q really get in expectation?

x ~ q, log w = log p(x) - log q(x), k1 = -log w, k2 = (log w)^2 / 2, k3 = w - 1 - log w.

As a loss the estimator is differentiated at fixed samples: E_q grad k. In the reward it multiplies
the score: E_q k grad log q. With theta the parameters of q:

    loss k1    E_q grad log q = 0
    loss k2    E_q (-log w) grad log q = grad KL(q||p)
    loss k3    E_q (1 - w) grad log q = -E_p grad log q = grad KL(p||q)
    reward k1  grad KL(q||p)
    reward k2  E_q (log w)^2 / 2 grad log q
    reward k3  grad KL(q||p) - grad KL(p||q)

Schulman 2020, "Approximating KL divergence"; Tang, Munos 2025, arXiv 2506.09477.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.objectives import checked_gaussian
from engine.gaussian.covariance_factor import factored
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.numerics.small_differences import x_minus_log1p

ESTIMATORS = ("k1", "k2", "k3")


@dataclass(frozen=True, slots=True)
class KlLossGradients:
    """Expected gradients with respect to q, each (mu, sigma) of a one-dimensional Gaussian."""

    true: dict[str, float]  # grad KL(q||p)
    true_reverse: dict[str, float]  # grad KL(p||q)
    loss: dict[str, dict[str, float]]  # k1, k2, k3 differentiated at fixed samples
    reward: dict[str, dict[str, float]]  # k1, k2, k3 times the score


def expected_gradients(q_mean: float, q_std: float, p_mean: float, p_std: float) -> KlLossGradients:
    """By "mu" and "sigma" of q = N(q_mean, q_std^2), p = N(p_mean, p_std^2), closed forms.

    With q = N(0.7, 0.81), p = N(0, 1) and mu: true .7; losses 0, .7, .864. Raises ParameterError.
    """
    checked_gaussian(q_mean, q_std)
    checked_gaussian(p_mean, p_std)
    try:
        found = _closed_forms(q_mean, q_std, p_mean, p_std)
    except ArithmeticError:
        found = ({"mu": math.inf},) * 4
    if not all(math.isfinite(value) for each in found for value in each.values()):
        raise ParameterError(
            "q_std", q_std, "is so far from that of p that a gradient overflows; bring them closer"
        )
    true, reverse, squared, difference = found
    zero = {"mu": 0.0, "sigma": 0.0}
    return KlLossGradients(
        true=true,
        true_reverse=reverse,
        loss={"k1": zero, "k2": dict(true), "k3": dict(reverse)},
        reward={"k1": dict(true), "k2": squared, "k3": difference},
    )


def _closed_forms(
    q_mean: float, q_std: float, p_mean: float, p_std: float
) -> tuple[dict[str, float], dict[str, float], dict[str, float], dict[str, float]]:
    """grad KL(q||p), grad KL(p||q), E k2 grad log q and the first less the second; an
    ArithmeticError on overflow."""
    away, p2, q2 = Fraction(q_mean) - Fraction(p_mean), Fraction(p_std) ** 2, Fraction(q_std) ** 2
    q = Fraction(q_std)
    # Sums of squares that may cancel, added up as fractions.
    excess, far = (q2 - p2) / p2, away**2 / p2
    true = {"mu": float(away / p2), "sigma": float(excess / q)}
    reverse = {"mu": float(away / q2), "sigma": float((q2 - p2 - away**2) / (q2 * q))}
    back = excess**2 * p2 / q2 + away**2 / q2
    difference = {"mu": float(away * (q2 - p2) / (p2 * q2)), "sigma": float(back / q)}
    # k1 = level + b z + c (z^2 - 1), x = q_mean + q_std z, c = excess / 2, level = KL(q||p).
    level = 0.5 * (float(far) + _x_minus_log1p(excess, p_std, q_std))
    slope = float(far * q2 / p2)
    squared = {
        "mu": float(away / p2) * (level + float(excess)),
        "sigma": (slope + float(excess) * (level + float(excess))) / q_std,
    }
    return true, reverse, squared, difference


def _x_minus_log1p(excess: Fraction, p_std: float, q_std: float) -> float:
    """e - log(1 + e), 1 + e = (q_std / p_std)^2."""
    if abs(excess) < 0.5:
        return float(x_minus_log1p(float(excess)))
    return float(excess) - 2.0 * (math.log(q_std) - math.log(p_std))


@dataclass(frozen=True, slots=True)
class KlLossMeanGradients:
    """Expected gradients with respect to the mean of q, (d,) each."""

    true: Array  # grad KL(q||p)
    true_reverse: Array  # grad KL(p||q)
    loss: dict[str, Array]
    reward: dict[str, Array]


def expected_mean_gradients(p: Gaussian, q: Gaussian) -> KlLossMeanGradients:
    """With respect to the mean of q in any dimension, D = mu_q - mu_p, H = Sp^-1 - Sq^-1.

    grad KL(q||p) = Sp^-1 D, grad KL(p||q) = Sq^-1 D; k2 in the reward gives, by Stein's identity,
    E k1 grad k1 = KL(q||p) Sp^-1 D + H Sq Sp^-1 D. Raises ParameterError where the dimensions
    differ.
    """
    if p.dimension != q.dimension:
        raise ParameterError("q", q.dimension, f"must have the dimension of p, {p.dimension}")
    of_p, of_q, away = factored(p.covariance), factored(q.covariance), q.mean - p.mean
    true, reverse = of_p.inverse_times(away), of_q.inverse_times(away)
    # Nothing cancels where p is near q: Sp^-1 - Sq^-1 = Sq^-1 (Sq - Sp) Sp^-1.
    bent = (q.covariance - p.covariance) @ true
    squared = relative(q, p).kl * true + of_p.inverse_times(bent)
    zero: Array = np.zeros_like(true)
    difference = of_q.inverse_times(bent)
    for each in (true, reverse, squared, zero, difference):
        each.flags.writeable = False
    return KlLossMeanGradients(
        true=true,
        true_reverse=reverse,
        loss={"k1": zero, "k2": true, "k3": reverse},
        reward={"k1": true, "k2": squared, "k3": difference},
    )
