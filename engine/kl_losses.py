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

import numpy as np
from numpy.typing import NDArray

from engine.divergence import kl
from engine.gaussian import Gaussian
from engine.objectives import checked_gaussian
from engine.parameter import ParameterError
from engine.relative import NEAR
from engine.small_differences import x_minus_log1p

Array = NDArray[np.float64]

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
) -> tuple[dict[str, float], ...]:
    """grad KL(q||p), grad KL(p||q), E k2 grad log q and the difference of the first two, which
    cancels near p = q unless it is made of differences; an ArithmeticError on overflow."""
    away = q_mean - p_mean
    ratio = q_std / p_std
    if ratio == 0.0:
        raise ZeroDivisionError
    # k1 = a + b z + c (z^2 - 1), x = q_mean + q_std z.
    linear = away / p_std * ratio
    excess = (q_std - p_std) / p_std * (ratio + 1.0)  # ratio^2 - 1
    near = abs(excess) < NEAR
    cost = float(x_minus_log1p(excess)) if near else excess - 2.0 * math.log(ratio)
    level = 0.5 * ((away / p_std) ** 2 + cost)
    true = {"mu": linear / q_std, "sigma": excess / q_std}
    less, apart = excess / ratio**2, (away / q_std) ** 2
    reverse = {"mu": away / q_std**2, "sigma": (less - apart) / q_std}
    squared = {
        "mu": linear * (level + excess) / q_std,
        "sigma": (linear**2 + level * excess + excess**2) / q_std,
    }
    difference = {
        "mu": away / q_std**2 * excess,
        "sigma": (excess * less + apart) / q_std,
    }
    return true, reverse, squared, difference


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
    away = q.mean - p.mean
    true: Array = np.asarray(np.linalg.solve(p.covariance, away), dtype=float)
    reverse: Array = np.asarray(np.linalg.solve(q.covariance, away), dtype=float)
    more = q.covariance - p.covariance
    squared: Array = np.asarray(kl(q, p) * true + np.linalg.solve(p.covariance, more @ true))
    zero: Array = np.zeros_like(true)
    difference: Array = np.asarray(np.linalg.solve(p.covariance, more @ reverse), dtype=float)
    for each in (true, reverse, squared, zero, difference):
        each.flags.writeable = False
    return KlLossMeanGradients(
        true=true,
        true_reverse=reverse,
        loss={"k1": zero, "k2": true, "k3": reverse},
        reward={"k1": true, "k2": squared, "k3": difference},
    )
