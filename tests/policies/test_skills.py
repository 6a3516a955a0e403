"""What the state tells of the skill: tables, divergences of pairs, samples, and bounds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import logsumexp

from engine.core.parameter import ParameterError
from engine.divergence import jensen_shannon
from engine.gaussian import Gaussian
from engine.policies import mutual_information
from engine.policies.linear_discriminator import best_linear_discriminator
from engine.policies.skills import (
    States,
    entropy_of_states,
    gaussian_discriminator_bound,
    linear_discriminator_bound,
    log_densities,
)
from tests.helpers.truth_tables import table

ROWS = table("skills")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_table(row: dict) -> None:
    truth = {name: float(text) for name, text in row["truth"].items()}
    found = mutual_information(row["means"], row["stds"])
    assert found == pytest.approx(truth["mutual_information"], rel=1e-9)
    assert found <= truth["log_number"]
    entropy = entropy_of_states(row["means"], row["stds"])
    assert entropy == pytest.approx(truth["entropy_of_states"], rel=1e-9)


@pytest.mark.parametrize(("mean", "std"), [(3.0, 0.01), (8.0, 0.5), (15.0, 2.0), (0.1, 1.0)])
def test_two_skills_are_a_jensen_shannon_divergence(mean: float, std: float) -> None:
    pair = Gaussian.from_std(0.0, 1.0), Gaussian.from_std(mean, std)
    found = mutual_information([0.0, mean], [1.0, std])
    assert found == pytest.approx(jensen_shannon(*pair), rel=1e-10)


def test_near_skills_keep_their_digits_and_far_ones_reach_log_k() -> None:
    assert mutual_information([0.0, 1e-6], 1.0) == pytest.approx(1e-12 / 8.0, rel=1e-9)
    assert 0.0 <= mutual_information([0.0, 0.0, 0.0], 2.0) < 1e-30
    assert mutual_information([5.0], [1e-3]) == 0.0
    far = mutual_information([0.0, 1e4, 1e8, -1e6], [1.0, 1e-3, 10.0, 1.0])
    assert far == pytest.approx(math.log(4.0), rel=1e-12)
    same = mutual_information(np.arange(3) * 4.0, 1.0)
    assert mutual_information(np.arange(3) * 4e-9, 1e-9) == pytest.approx(same, rel=1e-12)


def test_as_sampled() -> None:
    mean, std = np.array([-1.0, 1.0, 4.0, 6.0]), np.array([0.3, 0.8, 1.0, 2.0])
    rng = np.random.default_rng(3)
    skill = rng.integers(4, size=200_000)
    states = States(mean[skill], std[skill] * rng.standard_normal(len(skill)))
    logs = log_densities(states, mean, std)
    values = logs[skill, np.arange(len(skill))] - logsumexp(logs, axis=0) + math.log(4.0)
    error = values.std() / math.sqrt(len(values))
    assert abs(values.mean() - mutual_information(mean, std)) < 4.0 * error


def test_a_discriminator_bounds_from_below() -> None:
    row = ROWS[2]
    mean, std = np.array(row["means"], dtype=float), np.array(row["stds"])
    exact = mutual_information(mean, std)
    own = gaussian_discriminator_bound(mean, std, mean, std)
    assert own == pytest.approx(exact, rel=1e-11)
    assert gaussian_discriminator_bound(mean, std, [-1.7, 0.0, 1.8], 0.7) < exact
    # Gaussians of one std make a linear discriminator.
    shared = gaussian_discriminator_bound(mean, std, mean, 0.7)
    linear = linear_discriminator_bound(mean, std, mean / 0.49, -(mean**2) / 0.98)
    assert linear == pytest.approx(shared, rel=1e-11)
    flat = linear_discriminator_bound(mean, std, np.zeros(3), np.zeros(3))
    assert flat == pytest.approx(0.0, abs=1e-13)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_the_best_linear_discriminator(row: dict) -> None:
    mean, std = np.array(row["means"], dtype=float), np.array(row["stds"], dtype=float)
    found = best_linear_discriminator(mean, std)
    exact = mutual_information(mean, std)
    assert 0.0 <= found.bound <= exact + 1e-12
    again = linear_discriminator_bound(mean, std, found.slopes, found.offsets)
    assert again == pytest.approx(found.bound, rel=1e-9)
    if np.ptp(std) == 0.0:  # the exact one is linear
        assert found.bound == pytest.approx(exact, rel=1e-7)
    rng = np.random.default_rng(1)
    for _ in range(20):
        slopes = found.slopes + 0.05 * rng.standard_normal(len(mean))
        offsets = found.offsets + 0.05 * rng.standard_normal(len(mean))
        other = linear_discriminator_bound(mean, std, slopes, offsets)
        assert other <= found.bound + 1e-9


def test_what_cannot_be_taken_is_named() -> None:
    with pytest.raises(ParameterError, match="stds"):
        mutual_information([0.0, 1.0], [1.0, 0.0])
    with pytest.raises(ParameterError, match="stds"):
        mutual_information([0.0, 1.0, 2.0], [1.0, 1.0])
    with pytest.raises(ParameterError, match="means"):
        mutual_information([0.0, math.nan], 1.0)
    with pytest.raises(ParameterError, match="at most"):
        mutual_information(np.arange(2_000), 1.0)
    with pytest.raises(ParameterError, match="guessed_means"):
        gaussian_discriminator_bound([0.0, 1.0], 1.0, [0.0], 1.0)
    with pytest.raises(ParameterError, match="slopes"):
        linear_discriminator_bound([0.0, 1.0], 1.0, [0.0], [0.0, 0.0])
