"""Every divergence against the 50-digit reference tables, row by row."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.divergence import closed_forms as divergence
from engine.divergence.exact_moments import exact_moments
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from tests.helpers.truth_tables import Row, gaussian_pairs, library_case, misc_rows

EACH_ROW = pytest.mark.parametrize("row", gaussian_pairs(), ids=lambda row: row.name)

COLUMNS = {
    "kl_pq": divergence.kl,
    "kl_qp": lambda p, q: divergence.kl(q, p),
    "jeffreys_sum": divergence.jeffreys,
    "entropy_p": lambda p, q: p.entropy(),
    "entropy_q": lambda p, q: q.entropy(),
    "cross_entropy_pq": divergence.cross_entropy,
    "cross_entropy_qp": lambda p, q: divergence.cross_entropy(q, p),
    "log1p_chi2_pq": divergence.log1p_chi_square,
    "bhattacharyya_distance": divergence.bhattacharyya_distance,
    "bhattacharyya_coefficient": divergence.bhattacharyya_coefficient,
    "hellinger2": divergence.hellinger_squared,
    "var_logw_under_q": lambda p, q: exact_moments(p, q).k1.variance,
    "var_logw_under_p": lambda p, q: exact_moments(q, p).k1.variance,
    "lambda_max": lambda p, q: relative(p, q).largest,
    "js": divergence.jensen_shannon,
}
# Densities do not become small near p = q; 1e-6 relative is asked of what does.
ENTROPIES = {"entropy_p", "entropy_q", "cross_entropy_pq", "cross_entropy_qp", "lambda_max"}


def check(row: Row, name: str, got: float, true: float) -> None:
    if math.isinf(true):
        assert got == true, name
        return
    assert got == pytest.approx(true, rel=0.0, abs=row.tolerance(true)), name
    if row.kind == "near" and name not in ENTROPIES:
        assert got == pytest.approx(true, rel=1e-6, abs=0.0), name


@EACH_ROW
def test_closed_forms(row: Row) -> None:
    for name in COLUMNS.keys() & row.truth.keys():
        check(row, name, COLUMNS[name](row.p, row.q), row.number(name))


@EACH_ROW
def test_renyi(row: Row) -> None:
    for alpha, true in row.truth["renyi"].items():
        check(row, f"renyi {alpha}", divergence.renyi(row.p, row.q, float(alpha)), float(true))


@EACH_ROW
def test_log_densities(row: Row) -> None:
    for name, gaussian in (("logpdf_p_at_x", row.p), ("logpdf_q_at_x", row.q)):
        true = row.number(name)
        assert gaussian.log_density(row.x) == pytest.approx(true, abs=row.tolerance(true), rel=0.0)


@EACH_ROW
def test_wasserstein(row: Row) -> None:
    scale = np.trace(row.p.covariance) + np.trace(row.q.covariance)
    scale += np.sum((row.p.mean - row.q.mean) ** 2)
    squared = divergence.wasserstein2_squared(row.p, row.q)
    assert squared == pytest.approx(row.number("w2_squared"), abs=1e-12 * scale, rel=0.0)
    true = row.number("w2")
    assert divergence.wasserstein2(row.p, row.q) == pytest.approx(true, rel=1e-6, abs=0.0)


@EACH_ROW
def test_chi_square_status(row: Row) -> None:
    pair, chi_square = relative(row.p, row.q), divergence.chi_square(row.p, row.q)
    if row.chi2_status == "infinite":
        assert math.isinf(divergence.log1p_chi_square(row.p, row.q))
        assert pair.failing_direction is not None
    else:
        assert math.isfinite(divergence.log1p_chi_square(row.p, row.q))
        assert pair.failing_direction is None
    assert math.isfinite(chi_square) == (row.chi2_status == "finite")


@EACH_ROW
def test_failing_direction(row: Row) -> None:
    direction = relative(row.p, row.q).failing_direction
    if direction is None:
        return
    assert np.linalg.norm(direction) == pytest.approx(1.0)
    # Along it the precisions compare as the largest eigenvalue says: u' S_q^-1 u = lam u' S_p^-1 u.
    of_q = np.linalg.norm(np.linalg.solve(row.q.cholesky, direction)) ** 2
    of_p = np.linalg.norm(np.linalg.solve(row.p.cholesky, direction)) ** 2
    slack = max(1e-9, 1e-14 * row.condition)
    assert of_q / of_p == pytest.approx(row.number("lambda_max"), rel=slack)


def test_means_far_apart_in_units_of_either_std() -> None:
    row = next(row for row in gaussian_pairs() if row.kind == "seed_KL_4.5")
    assert divergence.kl(row.p, row.q) == 4.5


def test_identical_pairs_are_exactly_zero() -> None:
    for row in gaussian_pairs():
        if row.kind == "identical":
            for name in (
                "kl",
                "jeffreys",
                "chi_square",
                "log1p_chi_square",
                "hellinger_squared",
                "wasserstein2",
                "jensen_shannon",
                "total_variation",
                "mahalanobis",
            ):
                assert getattr(divergence, name)(row.p, row.q) == 0.0, name


@pytest.mark.parametrize("row", misc_rows("js_equal_cov_by_mahalanobis"), ids=lambda r: r["delta"])
@pytest.mark.parametrize("dimension", [1, 2, 7])
def test_equal_covariances_depend_on_the_distance_alone(row, dimension: int) -> None:
    rng = np.random.default_rng(dimension)
    L = np.tril(rng.normal(size=(dimension, dimension))) + 3.0 * np.eye(dimension)
    direction = rng.normal(size=dimension)
    shift = L @ direction * (row["delta"] / np.linalg.norm(direction))
    p, q = Gaussian(shift, L @ L.T), Gaussian(np.zeros(dimension), L @ L.T)
    truth = row["truth"]
    assert divergence.jensen_shannon(p, q) == pytest.approx(float(truth["js"]), rel=1e-11)
    assert divergence.total_variation(p, q) == pytest.approx(
        float(truth["total_variation"]), rel=1e-11
    )


def test_diagonal_divergences_of_rlax() -> None:
    case = library_case("density_kl_diag")
    given, published = case["inputs"], case["published"]
    within = {"abs": case["tolerance"]["atol"], "rel": case["tolerance"]["rtol"]}
    for i in range(2):
        p = Gaussian.from_std(given["mu"][i], given["sigma"][i])
        other = Gaussian.from_std(given["other_mu"][i], given["other_sigma"][i])
        standard = Gaussian.from_std(np.zeros(2), 1.0)
        log_density = p.log_density(given["x"][i])
        assert log_density == pytest.approx(published["logprob"][i], **within)
        assert math.exp(log_density) == pytest.approx(published["prob"][i], **within)
        assert p.entropy() == pytest.approx(published["entropy"][i], **within)
        assert divergence.kl(p, other) == pytest.approx(published["kl_to_other"][i], **within)
        assert divergence.kl(p, standard) == pytest.approx(
            published["kl_to_std_normal"][i], **within
        )


def test_one_dimensional_divergences_of_tensorflow_probability() -> None:
    case = library_case("kl_1d")
    given, published = case["inputs"], case["published"]["kl_mp"]
    for sigma_a, sigma_b, true in zip(given["sigma_a"], given["sigma_b"], published, strict=True):
        p = Gaussian.from_std(given["mu_a"], sigma_a)
        q = Gaussian.from_std(given["mu_b"], sigma_b)
        assert divergence.kl(p, q) == pytest.approx(float(true), rel=1e-15)


def test_divergence_of_the_seed() -> None:
    case = library_case("seed_kl")
    p = Gaussian.from_std(*case["inputs"]["p"])
    for mean in (2.0, 8.0):
        value = divergence.kl(p, Gaussian.from_std(mean, 1.0))
        assert value == pytest.approx(case["published"]["kl"], abs=case["tolerance"]["atol"])


def test_conventions_of_tensorflow_probability() -> None:
    """Its f-divergences, integrated on a grid, are ours up to the factors it states."""
    case = library_case("tfp_conventions")
    assert "HALF" in case["published"]["jeffreys"]
    assert "TWICE" in case["published"]["squared_hellinger"]
    p, q = Gaussian.from_std(0.3, 0.9), Gaussian.from_std(0.0, 1.2)
    x = np.linspace(-15.0, 15.0, 200_001)
    weight = np.exp(q.log_density(x)) * (x[1] - x[0])
    u = np.exp(p.log_density(x) - q.log_density(x))
    half_jeffreys = np.sum(weight * 0.5 * (u * np.log(u) - np.log(u)))
    twice_js = np.sum(weight * (u * np.log(u) - (1 + u) * np.log((1 + u) / 2)))
    twice_hellinger = np.sum(weight * (np.sqrt(u) - 1) ** 2)
    chi_square = np.sum(weight * (u**2 - 1))
    k3 = np.sum(weight * (-np.log(u) + u - 1))
    assert divergence.jeffreys(p, q) == pytest.approx(2.0 * half_jeffreys, rel=1e-9)
    assert divergence.jensen_shannon(p, q) == pytest.approx(0.5 * twice_js, rel=1e-9)
    assert divergence.hellinger_squared(p, q) == pytest.approx(0.5 * twice_hellinger, rel=1e-9)
    assert divergence.chi_square(p, q) == pytest.approx(chi_square, rel=1e-9)
    assert divergence.kl(q, p) == pytest.approx(k3, rel=1e-9)
