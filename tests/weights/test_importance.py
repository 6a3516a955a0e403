"""Importance weights: what is known of them exactly, and what samples say."""

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from engine.core.parameter import ParameterError
from engine.functions.test_function import by_name
from engine.gaussian.gaussian import Gaussian
from engine.weights.estimates import weighted_estimates
from engine.weights.exact.estimates import exact_estimates
from engine.weights.importance import (
    effective_sample_size,
    failing_direction,
    log_weights,
    tail_index,
    weight_limits,
)
from tests.helpers.truth_tables import gaussian_pairs, table

ROWS = table("importance")
TOLERANCE = 1e-9
FUNCTIONS = {
    "x": by_name("x"),
    "x2": by_name("x^2"),
    "sigmoid": by_name("sigmoid"),
    "ind_gt_2": by_name("indicator", 2.0),
    "one": by_name("1"),
}


def pair_of(row):
    return (
        Gaussian.from_std(row["mu_p"], row["sigma_p"]),
        Gaussian.from_std(row["mu_q"], row["sigma_q"]),
    )


def name_of(row):
    return f"{row['id']}-{row['kind']}"


def agrees(value, truth):
    return value == pytest.approx(float(truth), rel=TOLERANCE, abs=TOLERANCE)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_importance_table(row):
    p, q = pair_of(row)
    truth = row["truth"]
    exact = exact_estimates(p, q, FUNCTIONS[row["f"]])
    assert agrees(exact.mean, truth["E_p_f"])
    assert agrees(exact.variance, truth["var_p_f"])
    assert agrees(exact.plain_variance, truth["var_plain_is_per_sample"])
    assert agrees(exact.self_normalised_variance, truth["asymptotic_var_snis"])
    limits = weight_limits(p, q)
    assert agrees(limits.chi_square, truth["chi2"])
    assert agrees(math.exp(limits.log1p_chi_square), truth["E_q_w2"])
    assert agrees(limits.ess_fraction, truth["ess_fraction_limit"])


@pytest.mark.parametrize("row", gaussian_pairs(), ids=lambda row: row.name)
def test_tail_index(row):
    index = tail_index(row.p, row.q)
    truth = row.truth["pareto_k_population"]
    if truth is not None:
        tolerance = max(1e-12, 2.2e-16 * row.condition)
        assert index == pytest.approx(float(truth), rel=tolerance, abs=tolerance)
    else:
        # No heavy tail, and for p = q no tail at all.
        assert index == (-math.inf if row.kind == "identical" else 0.0)
    assert (index >= 0.5) == (row.chi2_status == "infinite")
    assert (failing_direction(row.p, row.q) is None) == (row.chi2_status != "infinite")


def test_tail_index_counts_the_directions_that_bound_the_weights():
    q = Gaussian.from_std(np.zeros(3), 1.0)
    assert tail_index(Gaussian.from_std(0.0, [0.5, 0.7, 1.0]), q) == -1.0
    assert tail_index(Gaussian.from_std([0.0, 0.0, 1.0], [0.5, 0.7, 1.0]), q) == 0.0
    assert tail_index(Gaussian.from_std(0.0, [0.5, 0.7, 1.5]), q) == pytest.approx(5.0 / 9.0)


def test_failing_direction():
    q = Gaussian.from_std([0.0, 0.0], 1.0)
    rotation = np.array([[0.8, -0.6], [0.6, 0.8]])
    p = Gaussian([0.0, 0.0], rotation @ np.diag([2.5, 1.0]) @ rotation.T)
    np.testing.assert_allclose(failing_direction(p, q), [0.8, 0.6], atol=1e-12)


