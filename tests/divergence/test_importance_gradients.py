"""Gradients of L_K: one mean, what differences of the exact bound say, and the known slopes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.divergence import elbo
from engine.divergence.importance_gradients import importance_gradients
from engine.gaussian import Gaussian

MODEL = (1.0, 0.7, 1.2)
MU, SIGMA = 0.3, 0.6


def bound(mu: float = MU, sigma: float = SIGMA):
    return elbo(*MODEL, Gaussian.from_std(mu, sigma))


@pytest.mark.parametrize("k", [1, 4, 16])
def test_both_estimate_the_slope_of_the_exact_bound(k: int) -> None:
    found, h = importance_gradients(bound(), k, 40_000, seed=k), 1e-4
    slopes = {
        "mu": bound(MU + h).iwae_exact(k) - bound(MU - h).iwae_exact(k),
        "log_sigma": bound(sigma=SIGMA * math.exp(h)).iwae_exact(k)
        - bound(sigma=SIGMA * math.exp(-h)).iwae_exact(k),
    }
    for name in ("pathwise", "doubly_reparameterised"):
        for parameter, rise in slopes.items():
            each = found[name][parameter]
            assert abs(each.mean - rise / (2.0 * h)) < 4.0 * each.standard_error + 1e-6


def test_at_one_sample_they_are_the_known_ones() -> None:
    found, exact = importance_gradients(bound(), 1, 100_000), bound()
    for name, known in (("pathwise", "pathwise"), ("doubly_reparameterised",) * 2):
        for parameter, each in found[name].items():
            true = exact.gradient[parameter]
            assert abs(each.mean - true) < 4.0 * each.standard_error + 1e-12
            assert each.variance == pytest.approx(exact.variances[known][parameter], rel=0.05)


def test_signal_to_noise_falls_rises_and_is_mended() -> None:
    ks = np.array([4, 16, 64])
    found = [importance_gradients(bound(), int(k), 60_000, seed=5) for k in ks]

    def slope(name: str, parameter: str) -> float:
        ratios = [each[name][parameter].signal_to_noise for each in found]
        return float(np.polyfit(np.log(ks), np.log(ratios), 1)[0])

    assert slope("pathwise", "mu") == pytest.approx(-0.5, abs=0.25)
    assert slope("doubly_reparameterised", "mu") > 0.1
    assert slope("model", "prior_mean") == pytest.approx(0.5, abs=0.15)


def test_the_models_gradient_tends_to_the_mean_of_the_posterior() -> None:
    each = importance_gradients(bound(), 512, 4_000)["model"]["prior_mean"]
    assert each.mean == pytest.approx(bound().posterior.mean[0] / MODEL[0] ** 2, abs=5e-3)
