"""Errors from the exact law: closed forms against quadrature, and against many samples."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from engine.functions.objectives import by_name
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.estimators.setting import Setting
from engine.gradients.kurtosis import excess_kurtosis, fourth_moment_diverges, law_errors
from engine.gradients.measured import measure
from engine.pages.tanh_squashing.ratio_errors import log_moment
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_errors import with_law_errors
from engine.policies.softmax_reinforce import sample_reinforce
from engine.squash.squashed_gaussian import SquashedGaussian
from engine.weights.exact.errors import sample_variance_error
from engine.weights.exact.powers import (
    central_moments,
    ess_fraction_error,
    mean_skewness,
    raw_moment,
    reverse_kl_variance,
)

P, Q = Gaussian(0.3, 0.81), Gaussian(-0.2, 1.0)
PLANE = (
    Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]]),
    Gaussian([0.4, -0.2], [[1.44, 0.0], [0.0, 1.21]]),
)


def under_q(function) -> float:
    """E_q of a function of x and log w, in one dimension."""

    def value(x: float) -> float:
        log_q = float(Q.log_density(np.array([[x]]))[0])
        log_p = float(P.log_density(np.array([[x]]))[0])
        return function(x, log_p - log_q) * math.exp(log_q)

    return quad(value, -12.0, 12.0, epsabs=1e-13, epsrel=1e-11, limit=200)[0]


def test_moments_of_the_weights_in_one_dimension() -> None:
    for order in (1, 2, 3, 4):
        expected = under_q(lambda _, log_w, m=order: math.exp(m * log_w))
        assert raw_moment(P, Q, order) == pytest.approx(expected, rel=1e-9)
    for order, found in zip((2, 3, 4), central_moments(P, Q), strict=True):
        expected = under_q(lambda _, log_w, m=order: math.expm1(log_w) ** m)
        assert found == pytest.approx(expected, rel=1e-8)
    second = under_q(lambda _, log_w: (math.exp(log_w) * log_w) ** 2)
    first = under_q(lambda _, log_w: math.exp(log_w) * log_w)
    assert reverse_kl_variance(P, Q) == pytest.approx(second - first**2, rel=1e-9)


def test_moments_of_the_weights_in_the_plane() -> None:
    z = np.random.default_rng(3).standard_normal((2, 2_000_000))
    log_w = log_ratio(*PLANE)(z)
    w = np.exp(log_w)
    for order in (2, 3, 4):
        error = np.std(w**order) / math.sqrt(len(w))
        assert abs(raw_moment(*PLANE, order) - np.mean(w**order)) < 5.0 * error
    squares = np.square(w * log_w - np.mean(w * log_w))
    error = np.std(squares) / math.sqrt(len(w))
    assert abs(reverse_kl_variance(*PLANE) - np.mean(squares)) < 5.0 * error
    parts = w.reshape(-1, 1_000)
    ess = np.sum(parts, axis=1) ** 2 / np.sum(parts**2, axis=1) / 1_000
    assert ess_fraction_error(*PLANE, 1_000) == pytest.approx(np.std(ess), rel=0.1)


def test_moments_are_infinite_where_the_integrals_diverge() -> None:
    wide = Gaussian(0.0, 1.44)  # E w^m is finite below m = 1.44 / 0.44
    assert math.isfinite(raw_moment(wide, Gaussian(0.0, 1.0), 3))
    assert raw_moment(wide, Gaussian(0.0, 1.0), 4) == math.inf
    assert ess_fraction_error(wide, Gaussian(0.0, 1.0), 1_000) == math.inf
    assert mean_skewness(wide, Gaussian(0.0, 1.0), 1_000, power=2) == math.inf
    assert mean_skewness(P, P, 1_000) == 0.0
    assert ess_fraction_error(P, P, 1_000) is None


@pytest.mark.parametrize("name", ["1", "x", "x^2", "indicator", "sigmoid", "distance"])
def test_the_error_of_the_sample_variance(name: str) -> None:
    f = TestFunction(name, 0.4)

    def moment(order: int) -> float:
        def value(x: float, log_w: float) -> float:
            return (math.exp(log_w) * float(f(np.array(x)))) ** order

        return under_q(value)

    m1, m2, m3, m4 = (moment(order) for order in (1, 2, 3, 4))
    fourth = m4 - 4.0 * m1 * m3 + 6.0 * m1**2 * m2 - 3.0 * m1**4
    n = 500
    expected = math.sqrt((fourth - (m2 - m1**2) ** 2 * (n - 3.0) / (n - 1.0)) / n)
    assert sample_variance_error(P, Q, f, None, n) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("corrections", [-1, 0, 1])
@pytest.mark.parametrize("order", [1, 2, 3])
def test_moments_of_the_ratios(corrections: int, order: int) -> None:
    squashed = SquashedGaussian(P, -1.0, 2.0), SquashedGaussian(Q, -1.0, 2.0)

    def value(x: float, log_w: float) -> float:
        log_jacobian = math.log(1.5) - 2.0 * math.log(math.cosh(x))
        return math.exp(order * (log_w + corrections * log_jacobian))

    found = log_moment(*squashed, corrections, order)
    assert found == pytest.approx(math.log(under_q(value)), abs=1e-9)


def test_the_kurtosis_of_the_summands() -> None:
    setting = Setting(by_name("square", k=2.0), 0.0, 1.0)
    # 2 (x - k) is normal; z (2 z - 4) + 2 b + ... is a polynomial, whose moments are known.
    assert excess_kurtosis(setting, "pathwise")[0] == pytest.approx(0.0, abs=0.01)
    z = np.polynomial.Polynomial([0.0, 1.0])
    estimate = (z - 2.0) ** 2 * z

    def expectation(polynomial) -> float:
        odd = [0.0 if i % 2 else math.prod(range(1, i, 2)) for i in range(len(polynomial.coef))]
        return float(polynomial.coef @ odd)

    away = estimate - expectation(estimate)
    expected = expectation(away**4) / expectation(away**2) ** 2 - 3.0
    found = excess_kurtosis(setting, "score_function/none")[0]
    assert found == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("batch_size", [2, 5, 20])
@pytest.mark.parametrize("name", ["score_function/leave_one_out", "measure_valued/coupled"])
def test_errors_of_variances_are_their_spread(name: str, batch_size: int) -> None:
    setting = Setting(by_name("cos", k=1.0), 0.5, 1.0, batch_size)
    repetitions = 100
    errors = law_errors(setting, name, BY_NAME[name].exact(setting), repetitions)
    found = [measure(setting, repetitions, seed, names=(name,)) for seed in range(300)]
    variances = np.array([each.measured[name].variance for each in found])
    means = np.array([each.measured[name].mean for each in found])
    # A standard deviation of 300 values is known to about 5 %.
    np.testing.assert_allclose(errors.variance, np.std(variances, axis=0), rtol=0.2)
    np.testing.assert_allclose(errors.mean, np.std(means, axis=0), rtol=0.2)


def test_fourth_moments_diverge_before_second_ones() -> None:
    def setting(std: float) -> Setting:
        return Setting(by_name("linear", k=1.0), 0.0, std, behaviour_mean=0.0, behaviour_std=1.0)

    assert not fourth_moment_diverges(setting(1.15))
    assert fourth_moment_diverges(setting(1.16))
    question = setting(1.2)
    name = "off_policy/none"
    errors = law_errors(question, name, BY_NAME[name].exact(question), 100)
    assert np.all(np.isfinite(errors.mean))
    assert np.all(np.isinf(errors.variance))
    assert errors.rare


def test_errors_of_reinforce_are_their_spread() -> None:
    policy = SoftmaxPolicy([1.0, 0.0, -1.0], [4.0, 5.0, 7.0])
    batch, batches = 4, 200
    found = [sample_reinforce(policy, batch, batches, seed) for seed in range(300)]
    law = with_law_errors(found[0], policy, batch, batches)
    for name, each in law.items():
        totals = [one[name].total for one in found]
        assert each.total_error == pytest.approx(np.std(totals), rel=0.2)
        means = np.std([one[name].mean for one in found], axis=0)
        np.testing.assert_allclose(each.mean_error, means, rtol=0.2)
