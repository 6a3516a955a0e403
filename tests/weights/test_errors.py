"""Standard errors of the sample's own shares and variance, against repetitions."""

import math

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from engine.core.run import Run
from engine.functions.test_function import by_name
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE
from engine.weights.binned import lorenz_curve
from engine.weights.errors import kurtosis, largest_share_error, top_share_error, variance_error
from engine.weights.exact.estimates import exact_estimates
from engine.weights.largest import Largest, LargestWeights, kept_for, largest_weights

MILD = Scene(Gaussian(0.3, 1.0), Gaussian(0.0, 1.0), samples=4_000)


def readouts(scene, **options):
    return {each.name: each for each in PAGE.compute(scene, Options(**options), Run()).readouts}


@pytest.fixture(scope="module")
def repetitions():
    return [readouts(MILD.replace(seed=seed)) for seed in range(120)]


@pytest.mark.parametrize("name", ["top 1 % share", "ESS", "sample variance of w f", "max share"])
def test_errors_are_the_spread_of_repetitions(repetitions, name):
    """A standard deviation of 120 is known to 6.5 %."""
    found = [each[name] for each in repetitions]
    spread = np.std([each.value for each in found], ddof=1)
    claimed = math.sqrt(np.mean([each.standard_error**2 for each in found]))
    # A maximum's error is one of magnitude only.
    assert claimed == pytest.approx(spread, rel=0.6 if name == "max share" else 0.25)
    assert all(each.kind == "estimated" for each in found)


def test_the_jackknife_by_leaving_one_out():
    logs = np.random.default_rng(1).standard_normal(400)
    w = np.exp(logs)
    left_out = [np.max(np.delete(w, i)) / np.sum(np.delete(w, i)) for i in range(400)]
    share = np.max(w) / np.sum(w)
    wanted = math.sqrt(399 / 400 * np.sum((np.array(left_out) - np.mean(left_out)) ** 2))
    ess = np.sum(w) ** 2 / np.sum(w * w)
    largest = LargestWeights(logs, logs)
    assert largest_share_error(largest, share, ess, 400) == pytest.approx(wanted, rel=0.03)
    alone = LargestWeights(np.array([0.0, -900.0, -2000.0]), np.zeros(3))
    assert largest_share_error(alone, 1.0, 1.0, 3) == 0.0


def test_the_influence_of_a_sample_on_the_share_of_the_largest():
    """The delta method beside the jackknife, of one sample at a time."""
    w = np.sort(np.random.default_rng(2).lognormal(size=500))[::-1]
    curve = np.concatenate([[0.0], np.cumsum(w)]) / np.sum(w)
    places = np.arange(501) / 500
    left_out = []
    for i in range(500):
        rest = np.delete(w, i)
        shares = np.concatenate([[0.0], np.cumsum(rest)]) / np.sum(rest)
        left_out.append(np.interp(0.1, np.arange(500) / 499, shares))
    wanted = math.sqrt(499 / 500 * np.sum((np.array(left_out) - np.mean(left_out)) ** 2))
    assert top_share_error(places, curve, 0.1, 500) == pytest.approx(wanted, rel=0.02)


def test_kurtosis_is_scipys():
    logs, f = np.random.default_rng(3).standard_normal((2, 5_000))
    wanted = stats.kurtosis(np.exp(logs) * f, fisher=False)
    assert kurtosis(logs, f) == pytest.approx(wanted, rel=1e-10)
    assert kurtosis(logs - 5_000.0, 1e9 * f) == pytest.approx(wanted, rel=1e-10)
    assert kurtosis(logs, np.zeros(5_000)) == 5_000.0
    assert variance_error(math.inf, 1.0, 10) == math.inf


