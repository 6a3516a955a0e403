"""The reward functions: values, gradients, moments and what they refuse."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from engine.core.parameter import ParameterError
from engine.functions.closed_forms import closed_means
from engine.functions.objectives import NAMES, by_name
from tests.helpers.truth_tables import table

SMOOTH = [name for name in NAMES if name != "step"]


def test_values():
    x = 1.5
    values = {
        "square": (x - 2.0) ** 2,
        "exp": math.exp(-2.0 * x * x),
        "cos": math.cos(2.0 * x),
        "linear": 2.0 * x,
        "cubic": x**3 - 2.0 * x,
        "quartic": x**4 - 2.0 * x**2,
        "step": 0.0,
    }
    assert set(values) == set(NAMES)
    for name, value in values.items():
        assert float(by_name(name, k=2.0).value(x)) == pytest.approx(value, rel=1e-15)
        moved = by_name(name, k=2.0, constant=3.0, scale=-2.0)
        assert float(moved(x)) == pytest.approx(3.0 - 2.0 * value, rel=1e-15)
    assert by_name("step", k=2.0)(np.array([1.9, 2.0, 2.1])).tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("k", [0.0, 0.7, 2e3])
def test_means_of_many_by_a_sum_over_nodes(name, k):
    objective, std = by_name(name, k=k, constant=5.0, scale=-2.0), 0.02
    means = np.array([-3.0, -1e-3, 0.0, 0.4, 7.0])
    nodes, weights = np.polynomial.hermite_e.hermegauss(201)
    found = closed_means(objective, means, std)
    if name == "step":
        expected = -2.0 * norm.sf(k, means, std)
    else:
        values = objective.value(means[:, np.newaxis] + std * nodes) - 5.0
        expected = values @ weights / np.sqrt(2.0 * np.pi)
    size = 1.0 if name in ("exp", "cos", "step") else np.abs(k) + 7.0
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12 * size**2)
    with pytest.raises(ParameterError, match=r"^objective = "):
        closed_means(by_name("square", scale=1e6), np.array([1e170]), 1.0)


@pytest.mark.parametrize("row", table("gradients"), ids=lambda row: f"{row['id']}-{row['cost']}")
def test_the_names_of_the_reference_table(row):
    objective = by_name(row["cost"], k=row["k"])
    value = float(row["truth"]["f_at_mu"])
    assert float(objective.value(row["mu"])) == pytest.approx(value, rel=1e-14, abs=1e-16)


def test_other_names():
    assert by_name("double_well", k=2.0) == by_name("quartic", k=2.0)
    assert by_name("quadratic", k=2.0) == by_name("square", k=2.0)


@pytest.mark.parametrize("name", SMOOTH)
def test_gradients_are_differences_in_the_limit(name):
    objective = by_name(name, k=1.25, constant=7.0, scale=1.5)
    x = np.linspace(-2.0, 2.0, 41)
    step = 1e-5
    slopes = (objective.value(x + step) - objective.value(x - step)) / (2.0 * step)
    assert objective.gradient(x) == pytest.approx(slopes, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("mean", "std"), [(0.3, 1.1), (-2.0, 0.05), (0.5, 4.0)])
def test_moments_by_plain_integration(name, mean, std):
    objective = by_name(name, k=0.75, constant=1.0, scale=2.0)
    z = np.linspace(-12.0, 12.0, 400_001)
    weight = np.exp(-0.5 * z * z)
    weight /= weight.sum()
    values = objective.value(mean + std * z)
    first = weight @ values
    moments = objective.moments(mean, std)
    coarse = 1e-4 if name == "step" else 1e-10
    assert moments.mean == pytest.approx(first, rel=coarse)
    assert moments.variance == pytest.approx(weight @ (values - first) ** 2, rel=coarse)


@pytest.mark.parametrize(("k", "std"), [(10.0, 3.0), (1e4, 2.0), (0.5, 50.0), (100.0, 1e-3)])
def test_moments_of_a_narrow_bump_are_exact(k, std):
    mean = 0.1
    moments = by_name("exp", k=k).moments(mean, std)

    def closed(rate):
        wide = 1.0 + 2.0 * rate * std**2
        return math.exp(-rate * mean**2 / wide) / math.sqrt(wide)

    assert moments.mean == pytest.approx(closed(k), rel=1e-11)
    variance = closed(2.0 * k) - closed(k) ** 2
    assert moments.variance == pytest.approx(variance, rel=1e-9)


@pytest.mark.parametrize(("k", "std"), [(0.1, 0.1), (3.0, 1.0), (30.0, 5.0), (1e3, 1.0)])
def test_moments_of_waves_are_exact(k, std):
    mean = 0.4
    moments = by_name("cos", k=k).moments(mean, std)

    def closed(rate):
        return math.exp(-0.5 * (rate * std) ** 2) * math.cos(rate * mean)

    assert moments.mean == pytest.approx(closed(k), rel=1e-13)
    variance = 0.5 * (1.0 + closed(2.0 * k)) - closed(k) ** 2
    assert moments.variance == pytest.approx(variance, rel=1e-8)


def test_formulas_say_what_is_computed():
    assert by_name("square", k=-3.0).formula == "(x + 3)²"
    assert by_name("quartic", k=0.5).formula == "x⁴ − 0.5 x²"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("circle",), "one of square"),
        (("square", math.nan), "number"),
        (("square", math.inf), "number"),
        (("square", 1e7), "1000000"),
        (("exp", -1.0), "at least 0"),
        (("cos", 1.0, math.nan), "number"),
        (("cos", 1.0, 0.0, 1e9), "number"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, words):
    with pytest.raises(ParameterError, match=words):
        by_name(*arguments)


def test_a_reward_that_overflows_is_refused():
    with pytest.raises(ParameterError, match="overflows"):
        by_name("quartic").value(1e100)
    with pytest.raises(ParameterError, match="overflows"):
        by_name("cubic").gradient(np.array([0.0, 1e200]))
    with pytest.raises(ParameterError, match="overflows"):
        by_name("quartic").moments(0.0, 1e60)
    with pytest.raises(ParameterError, match="overflows"):
        by_name("square").value(math.inf)


def test_waves_too_fast_to_integrate_are_refused():
    with pytest.raises(ParameterError, match="must be smaller"):
        by_name("cos", k=1e6).moments(0.0, 10.0)


def test_the_step_has_no_gradient():
    with pytest.raises(ParameterError, match="no gradient"):
        by_name("step").gradient(0.0)
    assert not by_name("step").has_gradient
    assert all(by_name(name).has_gradient for name in SMOOTH)
