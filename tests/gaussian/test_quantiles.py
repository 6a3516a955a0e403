"""Q-Q plots: SciPy's quantiles, a band that holds what it says, and Mardia's measures."""

import numpy as np
import pytest
from scipy import stats

from engine.core.run import Run
from engine.gaussian.fit import fit
from engine.gaussian.quantiles import distances, quantiles, shape


def drawn(n, d, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, d)) @ (np.eye(d) + 0.3 * rng.standard_normal((d, d))) + 2.0


@pytest.mark.parametrize("d", [1, 2, 5])
def test_distances_are_scipys(d):
    x = drawn(500, d)
    gaussian = fit(x).gaussian
    found = distances(x, gaussian, Run())
    if d == 1:
        expected = stats.zscore(x[:, 0], ddof=1)
    else:
        inverse = np.linalg.inv(np.cov(x.T))
        centred = x - x.mean(axis=0)
        expected = np.einsum("ij,jk,ik->i", centred, inverse, centred)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("n", [3, 50, 184, 185, 20_000])
def test_order_statistics_stand_over_their_quantiles(n):
    rng = np.random.default_rng(2)
    values = rng.standard_normal(n)
    found = quantiles(values, 1, True)
    ascending = np.sort(values)
    ranks = np.searchsorted(ascending, found.observed) + 1
    assert np.all(np.isin(found.observed, ascending))
    assert np.all(np.diff(found.observed) >= 0.0)
    assert (ranks[0], ranks[-1]) == (1, n)
    assert found.theory == pytest.approx(stats.norm.ppf((ranks - 0.5) / n))
    squares = quantiles(values**2, 3, True)
    ranks = np.searchsorted(np.sort(values**2), squares.observed) + 1
    assert squares.theory == pytest.approx(stats.chi2.ppf((ranks - 0.5) / n, 3), rel=1e-9)


@pytest.mark.parametrize(("n", "d"), [(20, 1), (400, 1), (30, 2), (30, 5), (400, 5)])
def test_the_band_holds_95_percent_of_gaussian_samples(n, d):
    # Each point on its own: also for few samples, whose own mean and covariance are used.
    repeats = 300
    inside = np.array(
        [
            found.inside
            for seed in range(repeats)
            for x in [drawn(n, d, seed)]
            for found in [quantiles(distances(x, _own(x), Run()), d, True)]
        ]
    )
    error = np.std(inside, ddof=1) / np.sqrt(repeats)
    # The narrowing is that of many samples.
    few = 0.02 if n < 100 else 0.005
    assert np.mean(inside) == pytest.approx(0.95, abs=4.0 * error + few)


def test_without_a_band_there_is_none():
    x = drawn(40, 5)
    found = quantiles(distances(x, fit(x).gaussian, Run()), 5, False)
    assert len(found.low) == len(found.high) == 0


@pytest.mark.parametrize(("n", "d"), [(50, 1), (50, 3), (2_000, 2)])
def test_mardias_kurtosis_and_skewness_vanish_for_gaussian_samples(n, d):
    repeats = 400
    found = [shape(distances(x, _own(x), Run()), d) for x in (drawn(n, d, s) for s in range(400))]
    kurtosis = np.array([each.excess_kurtosis for each in found])
    error = np.std(kurtosis, ddof=1) / np.sqrt(repeats)
    assert abs(np.mean(kurtosis)) < 4.0 * error
    if n == 2_000:
        assert found[0].kurtosis_error == pytest.approx(np.std(kurtosis, ddof=1), rel=0.15)


def test_kurtosis_and_skewness_are_scipys():
    rng = np.random.default_rng(5)
    x = rng.standard_exponential((3_000, 1))
    found = shape(distances(x, _own(x), Run()), 1)
    n = len(x)
    expected = stats.kurtosis(x[:, 0], fisher=False) - 3.0 * (n - 1) / (n + 1)
    assert found.excess_kurtosis == pytest.approx(expected)
    assert found.skewness == pytest.approx(stats.skew(x[:, 0]))


def _own(x):
    """The samples' own mean and covariance, never shrunk."""
    from engine.gaussian.gaussian import Gaussian

    return Gaussian(x.mean(axis=0), np.cov(x.T))
