"""The probability of a negative batch against closed forms, SciPy and Monte Carlo."""

from __future__ import annotations

import itertools
import math

import mpmath
import numpy as np
import pytest
from scipy.stats import chi2, ncx2, norm

from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import kl
from engine.divergence.negative_batch import (
    mean_negative_part,
    negative_batch_probabilities,
    negative_batch_probability,
)
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative

BATCHES = (1, 2, 3, 10, 100, 10_000, 1_000_000)
ONE_DIMENSIONAL = [
    (0.0, 1.0, 1.0, 1.5),
    (0.0, 1.5, 1.0, 1.0),
    (0.0, 1.0, 0.0, 2.0),
    (0.0, 2.0, 0.0, 1.0),
    (0.0, 1.0, 0.1, 1.01),
    (0.0, 1.0, 0.3, 0.2),
    (0.0, 1.0, 0.0, 1.001),
    (0.0, 1.0, 0.0, 50.0),
    (0.0, 50.0, 0.0, 1.0),
    (0.0, 1.0, 5.0, 30.0),
    (0.0, 1e-3, 0.0, 1.0),
]


@pytest.mark.parametrize("numbers", ONE_DIMENSIONAL)
def test_one_dimension_is_noncentral_chi_square(numbers: tuple[float, ...]) -> None:
    """k1 = e (y + h)^2 / 2 + constant, y ~ N(0, 1), so a batch is a noncentral chi-square."""
    mean_p, std_p, mean_q, std_q = numbers
    p, q = Gaussian.from_std(mean_p, std_p), Gaussian.from_std(mean_q, std_q)
    ratio = (std_q / std_p) ** 2
    e, shift = ratio - 1.0, (mean_q - mean_p) / std_p
    h = shift * math.sqrt(ratio) / e
    constant = 0.5 * (shift**2 - math.log(ratio)) - 0.5 * e * h**2
    for found in negative_batch_probabilities(p, q, BATCHES):
        B = found.batch
        at = -2.0 * B * constant / e
        law = ncx2(B, B * h * h) if h else chi2(B)
        true = law.cdf(at) if e > 0.0 else law.sf(at)
        assert found.probability == pytest.approx(true, abs=2e-12), B
        if found.probability > 1e-200:
            assert found.probability == pytest.approx(true, rel=1e-8), B
        assert found.error < 1e-10


def test_equal_covariances_are_normal() -> None:
    S = [[2.0, 0.6], [0.6, 1.0]]
    p, q = Gaussian([0.3, -0.2], S), Gaussian([0.0, 0.0], S)
    for found in negative_batch_probabilities(p, q, BATCHES):
        true = norm.cdf(-math.sqrt(0.5 * found.batch * kl(q, p)))
        assert found.method == "closed form"
        assert found.probability == pytest.approx(true, rel=1e-12)


def test_identical_pair_is_never_negative() -> None:
    p = Gaussian([0.0, 1.0], [[1.0, 0.2], [0.2, 2.0]])
    found = negative_batch_probability(p, p, 1)
    assert (found.probability, found.error, found.method) == (0.0, 0.0, "closed form")


def test_nearly_equal_covariances_join_the_closed_form() -> None:
    q = Gaussian.from_std([0.0, 0.0], 1.0)
    exact = negative_batch_probability(Gaussian.from_std([0.2, 0.1], 1.0), q, 20)
    near = negative_batch_probability(Gaussian.from_std([0.2, 0.1], [1.0, 1.0 + 1e-9]), q, 20)
    assert near.method == "inversion"
    assert near.probability == pytest.approx(exact.probability, rel=1e-7)


def sampled_share(p: Gaussian, q: Gaussian, batch: int, n: int, seed: int) -> tuple[float, float]:
    """The share of n batches with a negative mean, from samples of q, and its error."""
    rng = np.random.default_rng(seed)
    totals = np.zeros(n)
    for _ in range(batch):
        x = q.mean + rng.standard_normal((n, q.dimension)) @ q.cholesky.T
        totals += q.log_density(x) - p.log_density(x)
    share = float(np.mean(totals < 0.0))
    return share, math.sqrt(max(share * (1.0 - share), 1.0 / n) / n)


def random_pair(dimension: int, spread: float, shift: float, seed: int):
    rng = np.random.default_rng(seed)

    def gaussian() -> Gaussian:
        basis, _ = np.linalg.qr(rng.normal(size=(dimension, dimension)))
        S = (basis * np.exp(spread * rng.normal(size=dimension))) @ basis.T
        return Gaussian(shift * rng.normal(size=dimension), 0.5 * (S + S.T))

    return gaussian(), gaussian()


@pytest.mark.parametrize("batch", [1, 3, 8])
@pytest.mark.parametrize(
    ("dimension", "spread", "shift"),
    [
        (2, 0.3, 0.2),
        (2, 3.0, 0.3),
        (2, 1e-3, 1e-3),
        (3, 1.0, 1.0),
        (5, 0.1, 0.3),
        (20, 0.1, 0.05),
        (100, 0.02, 0.03),
    ],
)
def test_many_dimensions_by_samples(
    dimension: int, spread: float, shift: float, batch: int
) -> None:
    p, q = random_pair(dimension, spread, shift, seed=dimension)
    found = negative_batch_probability(p, q, batch)
    share, error = sampled_share(p, q, batch, 40_000, seed=batch)
    assert abs(found.probability - share) < 4.5 * error
    assert found.error < 1e-9


