"""Exact bounds and gradients of several K, and what the signal to noise tends to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from engine.divergence import chi_square, elbo
from engine.divergence.importance_gradients import importance_gradients
from engine.divergence.importance_limits import signal_limits
from engine.gaussian import Gaussian
from engine.weights.importance import tail_index

SCENES = [(1.0, 0.7, 1.2, 0.3, 0.6), (1.0, 0.5, 1.0, 1.0, 1.0), (1.0, 0.1, 0.5, 0.0, 0.05)]
KS = (1, 2, 7, 64, 512)


def bound(tau: float, s: float, x: float, mu: float, sigma: float):
    return elbo(tau, s, x, Gaussian.from_std(mu, sigma))


@pytest.mark.parametrize("scene", SCENES)
def test_two_samples_by_the_trapezoidal_rule(scene) -> None:
    found = bound(*scene)
    z = np.arange(-9.5, 9.505, 0.01)
    weight = 0.01 * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    logs = found.log_ratio.centred(z)
    pairs = np.logaddexp(logs[:, np.newaxis], logs) - math.log(2.0)
    expected = found.value + weight @ pairs @ weight
    assert found.iwae_exact(2) == pytest.approx(expected, abs=1e-12 * (1.0 + abs(found.value)))


@pytest.mark.parametrize("scene", SCENES)
def test_gradients_are_differences_of_bounds(scene) -> None:
    tau, s, x, mu, sigma = scene
    found, h = bound(*scene).iwae_exactly(KS), 1e-4
    by_mu = [
        bound(tau, s, x, mu + side * h * sigma, sigma).iwae_exactly(KS).value for side in (1, -1)
    ]
    by_log_sigma = [
        bound(tau, s, x, mu, sigma * math.exp(side * h)).iwae_exactly(KS).value for side in (1, -1)
    ]
    np.testing.assert_allclose(found.mu, (by_mu[0] - by_mu[1]) / (2 * h * sigma), rtol=1e-6)
    differences = (by_log_sigma[0] - by_log_sigma[1]) / (2 * h)
    np.testing.assert_allclose(found.log_sigma, differences, rtol=1e-6)
    assert found.value[0] == pytest.approx(bound(*scene).value, rel=1e-12)
    assert found.mu[0] == pytest.approx(bound(*scene).gradient["mu"], rel=1e-11)
    assert np.all(np.diff(found.value) > 0.0)


@pytest.mark.parametrize("scene", SCENES[:2])
def test_the_models_gradient_as_measured(scene) -> None:
    exact = bound(*scene).iwae_exactly((16,)).prior_mean[0]
    each = importance_gradients(bound(*scene), 16, 20_000)["model"]["prior_mean"]
    assert abs(each.mean - exact) < 4.0 * each.standard_error


@pytest.mark.parametrize(
    "scene",
    [*SCENES[:2], (10.0, 0.1, 5.0, -5.0, 0.3), (10.0, 0.1, 5.0, -5.0, 0.5), (1.0, 0.1, 3, -3, 0.5)],
)
def test_two_samples_wherever_q_is(scene) -> None:
    """log(w_1 + w_2) = log w_1 + log(1 + w_2 / w_1), and log w_2 / w_1 is a product of the sum
    and the difference of two normals, which are independent."""
    found = bound(*scene)
    slope, bend = found.log_ratio.slope, found.log_ratio.bend

    def normal(x: float) -> float:
        return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)

    def over_difference(size: float) -> float:
        rest, _ = quad(
            lambda t: 2.0 * normal(t / size) / size * math.log1p(math.exp(-t)), 0.0, 45.0
        )
        return rest + size / math.sqrt(2.0 * math.pi)

    def over_sum(s: float) -> float:
        size = math.sqrt(2.0) * abs(slope + math.sqrt(2.0) * bend * s)
        return normal(s) * over_difference(size)

    more, _ = quad(over_sum, -9.0, 9.0, epsabs=0.0, epsrel=1e-12, limit=200)
    expected = found.value + more - math.log(2.0)
    assert found.iwae_exact(2) == pytest.approx(expected, abs=1e-11 * (1.0 + abs(found.value)))


def test_a_wide_q_far_from_the_posterior_still_has_a_bound() -> None:
    found = bound(10.0, 0.1, 5.0, -5.0, 0.1)
    exact = found.iwae_exactly((2, 512)).value
    for k, value in zip((2, 512), exact, strict=True):
        measured = found.iwae(k, samples=4_000, seed=k)
        assert abs(measured.value - value) < 4.0 * measured.standard_error


@pytest.mark.parametrize("scene", SCENES[:2])
def test_signals_tend_to_their_limits(scene) -> None:
    found, k = bound(*scene), 1_024
    exact, measured = found.iwae_exactly((k,)), importance_gradients(found, k, 8_000)
    means = {"mu": exact.mu[0], "log_sigma": exact.log_sigma[0], "prior_mean": exact.prior_mean[0]}
    for name, parameters in signal_limits(found).items():
        for parameter, limit in parameters.items():
            signal = abs(means[parameter]) / math.sqrt(measured[name][parameter].variance)
            assert signal == pytest.approx(float(limit.at(np.array(k))), rel=0.05)


def test_limits_that_there_are_none_of() -> None:
    narrow = signal_limits(bound(1.0, 1.0, 0.0, 0.1, 0.3))
    assert math.isnan(narrow["pathwise"]["mu"].factor)
    # E w^2 is finite and E w^4 is not.
    between = signal_limits(bound(1.0, 1.0, 0.0, 0.1, 0.58))
    assert math.isfinite(between["pathwise"]["mu"].factor)
    assert math.isnan(between["doubly_reparameterised"]["mu"].factor)


@pytest.mark.parametrize("scene", [*SCENES, (1.0, 1.0, 0.0, 0.1, 0.3), (1.0, 1.0, 1.0, 0.5, 0.71)])
def test_chi_square_and_the_tail_are_those_of_the_two_gaussians(scene) -> None:
    found = bound(*scene)
    expected = chi_square(found.posterior, found.q)
    assert math.expm1(found.log1p_chi_square) == pytest.approx(expected, rel=1e-9)
    assert found.tail_index == pytest.approx(tail_index(found.posterior, found.q), rel=1e-9)
