"""The Gaussian against SciPy's."""

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian


def random_gaussian(seed: int, dimension: int) -> Gaussian:
    random = np.random.default_rng(seed)
    factor = random.normal(size=(dimension, dimension))
    matrix = factor @ factor.T + 0.1 * np.eye(dimension)
    return Gaussian(random.normal(size=dimension), (matrix + matrix.T) / 2)


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 12))
def test_density_and_entropy_are_scipys(seed, dimension):
    gaussian = random_gaussian(seed, dimension)
    oracle = stats.multivariate_normal(gaussian.mean, gaussian.covariance)
    points = np.random.default_rng(seed + 1).normal(scale=3, size=(4, 5, dimension))
    np.testing.assert_allclose(
        gaussian.log_density(points), oracle.logpdf(points).reshape(4, 5), rtol=1e-9
    )
    assert gaussian.entropy() == pytest.approx(float(oracle.entropy()), rel=1e-10, abs=1e-10)
    sign, determinant = np.linalg.slogdet(gaussian.covariance)
    assert sign == 1
    assert gaussian.log_determinant == pytest.approx(determinant, rel=1e-9, abs=1e-10)


def test_points_in_one_dimension_take_any_shape():
    gaussian = Gaussian(1.0, 4.0)
    oracle = stats.norm(1, 2)
    x = np.linspace(-3, 3, 6)
    for shape in ((6,), (2, 3), (6, 1), (2, 3, 1)):
        expected = oracle.logpdf(x.reshape(shape))
        expected = expected[..., 0] if shape[-1] == 1 else expected
        np.testing.assert_allclose(gaussian.log_density(x.reshape(shape)), expected, rtol=1e-13)
    assert type(gaussian.log_density(0.5)) is float
    assert gaussian.log_density(0.5) == pytest.approx(oracle.logpdf(0.5), rel=1e-14)
    with pytest.raises(ParameterError, match="must have 2 entries along its last axis"):
        Gaussian.from_std([0, 0], 1).log_density([1, 2, 3])


def test_far_points_and_tiny_stds_stay_finite():
    gaussian = Gaussian.from_std([0, 0], [1e-12, 1e12], 0.5)
    assert math.isfinite(gaussian.log_density([1e-3, 1e15]))
    assert math.isfinite(gaussian.entropy())


def test_samples_have_the_distribution():
    gaussian = Gaussian([1, -2], [[2, 0.9], [0.9, 1]])
    samples = gaussian.sample(40_000, seed=3)
    white = np.linalg.solve(np.linalg.cholesky(gaussian.covariance), (samples - gaussian.mean).T)
    for row in white:
        assert stats.kstest(row, "norm").pvalue > 1e-3
    assert abs(np.corrcoef(white)[0, 1]) < 4 / math.sqrt(40_000)
    assert np.array_equal(samples[:1000], gaussian.sample(1000, seed=3))
    assert not np.array_equal(samples[:1000], gaussian.sample(1000, seed=4))


@settings(max_examples=50)
@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=6), st.floats(-0.15, 0.99))
def test_standard_deviations_come_back(stds, r):
    gaussian = Gaussian.from_std(0.0, np.array(stds), r if len(stds) > 1 else None)
    np.testing.assert_allclose(gaussian.std, stds, rtol=4e-16)
    expected = np.full((len(stds),) * 2, r)
    np.fill_diagonal(expected, 1.0)
    np.testing.assert_allclose(gaussian.correlation, expected, atol=1e-14)


def test_scalars_are_broadcast():
    gaussian = Gaussian.from_std(1.0, [1, 2, 3])
    assert gaussian.mean.tolist() == [1, 1, 1]
    assert gaussian.covariance.tolist() == np.diag([1.0, 4.0, 9.0]).tolist()
    assert Gaussian(2, 9).std.tolist() == [3.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.0, 0.0), "std = 0: must be greater than 0"),
        ((0.0, -1.0), "std = -1: must be greater than 0"),
        ((0.0, math.nan), "std = nan: must be finite"),
        (([0, math.inf], 1.0), r"mean\[1\] = inf: must be finite"),
        (([0, 0], [1, 1, 1]), "must have 1 or 3 entries"),
        (([], 1.0), "must be a number or a list of numbers"),
        ((None, 1.0), "mean = nan: must be finite"),
        (("a", 1.0), "must be a number or a list of numbers"),
        (([[1]], 1.0), "must be a number or a list of numbers"),
        (([0, 0], 1.0, 1.0), "correlation = 1: must be greater than -1 and less than 1"),
    ],
)
def test_what_is_no_gaussian_is_named(arguments, message):
    with pytest.raises(ParameterError, match=message):
        Gaussian.from_std(*arguments)


def test_it_does_not_change():
    mean, covariance = np.zeros(2), np.eye(2)
    gaussian = Gaussian(mean, covariance)
    mean[0] = covariance[0, 0] = 5
    assert gaussian == Gaussian([0, 0], np.eye(2))
    with pytest.raises(AttributeError, match="make a new one to set mean"):
        gaussian.mean = mean
    for array in (gaussian.mean, gaussian.covariance, gaussian.cholesky):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_equal_ones_are_equal():
    one, two = Gaussian([0, 1], np.eye(2)), Gaussian([0, 1], np.eye(2))
    assert one == two
    assert hash(one) == hash(two)
    assert one != Gaussian([0, 2], np.eye(2))
    assert one != "N(0, 1)"
    assert len({one, two}) == 1
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one
    assert repr(one) == "Gaussian(mean=[0.0, 1.0], covariance=[[1.0, 0.0], [0.0, 1.0]])"
