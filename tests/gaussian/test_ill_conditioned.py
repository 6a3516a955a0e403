"""Ill-conditioned pairs against mpmath: decisions, closed forms, and log w itself."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import mpmath as mp
import numpy as np
import pytest

from engine.divergence import closed_forms as divergence
from engine.divergence.kl_losses import expected_mean_gradients
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.gaussian.relative import relative
from engine.sampling.normals import standard_normals
from engine.weights.exact.clipping import repaired
from engine.weights.importance import tail_index
from tests.oracles.gaussian_pairs import DIGITS, Truth
from tests.oracles.ill_conditioned_pairs import KINDS, drawn_pair, same_basis
from tests.oracles.pair_checks import check_closed_forms, check_decisions, check_log_w

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_pairs(kind: str) -> None:
    rng = np.random.default_rng(len(kind))
    for d in (2, 3, 5):
        p, q = drawn_pair(rng, kind, d)
        with mp.workdps(DIGITS):
            truth = Truth(p, q)
            check_decisions(p, q, truth)
            check_closed_forms(p, q, truth)
            check_log_w(p, q, truth, rng.normal(size=(d, 2)))


@pytest.mark.parametrize("kind", KINDS)
def test_decisions_in_more_dimensions(kind: str) -> None:
    p, q = drawn_pair(np.random.default_rng(7), kind, 20)
    with mp.workdps(DIGITS):
        check_decisions(p, q, Truth(p, q))


@pytest.mark.parametrize("step", [-(2.0**-16), 0.0, 2.0**-16])
@pytest.mark.parametrize("d", [2, 30, 100])
def test_the_edge_of_a_finite_variance(d: int, step: float) -> None:
    """Exact covariances with lam = 2, and next to it, in 100 dimensions too."""
    lam = [Fraction(2) ** (-(i % 3)) for i in range(d)]
    lam[d // 2] = 2 + Fraction(step)
    pair = same_basis(np.random.default_rng(d), lam, spread=20 if d < 50 else 4)
    infinite = step >= 0.0
    assert math.isinf(divergence.log1p_chi_square(pair.p, pair.q)) == infinite
    assert (relative(pair.p, pair.q).failing_direction is not None) == infinite
    assert tail_index(pair.p, pair.q) == float(1 - 1 / lam[d // 2])
    assert relative(pair.p, pair.q).largest == float(lam[d // 2])
    for alpha in (0.5, 1.5, 1.9999) if infinite else (0.5, 1.5, 2.0):
        with mp.workdps(DIGITS):
            true = mp.fsum(_renyi(alpha, x, y) for x, y in zip(lam, pair.shift, strict=True))
            assert abs(divergence.renyi(pair.p, pair.q, alpha) / true - 1) < 1e-12


def _renyi(alpha: float, lam: Fraction, square: Fraction) -> mp.mpf:
    a, x = mp.mpf(alpha), mp.mpf(lam.numerator) / lam.denominator
    weight = a + (1 - a) * x
    logs = mp.log(weight) - (1 - a) * mp.log(x)
    return a * square.numerator / square.denominator / weight / 2 - logs / (2 * (a - 1))


@pytest.mark.parametrize("alpha", [1.5, 3.0, 1.25])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_the_edge_of_other_orders(alpha: float, step: int) -> None:
    """At lam = alpha / (alpha - 1), and beside it by one part in 2^30."""
    edge = Fraction(alpha) / (Fraction(alpha) - 1)
    lam = [Fraction(1), edge * (1 + Fraction(step, 2**30)), Fraction(1, 2)]
    pair = same_basis(np.random.default_rng(1), lam, spread=10)
    value = divergence.renyi(pair.p, pair.q, alpha)
    if step >= 0:
        assert value == math.inf
    else:
        with mp.workdps(DIGITS):
            true = mp.fsum(_renyi(alpha, x, y) for x, y in zip(lam, pair.shift, strict=True))
            assert abs(value / true - 1) < 1e-12


def test_the_tail_index_counts_directions_that_are_narrower() -> None:
    one, half = Fraction(1), Fraction(1, 2)
    rng = np.random.default_rng(3)
    narrower = same_basis(rng, [half, one, half, half, one, one], spread=20)
    centred = Gaussian(np.zeros(6), narrower.p.covariance)
    assert tail_index(centred, narrower.q) == -2.0 / 3.0
    assert tail_index(narrower.p, narrower.q) == 0.0
    assert tail_index(narrower.q, narrower.q) == -math.inf


def kernels() -> tuple[Gaussian, Gaussian]:
    """1.2 times a kernel matrix of condition 2.9e13, and the matrix, each entry rounded."""
    names = ("kernel_50_times_1.2.csv", "kernel_50.csv")
    p, q = (np.loadtxt(DATA / name, delimiter=",") for name in names)
    return Gaussian(np.zeros(50), p), Gaussian(np.zeros(50), q)


def test_a_kernel_matrix_and_itself() -> None:
    _, q = kernels()
    for name in ("kl", "chi_square", "log1p_chi_square", "wasserstein2", "total_variation"):
        assert getattr(divergence, name)(q, q) == 0.0, name
    assert tail_index(q, q) == -math.inf


def test_a_kernel_matrix_and_a_multiple() -> None:
    p, q = kernels()
    assert divergence.log1p_chi_square(p, q) == pytest.approx(1.021232868, abs=5e-10)
    assert tail_index(p, q) == pytest.approx(0.167156, abs=5e-7)
    with mp.workdps(DIGITS):
        truth = Truth(p, q)
        assert divergence.renyi(p, q, 1.5) == pytest.approx(float(truth.renyi(1.5)), rel=1e-12)
        check_decisions(p, q, truth)


def test_clipped_and_masked_errors_of_a_kernel_matrix_and_a_multiple() -> None:
    """By Imhof's inversion for sums of chi-squares, from eigenvalues to 60 digits."""
    clip, mask = repaired(*kernels(), TestFunction("x"), 1.0)
    assert math.sqrt(clip.variance[0] / 20_000) == pytest.approx(0.005394401690733729, rel=1e-9)
    assert math.sqrt(mask.variance[0] / 20_000) == pytest.approx(0.0032366788625219235, rel=1e-9)


