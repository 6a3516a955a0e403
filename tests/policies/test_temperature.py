"""Maximum-entropy policies against tables, SciPy, and what a temperature does when adjusted."""

from __future__ import annotations

import math

import numpy as np
import pytest
from mpmath import mp
from scipy.stats import truncnorm

from engine.core.parameter import ParameterError
from engine.policies import maximum_entropy, temperature_for_entropy
from engine.policies.bounded_temperature import (
    bounded_maximum_entropy,
    bounded_temperature_for_entropy,
)
from engine.policies.temperature_updates import temperature_path
from tests.helpers.truth_tables import table


@pytest.mark.parametrize("row", table("temperature"), ids=lambda row: str(row["id"]))
def test_table(row: dict) -> None:
    truth = {name: float(text) for name, text in row["truth"].items()}
    found = maximum_entropy(row["c"], row["k"], row["alpha"])
    assert found.policy.mean[0] == truth["mean"]
    assert found.policy.covariance[0, 0] == pytest.approx(truth["variance"], rel=1e-11)
    assert found.entropy == pytest.approx(truth["entropy"], rel=1e-11)
    assert found.policy.entropy() == pytest.approx(truth["entropy"], rel=1e-11)
    assert found.soft_value == pytest.approx(truth["soft_value"], rel=1e-11)
    alpha = temperature_for_entropy(row["c"], -1.0)
    assert alpha == pytest.approx(truth["alpha_for_entropy_minus_1"], rel=1e-11)


def test_parts_make_the_whole_at_any_size() -> None:
    for curvature, alpha in ((1e-100, 1e100), (3.0, 1e-12), (1e8, 2.0)):
        found = maximum_entropy(curvature, -2.0, alpha)
        whole = found.expected_reward + alpha * found.entropy
        assert found.soft_value == pytest.approx(whole, rel=1e-12)
        back = temperature_for_entropy(curvature, found.entropy)
        assert back == pytest.approx(alpha, rel=1e-11)


@pytest.mark.parametrize(
    ("curvature", "centre", "alpha"),
    [(1.0, 0.3, 0.2), (1.0, 2.0, 0.1), (3.0, -0.9, 1e-6), (1.0, 1.0, 0.01), (0.5, 0.0, 3.0)],
)
def test_between_bounds(curvature: float, centre: float, alpha: float) -> None:
    std = math.sqrt(alpha / curvature / 2.0)
    law = truncnorm((-1.0 - centre) / std, (1.0 - centre) / std, centre, std)
    found = bounded_maximum_entropy(curvature, centre, alpha)
    reward = -curvature * (law.var() + (law.mean() - centre) ** 2)
    assert found.entropy == pytest.approx(law.entropy(), rel=1e-11)
    assert found.expected_reward == pytest.approx(reward, rel=1e-11)
    whole = found.expected_reward + alpha * found.entropy
    assert found.soft_value == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("centre", [0.0, -1.0, 0.999, 1.0 + 1e-9])
@pytest.mark.parametrize("alpha", [1e-9, 0.03, 0.2, 1.9, 2.1, 1e3, 1e9])
def test_between_bounds_to_the_last_digits(centre: float, alpha: float) -> None:
    with mp.workdps(60):
        rate, k = 1 / mp.mpf(alpha), mp.mpf(centre)
        low, high = (mp.sqrt(rate) * (end - k) for end in (-1, 1))

        def between(power: int) -> mp.mpf:
            """Of t^power exp(-t^2), by incomplete gamma functions of either end."""
            part = [
                mp.sign(t) * mp.gammainc((power + 1) / mp.mpf(2), 0, t * t) for t in (low, high)
            ]
            return (part[1] - part[0]) / 2

        mass = between(0)
        square, fourth = between(2) / mass, between(4) / mass
        entropy = mp.log(mass / mp.sqrt(rate)) + square
        found = bounded_maximum_entropy(1.0, centre, alpha)
        assert abs(found.entropy - entropy) < found.rounding
        assert found.expected_reward == pytest.approx(float(-alpha * square), rel=1e-13)
        assert found.spread == pytest.approx(float(fourth - square * square), rel=1e-12)


@pytest.mark.parametrize("centre", [0.0, 0.3, -4.0])
def test_the_temperature_between_bounds_meets_its_target(centre: float) -> None:
    for target in (-100.0, -3.0, 0.0, 0.6, 0.69314):
        alpha = bounded_temperature_for_entropy(2.0, centre, target)
        found = bounded_maximum_entropy(2.0, centre, alpha).entropy
        assert found == pytest.approx(target, abs=1e-11)
    if centre == 0.0:  # far from the bounds they do not count
        alpha = bounded_temperature_for_entropy(2.0, centre, -1.0)
        assert alpha == pytest.approx(temperature_for_entropy(2.0, -1.0), rel=1e-3)
    for beyond in (math.log(2.0), 0.7, math.nan):
        with pytest.raises(ParameterError, match="must be below"):
            bounded_temperature_for_entropy(2.0, centre, beyond)


@pytest.mark.parametrize("rule", ["alpha", "log_alpha", "log_alpha_plain"])
def test_every_rule_ends_at_the_temperature_of_the_target(rule: str) -> None:
    wanted = temperature_for_entropy(0.5, 1.0)
    path = temperature_path(
        rule, lambda alpha: maximum_entropy(0.5, 0.0, alpha).entropy, 1.0, 2.0, 0.1, 3_000
    )
    assert path[0] == 2.0
    assert path[-1] == pytest.approx(wanted, rel=1e-6)


def test_a_target_that_cannot_be_met_runs_away() -> None:
    def entropy(alpha: float) -> float:
        return bounded_maximum_entropy(1.0, 0.0, alpha).entropy

    path = temperature_path("log_alpha_plain", entropy, 1.0, 0.2, 0.5, 60)
    assert np.all(np.diff(path) > 0.0)
    late = np.diff(np.log(path))[-1]
    assert late == pytest.approx(0.5 * (1.0 - math.log(2.0)), rel=1e-6)
    zero = temperature_path("alpha", entropy, -5.0, 0.2, 10.0, 3)
    assert zero.tolist() == [0.2, 0.0, 0.0, 0.0]
    far = temperature_path("log_alpha", lambda _: 0.0, 1e3, 1.0, 1.0, 5)
    assert np.all(np.isfinite(far))


def test_what_cannot_be_taken_is_named() -> None:
    for wrong, field in (((0.0, 0.0, 1.0), "curvature"), ((1.0, 0.0, -1.0), "alpha")):
        for made in (maximum_entropy, bounded_maximum_entropy):
            with pytest.raises(ParameterError, match=field):
                made(*wrong)
    with pytest.raises(ParameterError, match="mean"):
        maximum_entropy(1.0, math.inf, 1.0)
    with pytest.raises(ParameterError, match="centre"):
        bounded_maximum_entropy(1.0, math.inf, 1.0)
    with pytest.raises(ParameterError, match="low"):
        bounded_maximum_entropy(1.0, 0.0, 1.0, 1.0, 1.0)
    with pytest.raises(ParameterError, match="entropy"):
        temperature_for_entropy(1.0, math.inf)
    for wrong in (("other", 1.0, 1.0, 1), ("alpha", 0.0, 1.0, 1), ("alpha", 1.0, 1.0, -1)):
        with pytest.raises(ParameterError, match="must be"):
            temperature_path(wrong[0], lambda _: 0.0, 0.0, *wrong[1:])
