"""Divergences at the ends of what doubles hold, at the edge of chi-square, and refused input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.divergence import closed_forms as divergence
from engine.divergence.closed_forms import (
    bhattacharyya_coefficient,
    chi_square,
    cross_entropy,
    jensen_shannon,
    kl,
    log1p_chi_square,
    renyi,
    total_variation,
    wasserstein2,
)
from engine.divergence.exact_moments import control_variate_variance, exact_moments
from engine.divergence.negative_batch import negative_batch_probability
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative

# A record, functions that return one or take an order, and the one that can be negative.
NOT_OF_A_PAIR = {
    "Evaluation",
    "cross_entropy",
    "jensen_shannon_evaluated",
    "renyi",
    "total_variation_evaluated",
}


@st.composite
def extreme_pairs(draw) -> tuple[Gaussian, Gaussian]:
    """Means up to 10^6 apart, standard deviations from 1e-12 to 1e3, up to 100 dimensions."""
    dimension = draw(st.sampled_from([1, 2, 5, 100]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def gaussian() -> Gaussian:
        low = draw(st.sampled_from([-12.0, -6.0, 0.0, 3.0]))
        high = draw(st.sampled_from([low, 3.0]))
        mean = draw(st.sampled_from([0.0, 1.0, 1e3, 1e6])) * rng.normal(size=dimension)
        std = 10.0 ** rng.uniform(low, high, size=dimension)
        correlation = draw(st.sampled_from([None, 0.5, 0.999999]))
        return Gaussian.from_std(mean, std, correlation if dimension > 1 else None)

    return gaussian(), gaussian()


def finite_or_infinite(value: float) -> bool:
    return value >= 0.0 and not math.isnan(value)


@given(extreme_pairs())
@settings(max_examples=20)
def test_extremes_give_no_nan_and_no_warning(pair) -> None:
    p, q = pair
    for name in sorted(set(divergence.__all__) - NOT_OF_A_PAIR):
        assert finite_or_infinite(getattr(divergence, name)(p, q)), name
    assert not math.isnan(cross_entropy(p, q))
    for alpha in (1e-9, 0.5, 1.0 - 1e-12, 1.5, 2.0, 50.0):
        assert finite_or_infinite(renyi(p, q, alpha))
    moments = exact_moments(p, q)
    for each in (moments.k1, moments.k2, moments.k3):
        assert finite_or_infinite(each.variance)
        assert finite_or_infinite(each.std)
        assert not math.isnan(each.bias)
    assert finite_or_infinite(moments.best_variance)
    assert not np.any(np.isnan(control_variate_variance(p, q, [-1.0, 0.0, 0.5, 1.0, 2.0])))
    for batch in (1, 100, 10**6):
        assert 0.0 <= negative_batch_probability(p, q, batch).probability <= 1.0
    direction = relative(p, q).failing_direction
    assert direction is None or np.linalg.norm(direction) == pytest.approx(1.0)


def test_narrow_beside_wide_is_exact() -> None:
    """Standard deviations of 1e-6 beside 1e3, where e - log(1 + e) loses every digit."""
    p, q = Gaussian.from_std(0.0, 1e-6), Gaussian.from_std(0.0, 1e3)
    ratio = 1e9
    assert kl(p, q) == pytest.approx(math.log(ratio) - 0.5, rel=1e-13)
    assert renyi(p, q, 0.5) == pytest.approx(math.log(0.5 * ratio), rel=1e-13)
    assert renyi(q, p, 0.5) == pytest.approx(math.log(0.5 * ratio), rel=1e-13)
    assert chi_square(q, p) == math.inf
    assert total_variation(p, q) == pytest.approx(1.0, abs=1e-7)


@pytest.mark.parametrize("ratio", [1.9999, 2.0 - 2.0**-51, 2.0, 2.0 + 2.0**-51, 4.0])
@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_chi_square_ends_at_twice_the_variance(ratio: float, dimension: int) -> None:
    """Also where an even number of directions fails and the determinant is positive again."""
    q = Gaussian(np.zeros(dimension), 9.0 * np.eye(dimension))
    p = Gaussian(np.zeros(dimension), 9.0 * ratio * np.eye(dimension))
    infinite = float(p.covariance[0, 0]) >= 18.0
    assert math.isinf(log1p_chi_square(p, q)) is infinite
    assert math.isinf(renyi(p, q, 2.0)) is infinite
    direction = relative(p, q).failing_direction
    assert (direction is not None) is infinite


def test_failing_direction_points_where_p_is_wider() -> None:
    direction = relative(
        Gaussian.from_std([0.0, 0.0], [1.0, 1.0], 0.9), Gaussian.from_std([0.0, 0.0], [1.0, 0.5])
    ).failing_direction
    assert direction is not None
    assert direction[1] > 0.0
    assert np.all(np.isfinite(direction))


@pytest.mark.parametrize("alpha", [0.0, -1.0, math.nan, math.inf])
def test_orders_that_are_refused(alpha: float) -> None:
    p = Gaussian.from_std(0.0, 1.0)
    with pytest.raises(ParameterError, match="alpha"):
        renyi(p, p, alpha)


@pytest.mark.parametrize("name", sorted(set(divergence.__all__) - {"Evaluation", "renyi"}))
def test_dimensions_must_agree(name: str) -> None:
    with pytest.raises(ParameterError, match="dimension"):
        getattr(divergence, name)(Gaussian.from_std(0.0, 1.0), Gaussian.from_std([0.0, 0.0], 1.0))


def test_means_beyond_all_measure() -> None:
    p = Gaussian([1e200, 0.0], [[1.0, 0.5], [0.5, 1.0]])
    q = Gaussian([0.0, 0.0], [[1.0, 0.0], [0.0, 2.0]])
    assert kl(p, q) == math.inf
    assert renyi(p, q, 0.5) == math.inf
    assert bhattacharyya_coefficient(p, q) == 0.0
    assert jensen_shannon(p, q) == pytest.approx(math.log(2.0))
    assert total_variation(p, q) == 1.0
    assert wasserstein2(p, q) == pytest.approx(1e200)
    assert negative_batch_probability(p, q, 1).probability == 0.0
