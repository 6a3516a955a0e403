"""Exact moments of clipped, masked and truncated estimates, in one and in many dimensions."""

import math
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfcx
from scipy.stats import norm

from engine.core.parameter import ParameterError
from engine.functions.test_function import NAMES, by_name, checked_direction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import projection
from engine.weights.exact.clipping import best_clip, clipped
from engine.weights.exact.estimates import exact_estimates
from engine.weights.exact.inversion import inverted_moments
from engine.weights.exact.moments import NotAvailable, centred
from engine.weights.exact.ppo_clipping import ppo_clipped
from engine.weights.importance import log_weights
from tests.oracles.importance_weights import repaired
from tests.oracles.line import Line, Moments
from tests.weights.test_importance import FUNCTIONS, ROWS, TOLERANCE, name_of, pair_of


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_truncated_columns_of_the_table(row):
    p, q = pair_of(row)
    truths = row["truth"]["truncated"]
    found = clipped(p, q, FUNCTIONS[row["f"]], [float(c) for c in truths])
    for values, column in (
        (found.weight_mean, "E_q_min_w_c"),
        (found.weight_square, "E_q_min_w_c_sq"),
        (found.mean, "E_q_min_w_c_f"),
        (found.fixed_point, "vtrace_fixed_point"),
    ):
        wanted = [float(truth[column]) for truth in truths.values()]
        np.testing.assert_allclose(values, wanted, rtol=TOLERANCE, atol=1e-15, err_msg=column)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_ppo_columns_of_the_table(row):
    p, q = pair_of(row)
    for epsilon, truth in row["truth"]["ppo"].items():
        found = ppo_clipped(p, q, FUNCTIONS[row["f"]], float(epsilon))
        for value, column in (
            (found.ratio, "E_q_clip_w"),
            (found.surrogate, "E_q_ppo_surrogate"),
            (found.share_clipped, "P_q_clipped"),
        ):
            assert value == pytest.approx(float(truth[column]), rel=TOLERANCE, abs=1e-14), column


PAIRS = [((0.7, 0.8), (0.0, 1.0)), ((0.2, 1.3), (0.0, 1.0)), ((0.5, 1.8), (-0.3, 1.0))]


def log_density(mean, std):
    """SciPy's takes a hundred times as long for one number."""
    return lambda x: -(((x - mean) / std) ** 2) / 2.0 - math.log(std * math.sqrt(2.0 * math.pi))


