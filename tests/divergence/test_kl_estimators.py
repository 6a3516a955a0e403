"""Exact moments of k1, k2, k3 against tables, quadrature and samples; the estimates themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.integrate import quad

from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import chi_square, jeffreys, kl
from engine.divergence.kl_estimators import control_variate_variance, estimate, exact_moments, k3
from engine.gaussian.gaussian import Gaussian
from tests.helpers.truth_tables import table


def schulman_pair(row) -> tuple[Gaussian, Gaussian]:
    def numbers(name: str) -> list[float]:
        return [float(value) for value in row[name]]

    p = Gaussian.from_std(numbers("mu_p"), numbers("sigma_p"))
    return p, Gaussian.from_std(numbers("mu_q"), numbers("sigma_q"))


@pytest.mark.parametrize("row", table("schulman"), ids=lambda r: f"{r['id']}-{r['kind']}-d{r['D']}")
def test_schulman(row) -> None:
    p, q = schulman_pair(row)
    moments = exact_moments(p, q)
    got = {
        "true_kl_qp": kl(q, p),
        "kl_pq": kl(p, q),
        "chi2_pq": moments.chi_square,
        "var_r": chi_square(p, q),
    }
    for name in ("k1", "k2", "k3"):
        each = getattr(moments, name)
        got |= {
            f"E_{name}": each.mean,
            f"var_{name}": each.variance,
            f"bias_over_true_{name}": each.bias / moments.k1.mean,
            f"std_over_true_{name}": each.std / moments.k1.mean,
        }
    for name, true in row["truth"].items():
        if math.isinf(float(true)):
            assert got[name] == math.inf, name
        else:
            assert got[name] == pytest.approx(float(true), rel=1e-11, abs=0.0), name


@pytest.mark.parametrize(
    ("shift", "ratios", "bias"), [(0.1, (20.0, 1.42, 1.42), 0.0025), (1.0, (2.0, 1.73, 1.70), 0.25)]
)
def test_published_table(shift: float, ratios: tuple[float, ...], bias: float) -> None:
    moments = exact_moments(Gaussian.from_std(shift, 1.0), Gaussian.from_std(0.0, 1.0))
    true = moments.k1.mean
    got = tuple(round(each.std / true, 2) for each in (moments.k1, moments.k2, moments.k3))
    assert got == ratios
    assert moments.k2.bias / true == pytest.approx(bias, rel=1e-12)


PAIRS = [(0.3, 0.9, 0.0, 1.2), (1.0, 1.3, 0.0, 1.0), (0.0, 0.2, 0.5, 1.0), (1e-3, 1.001, 0.0, 1.0)]


@pytest.mark.parametrize("numbers", PAIRS)
def test_moments_by_quadrature(numbers: tuple[float, ...]) -> None:
    p, q = Gaussian.from_std(*numbers[:2]), Gaussian.from_std(*numbers[2:])
    mean, std = float(q.mean[0]), float(q.std[0])

    def average(function) -> float:
        # The tails of w^2 reach far: 14 standard deviations of q are not enough.
        def integrand(z: float) -> float:
            x = mean + std * z
            log_w = p.log_density(x) - q.log_density(x)
            return function(log_w) * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

        return quad(integrand, -37.0, 37.0, limit=400, epsabs=0.0, epsrel=1e-11)[0]

    moments = exact_moments(p, q)
    for each, function in (
        (moments.k1, lambda l: -l),  # noqa: E741
        (moments.k2, lambda l: 0.5 * l * l),  # noqa: E741
        (moments.k3, lambda l: float(k3(np.array(l)))),  # noqa: E741
    ):
        first = average(function)
        second = average(lambda l, f=function, m=first: (f(l) - m) ** 2)  # noqa: E741
        assert each.mean == pytest.approx(first, rel=1e-6, abs=1e-12)
        assert each.variance == pytest.approx(second, rel=1e-6)
        assert each.bias == pytest.approx(first - moments.k1.mean, rel=1e-4, abs=1e-12)


def test_moments_by_samples_in_five_dimensions() -> None:
    rng = np.random.default_rng(5)
    A, B = rng.normal(size=(2, 5, 5)) * 0.15
    p = Gaussian(rng.normal(size=5) * 0.2, np.eye(5) + A @ A.T)
    q = Gaussian(rng.normal(size=5) * 0.2, np.eye(5) + B @ B.T)
    x = q.sample(1_000_000, seed=3)
    log_w = p.log_density(x) - q.log_density(x)
    estimates, moments = estimate(log_w), exact_moments(p, q)
    for name in ("k1", "k2", "k3"):
        got, exact = getattr(estimates, name), getattr(moments, name)
        assert abs(got.value - exact.mean) < 4.0 * exact.std / 1e3
        assert got.standard_error == pytest.approx(exact.std / 1e3, rel=0.05)
    for c in (0.5, 1.3):
        values = -log_w + c * np.expm1(log_w)
        assert np.var(values) == pytest.approx(float(control_variate_variance(p, q, c)), rel=0.05)


def test_k3_beats_k1_below_the_known_shift() -> None:
    q = Gaussian.from_std(0.0, 1.0)
    for shift, better in ((1.12090, True), (1.12092, False)):
        moments = exact_moments(Gaussian.from_std(shift, 1.0), q)
        assert (moments.k3.variance < moments.k1.variance) is better


@pytest.mark.parametrize("numbers", [*PAIRS, (4.0, 1.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0)])
def test_control_variate(numbers: tuple[float, ...]) -> None:
    p, q = Gaussian.from_std(*numbers[:2]), Gaussian.from_std(*numbers[2:])
    moments = exact_moments(p, q)
    at_k1, at_k3, at_best = control_variate_variance(p, q, [0.0, 1.0, moments.best_control])
    assert at_k1 == pytest.approx(moments.k1.variance, rel=1e-9)
    assert at_k3 == pytest.approx(moments.k3.variance, rel=1e-9)
    assert at_best == pytest.approx(moments.best_variance, rel=1e-9)
    c = np.array([-0.5, 0.3, 2.0])
    plain = moments.k1.variance - 2.0 * c * jeffreys(p, q) + c**2 * chi_square(p, q)
    np.testing.assert_allclose(control_variate_variance(p, q, c), plain, rtol=1e-9)
    assert np.all(control_variate_variance(p, q, np.linspace(-1, 3, 41)) >= moments.best_variance)


def test_control_variate_keeps_its_digits_near_equality() -> None:
    """A pure shift s: Var k3 = exp(s^2) - 1 - s^2, which is s^4 / 2 for small s."""
    p, q = Gaussian.from_std(1e-6, 1.0), Gaussian.from_std(0.0, 1.0)
    moments = exact_moments(p, q)
    assert moments.k3.variance == pytest.approx(0.5e-24, rel=1e-9)
    assert float(control_variate_variance(p, q, 1.0)) == pytest.approx(0.5e-24, rel=1e-9)
    assert moments.best_variance == pytest.approx(0.5e-24, rel=1e-6)
    assert moments.best_control == pytest.approx(1.0)


def test_infinite_chi_square_leaves_only_k1() -> None:
    p, q = Gaussian.from_std(0.0, 1.5), Gaussian.from_std(0.0, 1.0)
    moments = exact_moments(p, q)
    assert moments.k3.variance == math.inf
    assert moments.k3.std == math.inf
    assert math.isfinite(moments.k1.variance)
    assert moments.best_control == 0.0
    assert moments.best_variance == moments.k1.variance
    variances = control_variate_variance(p, q, [-1.0, 0.0, 1.0])
    assert variances.tolist() == [math.inf, moments.k1.variance, math.inf]


def test_identical_pair_has_no_variance() -> None:
    p = Gaussian([1.0, 2.0], [[2.0, 0.5], [0.5, 1.0]])
    moments = exact_moments(p, p)
    for each in (moments.k1, moments.k2, moments.k3):
        assert (each.mean, each.variance, each.bias) == (0.0, 0.0, 0.0)
    assert (moments.best_control, moments.best_variance) == (1.0, 0.0)


def test_dimensions_must_agree() -> None:
    with pytest.raises(ParameterError, match="dimension"):
        exact_moments(Gaussian.from_std(0.0, 1.0), Gaussian.from_std([0.0, 0.0], 1.0))


# ---------------------------------------------------------------------------- estimates


def test_estimate_is_mean_and_standard_error() -> None:
    log_w = np.random.default_rng(0).normal(size=1000)
    got = estimate(log_w)
    for each, values in (
        (got.k1, -log_w),
        (got.k2, 0.5 * log_w**2),
        (got.k3, np.exp(log_w) - 1.0 - log_w),
    ):
        assert each.value == pytest.approx(np.mean(values), rel=1e-12)
        assert each.standard_error == pytest.approx(np.std(values, ddof=1) / np.sqrt(1000))


def test_k3_of_tiny_log_weights_keeps_its_digits() -> None:
    for x in (1e-3, -1e-8, 3e-12, 0.299, 0.301, -0.299, -0.301, 1.0, -20.0):
        terms = [x**k / math.factorial(k) for k in range(2, 40)]
        assert float(k3(np.array(x))) == pytest.approx(
            math.fsum(terms) if abs(x) < 2 else math.expm1(x) - x, rel=1e-14
        )


def test_float32_is_computed_in_float64() -> None:
    log_w = np.array([1e-4, -1e-4, 2e-4], dtype=np.float32)
    got = estimate(log_w)
    assert got.k3.value == pytest.approx(got.k2.value, rel=1e-3)
    assert got.k3.value > 0.0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "0 values"),
        ([0.5], "at least 2"),
        ([0.0, math.nan, math.nan], "2 of 3 values are NaN"),
        ([0.0, math.inf], r"1 of 2 values are \+inf"),
    ],
)
def test_log_weights_that_are_refused(values: list[float], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        estimate(values)


def test_vanishing_weight_makes_the_estimates_infinite() -> None:
    got = estimate([0.0, -math.inf, 1.0])
    for each in (got.k1, got.k2, got.k3):
        assert (each.value, each.standard_error) == (math.inf, math.inf)


def test_overflow_makes_only_k3_infinite() -> None:
    got = estimate([0.0, 800.0])
    assert math.isfinite(got.k1.value)
    assert got.k3.value == math.inf
    assert estimate([0.0, 1e200]).k1.standard_error == pytest.approx(5e199)
    assert estimate([0.0, 1e200]).k2.value == math.inf


@given(
    arrays(
        float,
        array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=6),
        elements=st.floats(-1e300, 1e300) | st.floats(-1e-3, 1e-3) | st.just(-math.inf),
    )
)
def test_estimates_are_never_nan(log_weights) -> None:
    got = estimate(log_weights)
    for each in (got.k1, got.k2, got.k3):
        assert not math.isnan(each.value)
        assert each.standard_error >= 0.0
    assert got.k2.value >= 0.0
    assert got.k3.value >= 0.0


@pytest.mark.parametrize("std", [1e-150, 1e-100, 1e100, 1e150])
def test_moments_that_overflow_are_infinite(std: float) -> None:
    for shift in (0.0, 1e90):
        p, q = Gaussian.from_std(shift, std), Gaussian.from_std(0.0, 1.0)
        moments = exact_moments(p, q)
        for each in (moments.k1, moments.k2, moments.k3):
            assert each.mean >= 0.0
            assert each.variance >= 0.0
            assert not math.isnan(each.bias)
        assert moments.best_variance >= 0.0
        assert not np.any(np.isnan(control_variate_variance(p, q, [0.0, 0.5, 1.0])))