def test_log_weights_are_differences_of_scipy_log_densities():
    rng = np.random.default_rng(0)
    A, B = rng.standard_normal((2, 3, 3))
    p = Gaussian([1.0, 0.0, -1.0], A @ A.T + np.eye(3))
    q = Gaussian(np.zeros(3), B @ B.T + np.eye(3))
    x = rng.standard_normal((4, 5, 3))
    wanted = multivariate_normal.logpdf(x, p.mean, p.covariance) - multivariate_normal.logpdf(
        x, q.mean, q.covariance
    )
    np.testing.assert_allclose(log_weights(p, q, x), wanted, rtol=1e-10, atol=1e-12)
    one = log_weights(Gaussian(0.0, 1.0), Gaussian(1.0, 4.0), [0.0, 2.0])
    np.testing.assert_allclose(one, norm.logpdf([0, 2], 0, 1) - norm.logpdf([0, 2], 1, 2))


def test_log_weights_keep_their_digits_near_equality():
    p, q = Gaussian.from_std(1e-9, 1.0), Gaussian.from_std(0.0, 1.0)
    assert float(log_weights(p, q, 3.0)) == pytest.approx(3e-9, rel=1e-9)


def test_log_weights_refuse_what_does_not_fit():
    with pytest.raises(ParameterError):
        log_weights(Gaussian.from_std([0, 0], 1.0), Gaussian(0.0, 1.0), [0.0])
    with pytest.raises(ParameterError):
        log_weights(Gaussian.from_std([0, 0], 1.0), Gaussian.from_std([0, 1], 1.0), [0.0, 1.0, 2.0])


def test_effective_sample_size():
    assert effective_sample_size(np.zeros(7)) == 7.0
    assert effective_sample_size([0.0, -math.inf]) == 1.0
    w = np.array([1.0, 2.0, 3.0])
    wanted = np.sum(w) ** 2 / np.sum(w**2)
    for shift in (0.0, 5000.0, -5000.0):
        assert effective_sample_size(np.log(w) + shift) == pytest.approx(wanted, rel=1e-12)
    for wrong in ([], [math.nan], [math.inf], [-math.inf, -math.inf]):
        with pytest.raises(ParameterError):
            effective_sample_size(wrong)


def test_effective_sample_size_is_blind_to_what_q_does_not_visit():
    """p = half N(-10, 1), half N(10, 1); q = N(10, 1); f = 1[x < 0]: truth 0.5."""
    [published] = [row["published"] for row in table("library_cases") if row["id"] == 18]
    x = 10.0 + np.random.default_rng(1).standard_normal(1000)
    log_p = np.logaddexp(norm.logpdf(x, -10, 1), norm.logpdf(x, 10, 1)) - math.log(2.0)
    logs = log_p - norm.logpdf(x, 10, 1)
    assert effective_sample_size(logs) == pytest.approx(1000.0, rel=1e-6)
    found = weighted_estimates(logs, (x < 0.0).astype(float), 10.0)
    assert found.self_normalised.value == published["estimate"] == 0.0


def test_sigmoid_demo():
    p, f = Gaussian.from_std(3.5, 1.0), by_name("sigmoid")
    good = exact_estimates(p, Gaussian.from_std(3.0, 1.0), f)
    assert good.mean == pytest.approx(0.955459, abs=5e-7)
    assert good.plain_variance == pytest.approx(0.301271, abs=5e-7)
    bad = exact_estimates(p, Gaussian.from_std(1.0, 1.0), f)
    assert bad.plain_variance == pytest.approx(512.93, abs=5e-3)


def test_infinite_variance_and_variance_beyond_doubles():
    f = by_name("x")
    infinite = exact_estimates(Gaussian(0.0, 2.25), Gaussian(0.0, 1.0), f)
    assert infinite.plain_variance == infinite.self_normalised_variance == math.inf
    far = weight_limits(Gaussian(60.0, 1.0), Gaussian(0.0, 1.0))
    assert far.chi_square == math.inf
    assert far.log1p_chi_square == pytest.approx(3600.0)
    assert far.ess_fraction == 0.0
    assert far.failing_direction is None
    assert exact_estimates(Gaussian(60.0, 1.0), Gaussian(0.0, 1.0), f).plain_variance == math.inf