@pytest.mark.parametrize("d", [2, 3, 6])
def test_sampled_log_weights_have_their_exact_moments(d: int) -> None:
    """Eigenvalues of the covariances below 1e-12 beside some above 1e13, strongly correlated."""
    rng, n = np.random.default_rng(d), 20_000
    for _ in range(5):
        p, q = (
            Gaussian.from_std(rng.normal(size=d), rng.permutation(np.geomspace(1e-7, 1e7, d)), r)
            for r in (0.999999, rng.uniform(0.0, 0.999))
        )
        ratio = log_ratio(p, q)
        centred = ratio.centred(standard_normals(n, d, seed=d).T)
        with mp.workdps(DIGITS):
            truth = Truth(p, q)
            assert min(mp.eigsy(truth.S_q, eigvals_only=True)) < 1e-12
            assert max(mp.eigsy(truth.S_q, eigvals_only=True)) > 1e13
            mean, variance = -float(truth.reversed().kl()), float(truth.variance_log_w())
        assert ratio.mean == pytest.approx(mean, rel=1e-12)
        assert abs(np.mean(centred)) < 5.0 * math.sqrt(variance / n)
        away = centred**2
        assert abs(np.mean(away) - variance) < 5.0 * np.std(away) / math.sqrt(n)


def test_gradients_of_the_losses() -> None:
    """S_p^-1 D and S_q^-1 D, D = mean_q - mean_p, and their difference."""
    p, q = drawn_pair(np.random.default_rng(4), "scaled kernel", 6)
    p = Gaussian(p.mean + 0.1, p.covariance)
    with mp.workdps(DIGITS):
        away = mp.matrix((q.mean - p.mean).tolist())
        true, reverse = (mp.lu_solve(mp.matrix(x.covariance.tolist()), away) for x in (p, q))
        expected = [np.array(list(x), dtype=float) for x in (true, reverse, true - reverse)]
    found = expected_mean_gradients(p, q)
    for got, right in zip(
        (found.true, found.true_reverse, found.reward["k3"]), expected, strict=True
    ):
        np.testing.assert_allclose(got, right, rtol=1e-9, atol=1e-11 * np.max(np.abs(right)))