def test_the_curve_of_the_largest_weights_is_exact_within_one_bin():
    """All weight in one bin: only the single weights tell how it is shared."""
    logs = -np.arange(100.0)
    w = np.exp(logs)
    counts, weights = np.array([0.0, 100.0, 0.0]), np.array([0.0, np.sum(w), 0.0])
    samples, weight = lorenz_curve(counts, weights, 0.0, logs[:30])
    np.testing.assert_allclose(samples, [*np.arange(31) / 100, 1.0])
    np.testing.assert_allclose(weight[:31], np.concatenate([[0], np.cumsum(w)])[:31] / np.sum(w))


@pytest.mark.parametrize("std", [1e-9, 1e-3])
def test_a_narrow_target_has_its_weight_where_it_is(std):
    scene = Scene(Gaussian(0.0, std**2), Gaussian(0.0, 1.0), samples=50_000)
    found = PAGE.compute(scene, Options(), Run()).concentration
    x = scene.q.sample(50_000, scene.seed)[:, 0]
    w = np.sort(np.exp(-0.5 * (x**2 - np.min(x**2)) / std**2))[::-1]
    for count in (1, 5, 50, 300):
        wanted = np.sum(w[:count]) / np.sum(w)
        assert np.interp(count / 50_000, found.samples, found.weight) == pytest.approx(wanted)
    # Between them half of p, where |x| < 0.674 std, lies in the densest samples of q.
    share = 2.0 * stats.norm.cdf(0.6744897501960817 * std) - 1.0
    assert np.interp(share, found.exact_samples, found.exact_weight) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("scale", ["log10 w", "w"])
@pytest.mark.parametrize("dimension", [1, 2])
def test_equal_weights_are_counted_where_they_are_expected(dimension, scale):
    same = Gaussian(np.zeros(dimension), np.eye(dimension))
    found = PAGE.compute(Scene(same, same, samples=500), Options(histogram=scale), Run()).histogram
    np.testing.assert_array_equal(found.counts, found.expected)
    assert np.sum(found.counts) == 500


@pytest.mark.parametrize("name", ["indicator", "sigmoid"])
@pytest.mark.parametrize(("mean", "centre", "variance"), [(-0.5, 0.0, 1.0), (0.3, 0.8, 2.25)])
def test_a_function_of_one_side_may_have_a_variance_on_the_boundary(name, mean, centre, variance):
    """lam = 2: w has none, w f has one where f is 0 on the side on which w^2 q does not fall."""
    p, q, f = Gaussian(mean, 2.0 * variance), Gaussian(centre, variance), by_name(name, 0.4)

    def square(x):
        return f(np.array(x)) ** 2 * np.exp(2.0 * p.log_density(x) - q.log_density(x))

    low = 0.4 if name == "indicator" else -150.0
    found = exact_estimates(p, q, f)
    wanted = quad(square, low, 200.0, limit=500)[0] - found.mean**2
    assert found.plain_variance == pytest.approx(wanted, rel=1e-8)
    assert found.self_normalised_variance == math.inf
    turned = exact_estimates(Gaussian(-mean + 2.0 * centre, 2.0 * variance), q, f)
    assert turned.plain_variance == math.inf


@pytest.mark.parametrize("m", [1, 7, 300, 3_000])
def test_the_largest_are_those_of_a_sort(m):
    rng = np.random.default_rng(4)
    gathered, everything = Largest(m), []
    for size in (5_000, 20_000, 300, 20_000):
        logs = np.round(rng.standard_normal(size), 3)
        gathered.add(logs, -logs)
        everything.append(logs)
        found = largest_weights(logs, -logs, m)
        np.testing.assert_array_equal(np.sort(found.log_weights), np.sort(logs)[-m:])
    logs = np.sort(np.concatenate(everything))
    np.testing.assert_array_equal(np.sort(gathered.largest().log_weights), logs[-m:])
    np.testing.assert_array_equal(gathered.largest().values, -gathered.largest().log_weights)


def test_a_stride_that_tells_nothing_is_noticed():
    """Every 16th is large, so that the guess from these holds for none of the others."""
    logs = np.zeros(10_000)
    logs[::16] = 5.0 + np.arange(625)
    assert len(largest_weights(logs, logs, kept_for(10**6)).log_weights) == 3_001