@pytest.mark.parametrize("name", ["x", "x^2", "indicator", "sigmoid", "distance"])
def test_many_dimensions_against_samples(name):
    """Exact moments of f along an oblique direction, within 5 standard errors."""
    rng = np.random.default_rng(2)
    A = 0.15 * rng.standard_normal((4, 4))
    p = Gaussian([0.2, -0.1, 0.1, 0.0], np.eye(4) + 0.5 * (A + A.T))
    q = Gaussian(np.zeros(4), 1.2 * np.eye(4) + 0.1)
    u = np.array([1.0, -2.0, 0.5, 1.0])
    f = by_name(name, 0.3)
    exact = exact_estimates(p, q, f, u)
    x = q.sample(400_000, 5)
    values = f(x @ (u / np.linalg.norm(u)))
    w = np.exp(log_weights(p, q, x))
    for sample, truth in (
        (w * values, exact.mean),
        ((w * values) ** 2, exact.plain_variance + exact.mean**2),
        (w**2 * (values - exact.mean) ** 2, exact.self_normalised_variance),
        (w**2 * (exact.mean - values), exact.self_normalised_bias),
    ):
        error = np.std(sample) / math.sqrt(len(sample))
        assert np.mean(sample) == pytest.approx(truth, abs=5.0 * error)


def test_estimates_by_hand():
    logs, f, c = np.log([0.5, 1.0, 4.0, 2.0]), np.array([1.0, -2.0, 3.0, 5.0]), 1.5
    w = np.exp(logs)
    found = weighted_estimates(logs, f, c)

    def mean_and_error(values):
        return pytest.approx((np.mean(values), np.std(values, ddof=1) / 2.0), rel=1e-12)

    def pair(estimate):
        return estimate.value, estimate.standard_error

    assert pair(found.plain) == mean_and_error(w * f)
    assert pair(found.clipped) == mean_and_error(np.minimum(w, c) * f)
    assert pair(found.masked) == mean_and_error(np.where(w <= c, w, 0.0) * f)
    assert pair(found.truncated) == mean_and_error(np.minimum(w, 2.0 * np.mean(w)) * f)
    assert pair(found.mean_weight) == mean_and_error(w)
    assert pair(found.kl_qp) == mean_and_error(-logs)
    assert pair(found.kl_pq) == mean_and_error(w * logs)
    value = np.sum(w * f) / np.sum(w)
    error = math.sqrt(np.sum((w * (f - value)) ** 2)) / np.sum(w)
    assert pair(found.self_normalised) == pytest.approx((value, error), rel=1e-12)
    assert found.largest_share == pytest.approx(4.0 / 7.5)
    assert found.ess == pytest.approx(effective_sample_size(logs))


def test_estimates_refuse_what_they_cannot_use():
    for logs, f, c in (
        ([0.0, 0.0], [1.0], 1.0),
        ([0.0, math.nan], [1.0, 1.0], 1.0),
        ([0.0, 0.0], [1.0, math.inf], 1.0),
        ([0.0, 0.0], [1.0, 1.0], 0.0),
    ):
        with pytest.raises(ParameterError):
            weighted_estimates(logs, f, c)


@pytest.mark.parametrize(("ratio", "shift"), [(1.1, 0.0), (1.05, 0.2), (0.9, 0.1)])
def test_intervals_cover_the_truth(ratio, shift):
    """95 % intervals of 2,000 repetitions with mild weights cover the truth 93 to 97 % of the
    time; what 2,000 repetitions leave to chance is a standard deviation of half a percent."""
    repetitions, n = 2_000, 500
    p, q, f = Gaussian.from_std(shift, ratio), Gaussian.from_std(0.0, 1.0), by_name("x")
    truth = exact_estimates(p, q, f).mean
    x = q.sample(repetitions * n, 11).reshape(repetitions, n)
    logs = log_weights(p, q, x)
    plain = self_normalised = 0
    for row, values in zip(logs, f(x), strict=True):
        found = weighted_estimates(row, values, 10.0)
        plain += abs(found.plain.value - truth) <= 1.96 * found.plain.standard_error
        error = found.self_normalised.standard_error
        self_normalised += abs(found.self_normalised.value - truth) <= 1.96 * error
    assert 0.93 <= plain / repetitions <= 0.97
    assert 0.93 <= self_normalised / repetitions <= 0.97
