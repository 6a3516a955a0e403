"""The functions by name, and their means under normals."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, ndtr
from scipy.stats import norm

from engine.core.parameter import ParameterError
from engine.functions import smooth_sigmoid
from engine.functions.test_function import NAMES, by_name, checked_direction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import projection
from engine.gaussian.relative import relative


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("1", [1.0, 1.0, 1.0]),
        ("x", [-1.0, 0.5, 2.0]),
        ("x^2", [1.0, 0.25, 4.0]),
        ("indicator", [0.0, 0.0, 1.0]),
        ("sigmoid", [expit(-1.5), 0.5, expit(1.5)]),
        ("distance", [1.5, 0.0, 1.5]),
    ],
)
def test_values(name, wanted):
    f = by_name(name, 0.5)
    np.testing.assert_allclose(f([-1.0, 0.5, 2.0]), wanted, rtol=1e-15)
    assert f.formula


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("mean", "std"), [(0.3, 0.05), (-1.0, 2.0), (4.0, 2.999), (1.0, 30.0)])
def test_moments_against_scipy_quad(name, mean, std):
    f, centre = by_name(name, 0.5), 0.2
    first, second = f.moments(mean, std, centre)
    ends = sorted({mean - 12 * std, *np.clip([-40.0, 0.5, 40.0], mean - 12 * std, mean + 12 * std)})
    ends.append(mean + 12 * std)
    for power, value in ((1, first), (2, second)):
        wanted = sum(
            quad(
                lambda t, power=power: (float(f(t)) - centre) ** power * norm.pdf(t, mean, std),
                *pair,
                epsabs=1e-13,
                limit=200,
            )[0]
            for pair in pairwise(ends)
        )
        assert float(value) == pytest.approx(wanted, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("name", NAMES)
def test_moments_without_spread_are_the_values(name):
    f = by_name(name, 0.5)
    first, second = f.moments(np.array([-1.0, 0.6, 2.0]), 0.0, 0.25)
    values = f([-1.0, 0.6, 2.0]) - 0.25
    np.testing.assert_allclose(first, values, atol=1e-14)
    np.testing.assert_allclose(second, values**2, atol=1e-14)


def test_distance_far_away_keeps_its_variance():
    first, second = by_name("distance").moments(1e6, 1.0, 1e6)
    assert float(second) - float(first) ** 2 == pytest.approx(1.0, rel=1e-12)


def test_the_sigmoid_is_a_sum_of_normal_distribution_functions():
    t = np.linspace(-25.0, 25.0, 501)
    steps = ndtr((t[:, np.newaxis] - smooth_sigmoid.THETA) / smooth_sigmoid.WIDTH)
    np.testing.assert_allclose(steps @ smooth_sigmoid.WEIGHTS, expit(t), atol=1e-10)
    np.testing.assert_allclose(steps @ smooth_sigmoid.SQUARE_WEIGHTS, expit(t) ** 2, atol=1e-10)


def test_unknown_names_and_directions_are_refused():
    with pytest.raises(ParameterError, match="one of 1, x"):
        by_name("cosine")
    with pytest.raises(ParameterError):
        by_name("indicator", math.nan)
    for direction in ([1.0], [0.0, 0.0], [math.nan, 1.0]):
        with pytest.raises(ParameterError):
            checked_direction(direction, 2)
    np.testing.assert_allclose(checked_direction([3e200, 4e200], 2), [0.6, 0.8])


def test_projection_in_the_coordinates_of_the_eigenbasis():
    rng = np.random.default_rng(3)
    A, B = rng.standard_normal((2, 3, 3))
    p = Gaussian([1e5, 2.0, 3.0], A @ A.T + np.eye(3))
    q = Gaussian([1e5, 0.0, 1.0], B @ B.T + np.eye(3))
    u = np.array([1.0, 2.0, -2.0]) / 3.0
    along = projection(p, q, u)
    pair = relative(p, q)
    assert along.q_std == pytest.approx(math.sqrt(u @ q.covariance @ u))
    assert along.p_std == pytest.approx(math.sqrt(u @ p.covariance @ u))
    slopes = along.relative_slopes
    assert np.sum(slopes**2) == pytest.approx(u @ q.covariance @ u)
    assert np.sum(slopes**2 * pair.eigenvalues) == pytest.approx(u @ p.covariance @ u)
    assert slopes @ pair.shift == pytest.approx(u @ (p.mean - q.mean))
