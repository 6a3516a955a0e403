"""What holds for every pair, drawn by hypothesis, and oracles that share no code with these."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.linalg import block_diag, sqrtm
from scipy.stats import multivariate_normal, norm

from engine.core.parameter import ParameterError
from engine.divergence import bounded as bounded_divergence
from engine.divergence.bounded import Evaluation
from engine.divergence.closed_forms import (
    bhattacharyya_coefficient,
    bhattacharyya_distance,
    chi_square,
    cross_entropy,
    hellinger_squared,
    jeffreys,
    jensen_shannon,
    jensen_shannon_evaluated,
    kl,
    log1p_chi_square,
    mahalanobis,
    renyi,
    total_variation,
    total_variation_evaluated,
    wasserstein2,
    wasserstein2_squared,
)
from engine.gaussian.gaussian import Gaussian

SYMMETRIC = (
    jeffreys,
    bhattacharyya_coefficient,
    bhattacharyya_distance,
    hellinger_squared,
    wasserstein2,
    wasserstein2_squared,
    jensen_shannon,
    total_variation,
)
DIRECTED = (kl, log1p_chi_square, chi_square, mahalanobis)


def random_gaussian(rng: np.random.Generator, dimension: int, spread: float) -> Gaussian:
    basis, _ = np.linalg.qr(rng.normal(size=(dimension, dimension)))
    S = (basis * np.exp(spread * rng.normal(size=dimension))) @ basis.T
    return Gaussian(spread * rng.normal(size=dimension), 0.5 * (S + S.T))


@st.composite
def pairs(draw) -> tuple[Gaussian, Gaussian]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dimension = draw(st.sampled_from([1, 2, 3, 6]))
    spread = draw(st.sampled_from([1e-6, 1e-3, 0.1, 0.5, 1.5]))
    return random_gaussian(rng, dimension, spread), random_gaussian(rng, dimension, spread)


def finite_or_infinite(value: float) -> bool:
    return value >= 0.0 and not math.isnan(value)


@given(pairs())
def test_symmetry(pair) -> None:
    p, q = pair
    for function in SYMMETRIC:
        assert function(p, q) == pytest.approx(function(q, p), rel=1e-7, abs=1e-15), function


@given(pairs())
def test_bounds(pair) -> None:
    p, q = pair
    for function in SYMMETRIC + DIRECTED:
        assert finite_or_infinite(function(p, q)), function
    h2, tv, js = hellinger_squared(p, q), total_variation(p, q), jensen_shannon(p, q)
    slack = 1e-9
    # Le Cam, Pinsker, Bretagnolle and Huber, and Lin's bound.
    assert h2 <= tv * (1 + slack) + 1e-12
    assert tv <= math.sqrt(h2 * (2.0 - h2)) * (1 + slack) + 1e-12
    assert tv <= math.sqrt(0.5 * kl(p, q)) * (1 + slack) + 1e-12
    assert tv <= math.sqrt(-math.expm1(-kl(p, q))) * (1 + slack) + 1e-12
    assert js <= math.log(2.0) * tv * (1 + slack) + 1e-12
    assert js >= 0.5 * tv**2 * (1 - slack) - 1e-12
    assert 0.0 <= tv <= 1.0
    assert js <= math.log(2.0)
    assert kl(p, q) <= log1p_chi_square(p, q) * (1 + slack) + 1e-12


@given(pairs())
def test_renyi_rises_with_alpha_through_kl(pair) -> None:
    p, q = pair
    orders = [0.01, 0.25, 0.5, 0.9, 1.0 - 1e-9, 1.0, 1.0 + 1e-9, 1.5, 2.0, 3.0, 10.0]
    values = [renyi(p, q, alpha) for alpha in orders]
    for lower, upper in pairwise(values):
        assert lower <= upper * (1 + 1e-9) + 1e-13
    assert values[4] == pytest.approx(values[5], rel=1e-7, abs=1e-13)
    assert values[6] == pytest.approx(values[5], rel=1e-6, abs=1e-13)


@given(pairs())
def test_renyi_turns_round(pair) -> None:
    """D_a(p||q) (1 - a) / a is D_(1 - a)(q||p)."""
    p, q = pair
    for alpha in (0.2, 0.5, 0.7):
        turned = renyi(q, p, 1.0 - alpha) * alpha / (1.0 - alpha)
        assert renyi(p, q, alpha) == pytest.approx(turned, rel=1e-8, abs=1e-14)


@given(pairs(), pairs())
def test_independent_blocks_add(first, second) -> None:
    p, q = (
        Gaussian(np.concatenate([a.mean, b.mean]), block_diag(a.covariance, b.covariance))
        for a, b in zip(first, second, strict=True)
    )
    for function in (kl, jeffreys, cross_entropy, bhattacharyya_distance, log1p_chi_square):
        parts = function(*first) + function(*second)
        assert function(p, q) == pytest.approx(parts, rel=1e-8, abs=1e-12), function
    squared = wasserstein2_squared(*first) + wasserstein2_squared(*second)
    assert wasserstein2_squared(p, q) == pytest.approx(squared, rel=1e-8, abs=1e-20)


@given(pairs(), st.integers(0, 1000))
def test_affine_maps_change_nothing(pair, seed: int) -> None:
    p, q = pair
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(p.dimension, p.dimension)) + 3.0 * np.eye(p.dimension)
    assume(np.linalg.cond(A) < 100.0)
    moved = []
    for each in pair:
        S = A @ each.covariance @ A.T
        moved.append(Gaussian(A @ each.mean + 1.0, 0.5 * (S + S.T)))
    for function in (
        kl,
        jeffreys,
        bhattacharyya_distance,
        jensen_shannon,
        total_variation,
        mahalanobis,
    ):
        # The map itself rounds the covariances, which pairs nearly equal feel.
        assert function(*moved) == pytest.approx(function(p, q), rel=1e-4, abs=1e-10), function


@given(pairs())
def test_relations_between_divergences(pair) -> None:
    p, q = pair
    assert cross_entropy(p, q) == pytest.approx(p.entropy() + kl(p, q), rel=1e-9, abs=1e-12)
    assert log1p_chi_square(p, q) == renyi(p, q, 2.0)
    assert hellinger_squared(p, q) == pytest.approx(
        1.0 - bhattacharyya_coefficient(p, q), rel=1e-9, abs=1e-15
    )
    if chi_square(p, q) < 1e300:
        assert math.log1p(chi_square(p, q)) == pytest.approx(log1p_chi_square(p, q), rel=1e-9)
    # A normal has KL >= 0 with equality only at equality.
    assert kl(p, p) == 0.0


@given(pairs())
@settings(max_examples=30)
def test_against_plain_linear_algebra(pair) -> None:
    p, q = pair
    d, D = p.dimension, p.mean - q.mean
    inverse = np.linalg.inv(q.covariance)
    logs = np.linalg.slogdet(q.covariance)[1] - np.linalg.slogdet(p.covariance)[1]
    plain = 0.5 * (np.trace(inverse @ p.covariance) - d + D @ inverse @ D + logs)
    assert kl(p, q) == pytest.approx(plain, rel=1e-8, abs=1e-10)
    middle = 0.5 * (p.covariance + q.covariance)
    half = D @ np.linalg.solve(middle, D) / 8.0 + 0.5 * (
        np.linalg.slogdet(middle)[1]
        - 0.5 * np.linalg.slogdet(p.covariance)[1]
        - 0.5 * np.linalg.slogdet(q.covariance)[1]
    )
    assert bhattacharyya_distance(p, q) == pytest.approx(half, rel=1e-8, abs=1e-10)
    root = sqrtm(q.covariance)
    cross = np.real(sqrtm(root @ p.covariance @ root))
    squared = D @ D + np.trace(p.covariance + q.covariance - 2.0 * cross)
    assert wasserstein2_squared(p, q) == pytest.approx(squared, rel=1e-7, abs=1e-7)
    assert mahalanobis(p, q) == pytest.approx(math.sqrt(D @ inverse @ D), rel=1e-8)


ONE_DIMENSIONAL = [
    (0.0, 1.0, 1.0, 1.0),
    (0.0, 1.0, 1.0, 2.0),
    (2.0, 1.0, -2.0, 1.25),
    (0.0, 1.0, 0.5, 0.05),
    (0.0, 1.0, 0.0, 1.3),
    (0.0, 1.0, 0.01, 1.01),
]


@pytest.mark.parametrize("numbers", ONE_DIMENSIONAL)
def test_one_dimension_against_quadrature(numbers: tuple[float, ...]) -> None:
    one, other = norm(*numbers[:2]), norm(*numbers[2:])
    p, q = Gaussian.from_std(*numbers[:2]), Gaussian.from_std(*numbers[2:])

    def integral(function) -> float:
        cuts = sorted(
            {numbers[0] + k * numbers[1] for k in range(-12, 13)}
            | {numbers[2] + k * numbers[3] for k in range(-12, 13)}
        )
        return math.fsum(
            quad(lambda x: function(one.logpdf(x), other.logpdf(x)), a, b, epsrel=1e-11)[0]
            for a, b in pairwise(cuts)
        )

    def js_of(a: float, b: float) -> float:
        middle = np.logaddexp(a, b) - math.log(2.0)
        return 0.5 * math.exp(a) * (a - middle) + 0.5 * math.exp(b) * (b - middle)

    assert jensen_shannon(p, q) == pytest.approx(integral(js_of), rel=1e-8)
    tv = integral(lambda a, b: 0.5 * abs(math.exp(a) - math.exp(b)))
    assert total_variation(p, q) == pytest.approx(tv, rel=1e-5)
    assert kl(p, q) == pytest.approx(integral(lambda a, b: math.exp(a) * (a - b)), rel=1e-8)
    bc = integral(lambda a, b: math.exp(0.5 * (a + b)))
    assert bhattacharyya_coefficient(p, q) == pytest.approx(bc, rel=1e-9)


@pytest.mark.parametrize(("dimension", "spread"), [(2, 0.3), (2, 1.0), (5, 0.3), (30, 0.1)])
def test_bounded_divergences_against_samples(dimension: int, spread: float) -> None:
    rng = np.random.default_rng(dimension)
    p, q = random_gaussian(rng, dimension, spread), random_gaussian(rng, dimension, spread)
    one, other = (multivariate_normal(each.mean, each.covariance, seed=rng) for each in (p, q))
    x = np.concatenate([one.rvs(100_000), other.rvs(100_000)])
    log_p, log_q = one.logpdf(x), other.logpdf(x)
    middle = np.logaddexp(log_p, log_q)
    u, v = np.exp(log_p - middle), np.exp(log_q - middle)
    distances = np.abs(u - v)
    entropies = math.log(2.0) + u * (log_p - middle) + v * (log_q - middle)
    for values, found in (
        (distances, total_variation_evaluated(p, q)),
        (entropies, jensen_shannon_evaluated(p, q)),
    ):
        assert found.method == "quadrature"
        assert found.standard_error is None
        assert abs(np.mean(values) - found.value) < 4.5 * np.std(values) / math.sqrt(len(x))


def test_methods_are_named() -> None:
    S = np.array([[2.0, 0.5], [0.5, 1.0]])
    p, q = Gaussian([0.0, 0.0], S), Gaussian([1.0, 0.0], S)
    assert total_variation_evaluated(p, q).method == "closed form"
    assert jensen_shannon_evaluated(p, q).method == "quadrature"
    assert jensen_shannon_evaluated(p, p) == Evaluation(0.0, None, "closed form")
    assert total_variation_evaluated(p, p) == Evaluation(0.0, None, "closed form")
    one = Gaussian.from_std(0.0, 1.0), Gaussian.from_std(1.0, 2.0)
    assert total_variation_evaluated(*one).method == "closed form"


def test_total_variation_of_nearly_equal_pairs_keeps_its_digits() -> None:
    """To first order TV is E|l| / 2, here with l = eps (z1 + z1^2 - z2^2)."""
    epsilon = 1e-9
    q = Gaussian.from_std([0.0, 0.0], 1.0)
    p = Gaussian.from_std([epsilon, 0.0], [1.0 + epsilon, 1.0 - epsilon])
    node = np.linspace(-10.0, 10.0, 20_001)
    weight = norm.pdf(node) * (node[1] - node[0])
    # Given z1, E|c - z2^2| is in closed form; z1 + z1^2 = c.
    c = node + node**2
    root = np.sqrt(np.maximum(c, 0.0))
    inside, density = 2.0 * norm.cdf(root) - 1.0, norm.pdf(root)
    average = np.where(
        c > 0.0, c * (2.0 * inside - 1.0) + 1.0 - 2.0 * (inside - 2.0 * root * density), 1.0 - c
    )
    found = total_variation_evaluated(p, q)
    assert found.method == "quadrature"
    assert found.value == pytest.approx(0.5 * epsilon * float(weight @ average), rel=1e-4)


def test_samples_stand_in_where_the_quadrature_does_not_converge(monkeypatch) -> None:
    for dimension in (2, 10):
        rng = np.random.default_rng(dimension)
        p, q = random_gaussian(rng, dimension, 0.3), random_gaussian(rng, dimension, 0.3)
        exact = total_variation(p, q)
        with monkeypatch.context() as patch:
            patch.setattr(bounded_divergence, "LARGEST_ERROR", -1.0)
            found = total_variation_evaluated(p, q, samples=100_000, seed=3)
            assert found.method == "Monte Carlo"
            assert found.standard_error is not None
            assert abs(found.value - exact) < 4.5 * found.standard_error
            assert found == total_variation_evaluated(p, q, samples=100_000, seed=3)
            assert found != total_variation_evaluated(p, q, samples=100_000, seed=4)
    with pytest.raises(ParameterError, match="samples"):
        total_variation_evaluated(p, q, samples=1)


@pytest.mark.parametrize("epsilon", [1e-3, 1e-6, 1e-9])
def test_small_total_variation_in_one_dimension_keeps_its_digits(epsilon: float) -> None:
    """For a pure change of std, TV is 2 eps phi(1) to first order."""
    p, q = Gaussian.from_std(0.0, 1.0 + epsilon), Gaussian.from_std(0.0, 1.0)
    first = 2.0 * epsilon * norm.pdf(1.0)
    slack = epsilon + 1e-15 / epsilon
    assert total_variation(p, q) == pytest.approx(first, rel=slack)
