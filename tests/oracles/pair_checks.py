"""What the engine says of a pair, held against `tests.oracles.gaussian_pairs`."""

from __future__ import annotations

import math
from typing import Any

import mpmath as mp
import numpy as np

from engine.divergence import closed_forms as divergence
from engine.divergence.exact_moments import exact_moments
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.gaussian.projection import projection
from engine.gaussian.relative import relative
from engine.weights.exact.estimates import exact_estimates
from engine.weights.importance import tail_index
from tests.oracles.gaussian_pairs import Truth

EXACT = 1e-9
HUGE = 1e290  # where a square on the way may be infinite
ROUNDING = 1e-60  # mpmath's own, where the truth is 0
ORDERS = (1.1, 1.5, 2.0, 3.0)


def close(name: str, got: float, true: Any, size: Any = 0) -> None:
    """To EXACT of the true value (or of ``size``, of what it is the difference of)."""
    if got == math.inf:
        assert true > HUGE, (name, got, float(true))
        return
    room = EXACT * max(abs(true), size) + ROUNDING
    assert abs(got - true) <= room, (name, got, float(true))


def check_decisions(p: Gaussian, q: Gaussian, truth: Truth) -> None:
    """Which orders diverge, and on which side of 1/2 the tail index lies."""
    for alpha in ORDERS:
        infinite = truth.is_infinite(alpha)
        assert relative(p, q).diverges(alpha) == infinite, alpha
        assert math.isinf(divergence.renyi(p, q, alpha)) == infinite, alpha
    assert (tail_index(p, q) >= 0.5) == truth.is_infinite(2.0)


def check_closed_forms(p: Gaussian, q: Gaussian, truth: Truth) -> None:
    other = truth.reversed()
    kl, reverse, entropy = truth.kl(), other.kl(), truth.entropy()
    close("KL(p||q)", divergence.kl(p, q), kl)
    close("KL(q||p)", divergence.kl(q, p), reverse)
    close("entropy", p.entropy(), entropy, 1)
    close("cross-entropy", divergence.cross_entropy(p, q), kl + entropy, 1)
    for alpha in (0.3, 0.5, 1.1, 1.5, 2.0):
        close(f"Renyi {alpha}", divergence.renyi(p, q, alpha), truth.renyi(alpha))
    chi_square = truth.renyi(2.0)
    close("chi-square", divergence.chi_square(p, q), mp.expm1(chi_square))
    close("W2", divergence.wasserstein2(p, q), mp.sqrt(truth.wasserstein2_squared()))
    moments = exact_moments(p, q)
    variance = truth.variance_log_w()
    close("variance of k1", moments.k1.variance, variance)
    close("mean of k2", moments.k2.mean, (variance + reverse**2) / 2)
    close("variance of k3", moments.k3.variance,
          mp.expm1(chi_square) + variance - 2 * (kl + reverse), variance * 1e-9)  # fmt: skip
    weighted = exact_estimates(p, q, TestFunction("x")).plain_variance
    close("variance of w x", weighted, truth.variance_of_weighted_axis(0))
    slopes = projection(p, q).relative_slopes
    close("variance under q", np.sum(slopes**2), truth.S_q[0, 0])
    close("variance under p", np.sum(slopes**2 * relative(p, q).eigenvalues), truth.S_p[0, 0])
    for got, lam in zip(relative(p, q).eigenvalues, truth.eigenvalues, strict=True):
        close("lam", got, lam)
    if truth.eigenvalues[-1] > 1:
        close("tail index", tail_index(p, q), 1 - 1 / truth.eigenvalues[-1])


def check_log_w(p: Gaussian, q: Gaussian, truth: Truth, z: Any) -> None:
    """At the same normals z, (d, m), beside the deviation of log w."""
    ratio, mean = log_ratio(p, q), -truth.reversed().kl()
    deviation = mp.sqrt(truth.variance_log_w())
    for column, got, centred in zip(np.transpose(z), ratio(z), ratio.centred(z), strict=True):
        true = truth.log_w(column)
        close("log w", float(got), true, deviation)
        close("log w - E log w", float(centred), true - mean, deviation)
