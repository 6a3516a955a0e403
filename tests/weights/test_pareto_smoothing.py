"""Pareto smoothing against other programs' numbers, and what it says of odd weights."""

import math
import re

import numpy as np
import pytest
from scipy.stats import genpareto

from engine.core.parameter import ParameterError
from engine.weights.pareto.generalized_pareto import GeneralizedPareto, fit
from engine.weights.pareto.smoothing import (
    SmoothedTail,
    not_reliable,
    pareto_smooth,
    reliability_threshold,
    tail_length_of,
    verdict,
)
from tests.helpers.truth_tables import table

ROWS = table("psis")
TOLERANCE = 1e-9


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['id']}-{r['kind']}" for r in ROWS])
def test_psis_table(row):
    log_ratios = np.array(row["log_ratios"])
    found = pareto_smooth(log_ratios)
    assert found.tail_length == row["tail_len"] == tail_length_of(len(log_ratios))
    assert found.k_hat == pytest.approx(row["pareto_k"], rel=TOLERANCE, abs=TOLERANCE)
    tail = np.array(row["smoothed_tail_index"])
    wanted = np.array(row["smoothed_tail_log_weights_normalised"])
    np.testing.assert_allclose(found.log_weights[tail], wanted, rtol=TOLERANCE, atol=TOLERANCE)
    rest = np.setdiff1d(np.arange(len(log_ratios)), tail)
    kept = found.log_weights[rest] - log_ratios[rest]
    np.testing.assert_allclose(kept, kept[0], rtol=0, atol=TOLERANCE)
    weights = np.exp(found.log_weights)
    assert np.sum(weights) == pytest.approx(1.0, rel=1e-12)
    assert 1.0 / np.sum(weights**2) == pytest.approx(row["ess_smoothed"], rel=TOLERANCE)


def published_fit():
    [row] = [row for row in table("library_cases") if row["kind"] == "gpdfit"]
    return np.sort(row["inputs"]["x"]), row["published"], row["tolerance"]["rtol"]


@pytest.mark.parametrize(
    ("name", "grid", "prior"),
    [("no_prior_80", 80, False), ("wip_80", 80, True), ("wip_30", 30, True)],
)
def test_fit_as_published(name, grid, prior):
    x, published, tolerance = published_fit()
    found = fit(x, grid=grid, prior=prior)
    assert (found.shape, found.scale) == pytest.approx(published[name], rel=tolerance)


@pytest.mark.parametrize("scale", [1e-150, 1e-20, 1e20, 1e150])
def test_fit_does_not_depend_on_the_scale(scale):
    x, published, _ = published_fit()
    found = fit(x * scale)
    assert found.shape == pytest.approx(published["wip_30"][0], rel=1e-9)
    assert found.scale == pytest.approx(published["wip_30"][1] * scale, rel=1e-9)


@pytest.mark.parametrize("shape", [-0.4, 0.3, 4.0, 15.0, 60.0])
def test_fit_agrees_with_one_logarithm_at_a_time(shape):
    """Also where the values span so many orders that a product of factors would overflow."""
    x = np.sort(genpareto.ppf((np.arange(403) + 0.5) / 403, shape))
    m = np.arange(1, 51)
    b = 1.0 / x[-1] + (1.0 - np.sqrt(50 / (m - 0.5))) / (3.0 * x[100])
    k = np.array([np.mean(np.log1p(-each * x)) for each in b])
    profile = 403 * (np.log(-b / k) - k - 1.0)
    weights = np.array([1.0 / np.sum(np.exp(np.minimum(profile - each, 700))) for each in profile])
    wanted = np.mean(np.log1p(-np.sum(weights * b) / np.sum(weights) * x))
    assert fit(x, prior=False).shape == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("shape", [-0.7, -1e-12, 0.0, 1e-12, 0.4, 2.0])
def test_quantiles_are_those_of_scipy(shape):
    places = (np.arange(50) + 0.5) / 50
    np.testing.assert_allclose(
        GeneralizedPareto(shape, 2.5).quantile(places),
        genpareto.ppf(places, shape, scale=2.5),
        rtol=1e-9,
    )


def test_constant_tail_as_published():
    [row] = [row for row in table("library_cases") if row["kind"] == "psis_edge"]
    log_ratios = np.array(row["inputs"]["log_ratios_const_tail"], dtype=float)
    found = pareto_smooth(log_ratios, tail_length=row["inputs"]["tail_len"])
    assert found.k_hat == math.inf
    few = pareto_smooth(np.arange(float(row["inputs"]["S_small"])))
    assert few.k_hat == math.inf
    assert "5" in few.message
    unsmoothed = np.arange(10.0) - np.logaddexp.reduce(np.arange(10.0))
    np.testing.assert_allclose(few.log_weights, unsmoothed)


def test_a_tail_of_equal_weights_is_left_alone():
    values = np.concatenate([np.linspace(0.0, 1.0, 90), np.full(10, 3.0)])
    found = pareto_smooth(values, tail_length=10)
    assert found.k_hat == math.inf
    assert found.tail_length == 10
    assert "equal" in found.message
    np.testing.assert_allclose(np.diff(found.log_weights), np.diff(values), atol=1e-14)