def test_directions_of_very_different_size() -> None:
    """One direction much wider, one much narrower, one slightly shifted, one all but equal."""
    p = Gaussian.from_std(np.zeros(4), [1e-3, 30.0, 1.0, 1.0 + 1e-9])
    q = Gaussian.from_std([0.0, 0.0, 1e-3, 0.0], 1.0)
    found = negative_batch_probability(p, q, 1)
    rng = np.random.default_rng(0)
    z = rng.standard_normal((2_000_000, 2))
    # The two large directions decide; the others add less than 1e-2 nats.
    k1 = 0.5 * (z**2 @ np.array([1e6 - 1.0, 1.0 / 900.0 - 1.0])) + math.log(30.0) - math.log(1e3)
    share = np.mean(k1 < 0.0)
    assert abs(found.probability - share) < 4.5 * math.sqrt(share / 2e6) + 1e-4 * share
    assert found.error < 1e-9


def test_far_apart_is_zero_by_bound() -> None:
    p, q = Gaussian.from_std([1e6, 0.0], [1.0, 2.0]), Gaussian.from_std([0.0, 0.0], 1.0)
    found = negative_batch_probability(p, q, 1)
    assert (found.probability, found.method) == (0.0, "bound")


def test_probability_falls_with_the_batch_in_the_end() -> None:
    p, q = random_pair(5, 0.3, 0.2, seed=1)
    found = negative_batch_probabilities(p, q, range(1, 200, 10))
    probabilities = [each.probability for each in found]
    assert probabilities == sorted(probabilities, reverse=True)
    assert relative(q, p).kl > 0.0


@pytest.mark.parametrize("batch", [0, -1, 2.5, True])
def test_batches_that_are_refused(batch) -> None:
    p = Gaussian.from_std(0.0, 1.0)
    with pytest.raises(ParameterError, match="batch"):
        negative_batch_probability(p, p, batch)


@pytest.mark.parametrize("numbers", ONE_DIMENSIONAL)
def test_the_mean_negative_part_is_an_integral_in_one_dimension(numbers: tuple[float, ...]) -> None:
    mean_p, std_p, mean_q, std_q = (mpmath.mpf(number) for number in numbers)
    p, q = Gaussian.from_std(*numbers[:2]), Gaussian.from_std(*numbers[2:])

    def log_ratio(x: mpmath.mpf) -> mpmath.mpf:
        y, z = (x - mean_p) / std_p, (x - mean_q) / std_q
        return mpmath.log(std_q / std_p) + (z**2 - y**2) / 2

    # log w is a quadratic, positive between its roots or outside of them.
    a = 1 / std_q**2 - 1 / std_p**2
    b = 2 * (mean_p / std_p**2 - mean_q / std_q**2)
    c = (mean_q / std_q) ** 2 - (mean_p / std_p) ** 2 + 2 * mpmath.log(std_q / std_p)
    half = mpmath.sqrt(b**2 - 4 * a * c) / abs(2 * a)
    low, high = -b / (2 * a) - half, -b / (2 * a) + half
    far = [mean_q - 40 * std_q, mean_q - 3 * std_q, mean_q, mean_q + 3 * std_q, mean_q + 40 * std_q]
    points = sorted({*far, low, high})
    pieces = [
        (u, v)
        for u, v in itertools.pairwise(points)
        if log_ratio((u + v) / 2) > 0 and v > far[0] and u < far[-1]
    ]
    true = sum(
        mpmath.quad(lambda x: log_ratio(x) * mpmath.npdf(x, mean_q, std_q), piece)
        for piece in pieces
    )
    value, error = mean_negative_part(p, q)
    assert value == pytest.approx(float(true), rel=1e-9)
    assert error < 1e-9


def test_the_mean_negative_part_of_equal_covariances_and_near_them() -> None:
    S = np.array([[2.0, 0.6], [0.6, 1.0]])
    p, q = Gaussian([0.3, -0.2], S), Gaussian([0.0, 0.0], S)
    m = math.sqrt(2.0 * kl(q, p))
    true = m * norm.pdf(0.5 * m) - 0.5 * m**2 * norm.cdf(-0.5 * m)
    assert mean_negative_part(p, q)[0] == pytest.approx(true, rel=1e-13)
    near = Gaussian([0.3, -0.2], S * (1.0 + 1e-7))
    assert mean_negative_part(near, q)[0] == pytest.approx(true, rel=1e-6)
    assert mean_negative_part(q, q) == (0.0, 0.0)


@pytest.mark.parametrize("d", [2, 5, 50])
def test_the_mean_negative_part_is_that_of_samples(d: int) -> None:
    rng = np.random.default_rng(d)
    p = Gaussian.from_std(0.2 * rng.standard_normal(d), np.exp(0.2 * rng.standard_normal(d)), 0.1)
    q = Gaussian.from_std(np.zeros(d), np.ones(d))
    x = q.sample(200_000, seed=3)
    parts = np.maximum(p.log_density(x) - q.log_density(x), 0.0)
    value, error = mean_negative_part(p, q)
    assert abs(np.mean(parts) - value) < 4.0 * np.std(parts) / math.sqrt(len(parts))
    assert error < 1e-9
