"""Expected gradients of the KL estimators as losses, against quadrature and differences."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import kl
from engine.divergence.kl_losses import expected_gradients, expected_mean_gradients
from engine.gaussian.gaussian import Gaussian

CASES = [(0.7, 0.9, 0.0, 1.0), (-0.3, 1.2, 0.5, 1.1), (2.0, 0.5, 1.0, 1.5), (0.0, 1.0, 0.0, 1.0)]


def test_the_worked_example():
    found = expected_gradients(0.7, math.sqrt(0.81), 0.0, 1.0)
    numbers = [found.true["mu"], *(found.loss[name]["mu"] for name in ("k1", "k2", "k3"))]
    assert [round(number, 3) for number in numbers] == [0.7, 0.0, 0.7, 0.864]


@pytest.mark.parametrize("case", CASES)
def test_against_quadrature(case):
    """E_q of the gradient of each loss and of each reward times the score, term by term."""
    q_mean, q_std, p_mean, p_std = case
    z, weight = np.polynomial.hermite_e.hermegauss(150)
    weight = weight / weight.sum()
    x = q_mean + q_std * z
    log_w = -0.5 * ((x - p_mean) / p_std) ** 2 - math.log(p_std) + 0.5 * z**2 + math.log(q_std)
    k = {"k1": -log_w, "k2": 0.5 * log_w**2, "k3": np.expm1(log_w) - log_w}
    slope = {"k1": np.ones_like(z), "k2": -log_w, "k3": -np.expm1(log_w)}  # dk / d log q
    found = expected_gradients(*case)
    for coordinate, score in (("mu", z / q_std), ("sigma", (z * z - 1.0) / q_std)):
        for name in k:
            loss = weight @ (slope[name] * score)
            reward = weight @ (k[name] * score)
            assert found.loss[name][coordinate] == pytest.approx(loss, rel=1e-9, abs=1e-9)
            assert found.reward[name][coordinate] == pytest.approx(reward, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_the_true_gradients_are_those_of_the_divergence(case):
    q_mean, q_std, p_mean, p_std = case
    p, step = Gaussian.from_std(p_mean, p_std), 1e-5

    def slope(function, coordinate):
        shift = np.array([step, 0.0] if coordinate == "mu" else [0.0, step])
        up, down = ([q_mean, q_std] + sign * shift for sign in (1.0, -1.0))
        rise = function(Gaussian.from_std(*up)) - function(Gaussian.from_std(*down))
        return rise / (2.0 * step)

    found = expected_gradients(*case)
    for name in ("mu", "sigma"):
        true = slope(lambda q: kl(q, p), name)
        reverse = slope(lambda q: kl(p, q), name)
        assert found.true[name] == pytest.approx(true, abs=1e-8)
        assert found.true_reverse[name] == pytest.approx(reverse, abs=1e-7)


@pytest.mark.parametrize("case", CASES)
def test_the_mean_in_one_dimension_is_the_same(case):
    q_mean, q_std, p_mean, p_std = case
    found = expected_gradients(*case)
    p, q = Gaussian.from_std(p_mean, p_std), Gaussian.from_std(q_mean, q_std)
    many = expected_mean_gradients(p, q)
    assert many.true[0] == pytest.approx(found.true["mu"], abs=1e-14)
    for name in ("k1", "k2", "k3"):
        assert many.loss[name][0] == pytest.approx(found.loss[name]["mu"], abs=1e-13)
        assert many.reward[name][0] == pytest.approx(found.reward[name]["mu"], abs=1e-13)


def test_the_mean_in_three_dimensions_by_monte_carlo():
    p = Gaussian([0.2, -0.1, 0.0], [[1.0, 0.3, 0.0], [0.3, 1.5, 0.2], [0.0, 0.2, 0.8]])
    q = Gaussian([0.5, 0.3, -0.4], [[0.8, 0.1, 0.1], [0.1, 1.0, 0.0], [0.1, 0.0, 0.6]])
    x = q.sample(400_000, seed=4)
    log_w = p.log_density(x) - q.log_density(x)
    score = np.linalg.solve(q.covariance, (x - q.mean).T)
    found = expected_mean_gradients(p, q)
    for kind, factors in (
        ("loss", {"k1": np.ones_like(log_w), "k2": -log_w, "k3": -np.expm1(log_w)}),
        ("reward", {"k1": -log_w, "k2": 0.5 * log_w**2, "k3": np.expm1(log_w) - log_w}),
    ):
        for name, factor in factors.items():
            samples = factor * score
            error = samples.std(axis=1) / math.sqrt(samples.shape[1])
            away = np.abs(samples.mean(axis=1) - getattr(found, kind)[name])
            assert np.all(away <= 4.0 * error), (kind, name)


@pytest.mark.parametrize(
    "case",
    [
        (0.0, 0.0, 0.0, 1.0),
        (math.nan, 1.0, 0.0, 1.0),
        (0.0, 1.0, 0.0, -1.0),
        (0.0, 1e-200, 1.0, 1.0),
        (1e300, 1.0, 0.0, 1e-100),
    ],
)
def test_bad_input_is_refused(case):
    with pytest.raises(ParameterError):
        expected_gradients(*case)


def test_dimensions_must_agree():
    with pytest.raises(ParameterError, match="dimension"):
        expected_mean_gradients(Gaussian([0.0], [[1.0]]), Gaussian([0.0, 0.0], np.eye(2)))