@pytest.mark.parametrize("repair", ["clip", "mask"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_one_dimension_against_scipy_quad(p, q, name, repair):
    f, (log_p, log_q) = by_name(name, 0.4), (log_density(*p), log_density(*q))
    for c in (0.6, 2.5):
        found = clipped(Gaussian.from_std(*p), Gaussian.from_std(*q), f, c, repair=repair)

        def repaired(x, c=c):
            w = math.exp(log_p(x) - log_q(x))
            return min(w, c) if repair == "clip" else w * (w <= c)

        grid = np.linspace(-12, 12, 4001)
        crossed = np.diff(np.sign(log_p(grid) - log_q(grid) - math.log(c))) != 0.0
        kinks = grid[np.flatnonzero(crossed)]

        def mean(function, kinks=kinks):
            edges = [-12.0, *sorted([*kinks, *(kinks + 0.006), 0.4]), 12.0]
            return sum(
                quad(lambda x: function(x) * math.exp(log_q(x)), *ends, epsabs=1e-12)[0]
                for ends in pairwise(edges)
            )

        first = mean(lambda x: repaired(x) * float(f(x)))
        second = mean(lambda x: (repaired(x) * float(f(x))) ** 2)
        # A mask jumps somewhere in 0.006; quad does not know where.
        tolerance = 1e-9 if repair == "clip" else 1e-5
        assert found.mean[0] == pytest.approx(first, abs=tolerance)
        assert found.variance[0] == pytest.approx(second - first**2, abs=5 * tolerance)


def test_a_bias_far_below_the_truth_keeps_its_digits():
    """E (w - c)+ of a log-normal weight, by the formula of Black and Scholes with the ratio of
    Mills, m(z) = (1 - Phi(z)) / phi(z): phi(z) (m(z) - m(z + 1)), z = log c - 1/2."""
    c = np.array([1e3, 1e6, 1e9])
    found = clipped(Gaussian(1.0, 1.0), Gaussian(0.0, 1.0), by_name("1"), c)
    z = np.log(c) - 0.5

    def mills(z):
        return math.sqrt(math.pi / 2.0) * erfcx(z / math.sqrt(2.0))

    np.testing.assert_allclose(found.bias, -norm.pdf(z) * (mills(z) - mills(z + 1.0)), rtol=1e-9)


def test_ends_of_the_frontier():
    """Nothing is clipped for large c; for small c the weights are c, that is 1 after division."""
    p, q, f = Gaussian(0.5, 0.8), Gaussian(0.0, 1.0), by_name("x")
    exact = exact_estimates(p, q, f)
    found = clipped(p, q, f, [1e-9, 1e9])
    assert found.bias[1] == pytest.approx(0.0, abs=1e-15)
    assert found.variance[1] == pytest.approx(exact.plain_variance, rel=1e-10)
    assert found.self_normalised_variance[1] == pytest.approx(
        exact.self_normalised_variance, rel=1e-10
    )
    assert found.bias[0] == pytest.approx(-exact.mean, rel=1e-8)
    assert found.fixed_point[0] == pytest.approx(q.mean[0], abs=1e-6)
    assert found.share_above[0] == pytest.approx(1.0, abs=1e-4)


def test_clipping_beats_weights_of_infinite_variance():
    p, q, f = Gaussian(0.0, 2.25), Gaussian(0.0, 1.0), by_name("x^2")
    best = best_clip(p, q, f, 1e6)
    assert 1.0 < best.c < 1e6
    around = clipped(p, q, f, [best.c / 3.0, best.c * 3.0]).mean_squared_error(1e6)
    assert np.all(around > best.mean_squared_error)
    assert best_clip(p, q, f, 1e3).c < best.c


def oblique(dimension):
    return checked_direction(np.arange(1.0, dimension + 1.0), dimension)


REDUCIBLE = [
    (Gaussian.from_std([0.3, 0.0], [1.2, 1.0]), Gaussian.from_std([0.0, 0.0], 1.0)),
    (Gaussian.from_std([0.3, 0.0], [0.8, 1.0]), Gaussian.from_std([0.0, 0.0], 1.0)),
]


@pytest.mark.parametrize("repair", ["clip", "mask"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("p", "q"), REDUCIBLE)
def test_inversion_agrees_with_quadrature_where_both_can(p, q, name, repair):
    """Two ways that share nothing but the definition."""
    f, u, c = by_name(name, 0.4), [0.6, 0.8], np.geomspace(0.05, 300.0, 9)
    along = projection(p, q, u)
    line = clipped(p, q, f, c, u, repair)
    [found] = inverted_moments(p, q, along, centred(f, along), np.log(c), (repair,))
    truth = line.truth
    bias = truth * found.weight_bias + found.value
    np.testing.assert_allclose(bias, line.bias, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(found.square, line.weight_square, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(found.share_above, line.share_above, rtol=1e-8, atol=1e-14)
    second = truth**2 * found.square + 2.0 * truth * found.square_f + found.square_ff
    np.testing.assert_allclose(second - (truth + bias) ** 2, line.variance, rtol=1e-8, atol=1e-11)


def many(dimension, p_std, q_std=1.0, shift=0.15, correlation=0.0):
    def covariance(std):
        matrix = np.full((dimension, dimension), correlation * std**2)
        np.fill_diagonal(matrix, std**2)
        return matrix

    return (
        Gaussian(np.full(dimension, shift), covariance(p_std)),
        Gaussian(np.zeros(dimension), np.eye(dimension) * q_std**2),
    )


MANY = {
    "wide": many(2, 1.2),
    "narrow": many(2, 0.8),
    "correlated": many(2, 1.05, correlation=0.5),
    "infinite": many(3, 1.5),
    "five": many(5, 0.9, correlation=0.2),
    "twenty": many(20, 1.05),
}


@pytest.mark.parametrize("repair", ["clip", "mask"])
@pytest.mark.parametrize("name", ["1", "x", "indicator", "sigmoid", "distance"])
@pytest.mark.parametrize("pair", list(MANY))
def test_many_dimensions_against_samples(pair, name, repair):
    p, q = MANY[pair]
    f, u, c = by_name(name, 0.4), oblique(p.dimension), np.array([0.3, 1.0, 2.0, 6.0])
    found = clipped(p, q, f, c, u, repair)
    x = q.sample(100_000, 3)
    w, values = np.exp(log_weights(p, q, x)), f(x @ u)
    for i, level in enumerate(c):
        v = np.minimum(w, level) if repair == "clip" else np.where(w <= level, w, 0.0)
        for sample, truth in (
            (v * values, found.mean[i]),
            ((v * values) ** 2, found.variance[i] + found.mean[i] ** 2),
            (v, found.weight_mean[i]),
            (v**2, found.weight_square[i]),
            ((w > level).astype(float), found.share_above[i]),
        ):
            error = np.std(sample) / math.sqrt(len(sample))
            assert np.mean(sample) == pytest.approx(truth, abs=5.0 * error + 1e-6)


def test_above_and_below_all_weights():
    p, q = many(3, 0.8)
    f, u = by_name("x"), oblique(3)
    exact = exact_estimates(p, q, f, u)
    found = clipped(p, q, f, [1.0, 1e3], u)
    assert found.bias[1] == found.share_above[1] == 0.0
    assert found.variance[1] == pytest.approx(exact.plain_variance, rel=1e-10)
    p, q = many(3, 1.3)
    found = clipped(p, q, f, [1e-3, 1.0], u)
    assert found.share_above[0] == 1.0
    assert found.weight_mean[0] == pytest.approx(1e-3)
    assert found.fixed_point[0] == pytest.approx(0.0, abs=1e-12)
    assert clipped(p, q, f, [1e-3], u, "mask").weight_mean[0] == 0.0


@pytest.mark.parametrize("c", [0.0, -1.0, math.nan, math.inf])
def test_c_that_is_no_clipping_point_is_refused(c):
    with pytest.raises(ParameterError, match="greater than 0"):
        clipped(Gaussian(0.0, 1.0), Gaussian(1.0, 1.0), by_name("x"), [1.0, c])


def test_what_is_not_available_is_said():
    p, q = many(3, 1.2)
    with pytest.raises(NotAvailable, match="single direction"):
        ppo_clipped(p, q, by_name("x"), 0.2)


def test_equal_gaussians():
    p = Gaussian(0.3, 2.0)
    found = clipped(p, p, by_name("x"), [0.5, 1.0, 2.0])
    np.testing.assert_allclose(found.weight_mean, [0.5, 1.0, 1.0], rtol=1e-14)
    np.testing.assert_allclose(found.variance, [0.5, 2.0, 2.0], rtol=1e-12)
    np.testing.assert_allclose(found.share_above, [1.0, 0.0, 0.0], atol=1e-15)


@pytest.mark.parametrize("distance", [60.0, 1e6])
def test_gaussians_far_apart_give_no_nan(distance):
    p, q, f = Gaussian(distance, 1.0), Gaussian(0.0, 1.0), by_name("sigmoid")
    found = clipped(p, q, f, [1e-3, 1.0, 1e9])
    for values in (found.bias, found.variance, found.weight_mean, found.fixed_point):
        assert np.all(np.isfinite(values))
    assert found.bias[1] == pytest.approx(-found.truth, rel=1e-9)


@pytest.mark.parametrize("repair", ["clip", "mask"])
def test_a_narrow_p_far_out_in_a_wide_q(repair):
    """Nearly all of p lies where w > c: the density of q is flat there."""
    p, q = Gaussian.from_std(2e7, 1e-4), Gaussian.from_std(0.0, 1e8)
    found = clipped(p, q, by_name("distance", 1e5), [1e-3, 4e5], repair=repair)
    truth = 2e7 - 1e5
    assert found.truth == pytest.approx(truth)
    # w > c within r of the mean of p; P(|x - mean| < r) = 2 r q(mean).
    height = norm.pdf(2e7, 0.0, 1e8)
    r = 1e-4 * np.sqrt(-2.0 * np.log(found.c * height * 1e-4 * math.sqrt(2.0 * math.pi)))
    share = 2.0 * r * height
    np.testing.assert_allclose(found.share_above, share, rtol=1e-3)
    weight = 2.0 * norm.sf(r / 1e-4) + (found.c * share if repair == "clip" else 0.0)
    np.testing.assert_allclose(found.weight_mean, weight, rtol=1e-3)
    np.testing.assert_allclose(found.bias, -truth * (1.0 - weight), rtol=1e-4)
    for values in (found.variance, found.self_normalised_variance):
        assert np.all(np.isfinite(values) & (values >= 0.0))


@pytest.mark.parametrize("repair", ["clip", "mask"])
@pytest.mark.parametrize(
    ("p", "q"),
    [
        (Gaussian.from_std(2e7, 1e-6), Gaussian.from_std(0.0, 1e8)),
        (Gaussian.from_std(2e9, 7e-12), Gaussian.from_std(-1e9, 4e5)),
    ],
)
def test_a_p_between_two_numbers(p, q, repair):
    """Far narrower than the doubles at its mean lie apart."""
    found = clipped(p, q, by_name("distance", 2e7), [1.0, 1e6], repair=repair)
    for place, c in enumerate(found.c):
        with mpmath.mp.workdps(140):
            line = Line(p, q)
            moments = Moments(line, "distance", 2e7)
            bias, variance = repaired(line, moments, mpmath.mpf(c), repair)
        assert found.bias[place] == pytest.approx(float(bias), rel=1e-9)
        assert found.std[place] == pytest.approx(math.sqrt(variance), rel=1e-9)
