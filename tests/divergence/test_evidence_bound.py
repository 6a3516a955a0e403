"""The evidence bound against tables and samples; its importance-weighted kin."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.divergence import elbo
from engine.gaussian import Gaussian
from tests.helpers.truth_tables import misc_rows, table

ROWS = table("elbo")
SAMPLES = 200_000
SCENES = [(1.0, 1.0, 1.0, 0.5, 0.7), (2.0, 0.5, -1.5, 0.3, 0.4), (1.0, 0.3, -1.0, -0.8, 0.5)]


def bound_of(row: dict):
    return elbo(row["tau"], row["s"], row["x"], Gaussian.from_std(row["q_mu"], row["q_sigma"]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_table(row: dict) -> None:
    truth, found = row["truth"], bound_of(row)
    assert found.value == pytest.approx(float(truth["elbo"]), rel=1e-10)
    assert found.log_evidence == pytest.approx(float(truth["log_evidence"]), rel=1e-10)
    for name, text in truth["gradient"].items():
        assert found.gradient[name] == pytest.approx(float(text), rel=1e-10, abs=1e-9)
    for estimator, variances in truth["variance"].items():
        for name, text in variances.items():
            got = found.variances[estimator][name]
            assert got == pytest.approx(float(text), rel=1e-10, abs=1e-25), (estimator, name)


@pytest.mark.parametrize("row", [row for row in ROWS if "iwae_2" in row["truth"]], ids=str)
def test_two_samples(row: dict) -> None:
    truth, found = float(row["truth"]["iwae_2"]), bound_of(row)
    assert found.iwae_exact(2) == pytest.approx(truth, abs=1e-10)
    measured = found.iwae(2, samples=SAMPLES, seed=3)
    assert abs(measured.value - truth) < 4.0 * measured.standard_error + 1e-10


def test_a_measured_bound_is_a_number_with_its_error() -> None:
    measured = bound_of(ROWS[1]).iwae(3, samples=1_000, seed=1)
    value, error = measured
    assert measured == value == measured.value
    assert error == measured.standard_error > 0.0
    assert np.mean([measured, measured]) == pytest.approx(value)
    again = pickle.loads(pickle.dumps(measured))
    assert (again, again.standard_error) == (measured, error)
    assert bound_of(ROWS[1]).iwae(3, samples=1_000, seed=1) == measured


@pytest.mark.parametrize("row", misc_rows("elbo_gaussian"), ids=lambda row: str(row["id"]))
def test_table_of_parts(row: dict) -> None:
    truth = {name: float(text) for name, text in row["truth"].items()}
    found = bound_of(row)
    assert found.value == pytest.approx(truth["elbo"], rel=1e-11)
    assert found.reconstruction == pytest.approx(truth["expected_loglik"], rel=1e-11)
    assert found.cost == pytest.approx(truth["kl_q_prior"], rel=1e-11)
    assert found.gap == pytest.approx(truth["gap"], rel=1e-11, abs=1e-15)
    assert found.gradient["mu"] == pytest.approx(truth["grad_q_mu"], rel=1e-11, abs=1e-14)
    by_sigma = found.gradient["log_sigma"] / row["q_sigma"]
    assert by_sigma == pytest.approx(truth["grad_q_sigma"], rel=1e-11, abs=1e-14)


@pytest.mark.parametrize(("tau", "s", "x", "mu", "sigma"), SCENES)
def test_every_estimator_as_sampled(tau, s, x, mu, sigma) -> None:
    q = Gaussian.from_std(mu, sigma)
    found = elbo(tau, s, x, q)
    u = np.random.default_rng(1).standard_normal(SAMPLES)
    z = mu + sigma * u
    joint = Gaussian.from_std(0.0, tau).log_density(z) + Gaussian.from_std(x, s).log_density(z)
    by_z = -z / tau**2 + (x - z) / s**2
    through = {"mu": np.ones(SAMPLES), "log_sigma": sigma * u}  # dz
    score = {"mu": u / sigma, "log_sigma": u * u - 1.0}
    of_entropy = {"mu": 0.0, "log_sigma": 1.0}
    prior = {"mu": -mu / tau**2, "log_sigma": 1.0 - (sigma / tau) ** 2}  # of -KL(q||prior)
    for name in ("mu", "log_sigma"):
        landing = (by_z + u / sigma) * through[name]
        samples = {
            "score_function": (joint - q.log_density(z)) * score[name],
            "pathwise": landing - score[name],
            "pathwise_exact_entropy": by_z * through[name] + of_entropy[name],
            "sticking_the_landing": landing,
            "doubly_reparameterised": landing,
            "exact_kl": (x - z) / s**2 * through[name] + prior[name],
        }
        assert samples.keys() == found.variances.keys()
        for estimator, values in samples.items():
            error = values.std() / math.sqrt(SAMPLES)
            assert abs(values.mean() - found.gradient[name]) < 4.0 * error, estimator
            squares = np.square(values - found.gradient[name])
            error = squares.std() / math.sqrt(SAMPLES)
            assert abs(squares.mean() - found.variances[estimator][name]) < 4.0 * error, estimator


@pytest.mark.parametrize("k", [1, 2, 7, 40])
@pytest.mark.parametrize("scene", SCENES)
def test_more_samples_as_measured(scene, k: int) -> None:
    found = elbo(*scene[:3], Gaussian.from_std(*scene[3:]))
    exact, measured = found.iwae_exact(k), found.iwae(k, samples=20_000, seed=k)
    assert abs(measured.value - exact) < 4.0 * measured.standard_error
    assert found.value - 1e-10 <= exact <= found.log_evidence + 1e-10


def test_many_samples_come_near_the_prediction() -> None:
    found = elbo(1.0, 0.3, -1.0, Gaussian.from_std(-0.8, 0.5))
    for k in (100, 1_000):
        lacks = found.log_evidence - found.iwae_exact(k)
        assert lacks == pytest.approx(found.log_evidence - found.iwae_predicted(k), rel=2.0 / k)
    narrow = elbo(1.0, 1.0, 0.0, Gaussian.from_std(0.0, 0.2))
    assert narrow.iwae_predicted(10) == -math.inf


def test_a_narrow_and_a_wide_q_by_quadrature_of_two_samples() -> None:
    z = np.linspace(-11.0, 11.0, 1_101)
    weight = 0.02 * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    for sigma in (0.6, 1.0, 1.6):
        found = elbo(1.0, 1.0, 1.0, Gaussian.from_std(0.2, sigma))
        logs = found.log_ratio.centred(z)
        pairs = np.logaddexp(logs[:, np.newaxis], logs) - math.log(2.0)
        assert found.iwae_exact(2) == pytest.approx(found.value + weight @ pairs @ weight, abs=1e-9)


def test_the_posterior_itself_holds_all() -> None:
    found = elbo(1.0, 0.5, 1.0, Gaussian.from_std(0.8, math.sqrt(0.2)))
    for k in (1, 3, 1_000):
        assert found.iwae_exact(k) == pytest.approx(found.log_evidence, abs=1e-12)
    assert found.variances["sticking_the_landing"]["log_sigma"] < 1e-28
    assert found.variances["pathwise"]["mu"] == pytest.approx(5.0)


def test_what_cannot_be_taken_is_named() -> None:
    q = Gaussian(0.0, 1.0)
    for wrong, field in (((0.0, 1.0, 1.0), "tau"), ((1.0, -1.0, 1.0), "s")):
        with pytest.raises(ParameterError, match=field):
            elbo(*wrong, q)
    with pytest.raises(ParameterError, match="x"):
        elbo(1.0, 1.0, math.nan, q)
    with pytest.raises(ParameterError, match="dimension"):
        elbo(1.0, 1.0, 1.0, Gaussian.from_std([0.0, 0.0], 1.0))
    found = elbo(1.0, 1.0, 1.0, q)
    for wrong in ({"k": 0}, {"k": 1, "samples": 0}, {"k": 1.5}):
        with pytest.raises(ParameterError, match="whole number"):
            found.iwae(**wrong)
    with pytest.raises(ParameterError, match="no exact bound"):
        elbo(1e-6, 1.0, 1e6, q).iwae_exact(2)