@pytest.mark.parametrize("n", [1, 2, 24, 25, 1000])
def test_equal_weights_are_uniform_and_said_to_be_so(n):
    found = pareto_smooth(np.full(n, -3.5))
    assert not math.isnan(found.k_hat)
    assert found.tail_length == 0
    np.testing.assert_allclose(found.log_weights, -math.log(n), atol=1e-14)
    assert "all weights are equal" in found.message
    assert found.reliable


@pytest.mark.parametrize("size", [1e-3, 1.0, 700.0])
def test_weights_that_differ_by_rounding_only_are_equal(size):
    rng = np.random.default_rng(3)
    values = size + np.spacing(size) * rng.integers(0, 3, 500)
    found = pareto_smooth(values)
    assert found.k_hat == math.inf
    assert "all weights are equal up to rounding" in found.message
    assert found.reliable
    # A thousand times as much is no rounding.
    assert pareto_smooth(size + 1e-11 * max(size, 1.0) * rng.standard_normal(500)).k_hat < 1.0


def test_a_value_equal_to_the_cutoff_is_not_in_the_tail():
    values = np.concatenate([np.zeros(80), np.full(8, 1.0), np.linspace(2.0, 3.0, 12)])
    found = pareto_smooth(values)
    assert tail_length_of(100) == 20
    assert found.tail_length == 20
    tied = np.concatenate([np.zeros(75), np.full(13, 1.0), np.linspace(2.0, 3.0, 12)])
    assert pareto_smooth(tied).tail_length == 12


def test_fewer_than_25_samples_smooth_from_a_tail_of_five():
    assert [tail_length_of(n) for n in (5, 20, 21, 24, 25, 26)] == [1, 4, 5, 5, 5, 6]
    assert pareto_smooth(np.arange(20.0)).k_hat == math.inf
    assert math.isfinite(pareto_smooth(np.arange(21.0)).k_hat)


def test_zero_weights_stay_zero():
    values = np.concatenate([np.full(50, -np.inf), np.log(np.arange(1.0, 101.0))])
    found = pareto_smooth(values)
    assert np.all(found.log_weights[:50] == -np.inf)
    assert math.isfinite(found.k_hat)
    mostly = np.concatenate([np.full(990, -np.inf), np.log(np.arange(1.0, 11.0))])
    assert pareto_smooth(mostly).tail_length == 10


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "at least 1"),
        ([0.0, math.nan], "1 of 2 values are NaN"),
        ([0.0, math.inf, math.inf], "2 of 3 values are +inf"),
        ([-math.inf, -math.inf], "p vanishes at every sample"),
    ],
)
def test_what_no_weights_can_be_is_refused(values, words):
    with pytest.raises(ParameterError) as error:
        pareto_smooth(values)
    assert words in str(error.value)


def test_one_sample_that_carries_all_is_said():
    values = np.concatenate([np.linspace(-9000.0, -2000.0, 999), [0.0]])
    found = pareto_smooth(values)
    assert found.k_hat == math.inf
    assert found.tail_length == 1
    assert "carry everything" in found.message
    assert found.log_weights[-1] == 0.0


def test_no_smoothed_weight_exceeds_the_largest_raw_one():
    rng = np.random.default_rng(4)
    values = rng.standard_normal(500) * 3.0
    found = pareto_smooth(values)
    scale = found.log_weights[np.argmin(values)] - np.min(values)
    assert np.max(found.log_weights) <= np.max(values) + scale + 1e-12


def test_adding_a_constant_changes_nothing():
    values = np.random.default_rng(5).standard_normal(2000) * 1.3
    plain, moved = pareto_smooth(values), pareto_smooth(values + 4096.0)
    assert moved.k_hat == pytest.approx(plain.k_hat, rel=1e-8)
    np.testing.assert_allclose(moved.log_weights, plain.log_weights, rtol=1e-9)


def test_threshold_and_words():
    assert reliability_threshold(1) == -math.inf
    assert reliability_threshold(100) == pytest.approx(0.5)
    assert reliability_threshold(10**4) == pytest.approx(0.7)
    places = (np.arange(4000) + 0.5) / 4000
    for k, word in ((0.2, "reliable"), (0.9, "unreliable"), (1.5, "useless")):
        found = pareto_smooth(np.log1p(genpareto.ppf(places, k)))
        assert found.message.startswith(word)
        assert found.reliable == (word == "reliable")
    few = pareto_smooth(np.log1p(genpareto.ppf(places[20::40], 0.7)))
    assert few.message.startswith("too few samples")


@pytest.mark.parametrize("k", [0.49999, 0.5 - 1e-12, 0.5 + 1e-9, 0.50001, 0.69999, 0.9999])
@pytest.mark.parametrize("threshold", [0.5, 0.7])
def test_k_hat_and_its_threshold_are_told_apart(k, threshold):
    words = verdict(SmoothedTail(k, np.empty(0), np.empty(0), ""), threshold)
    shown, limit = (float(number) for number in re.findall(r"\d\.\d+", words)[:2])
    assert (shown < limit) == (k < threshold)
    assert shown != limit
    shown, limit = map(float, re.findall(r"\d\.\d+", not_reliable(k, threshold)))
    assert (shown < limit) == (k < threshold)
