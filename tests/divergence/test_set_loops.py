"""Compiled sums over sets of samples, and those of the quadrature, beside NumPy's."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.divergence import elbo
from engine.divergence.evidence_bound import EvidenceBound
from engine.divergence.importance_exact import exact_sums
from engine.divergence.importance_gradients import mixture, set_values
from engine.divergence.loops import doubled_set_sums, set_sums
from engine.gaussian import Gaussian
from engine.sampling.loops import spread_of

SIZES = tuple(2**power for power in range(10))


@pytest.mark.parametrize("count", [3, 4_096, 10_000, 12_287])
@pytest.mark.parametrize("std", [0.3, 1.7])
def test_sets_of_doubled_sizes_have_the_sums_of_sets_of_one_size(count: int, std: float) -> None:
    bound, u = elbo(1.0, 0.7, 1.2, Gaussian.from_std(0.4, std)), normals(count)
    about = np.random.default_rng(1).normal(size=(len(SIZES), 6))
    ratio = bound.log_ratio
    found = doubled_set_sums(u, ratio.slope, ratio.bend, mixture(bound), about)
    for k, near, sums in zip(SIZES, about, found, strict=True):
        check_sums(sums, bound, u[: count // k * k].reshape(-1, k).T, near)


@pytest.mark.parametrize("k", [1, 7, 8, 300])
@pytest.mark.parametrize("std", [0.05, 1.1, 40.0])
def test_sets_of_one_size_have_the_sums_of_numpy(k: int, std: float) -> None:
    # The widest q has weights whose squares no double holds.
    bound, u = elbo(1.0, 0.7, 1.2, Gaussian.from_std(0.4, std)), normals(5_000)
    u = u[: len(u) // k * k]
    about, logs, ratio = np.random.default_rng(1).normal(size=6), np.empty(len(u)), bound.log_ratio
    sums = set_sums(u, k, ratio.slope, ratio.bend, mixture(bound), about, logs)
    check_sums(sums, bound, u.reshape(-1, k).T, about)
    wanted = np.sort(ratio.centred(u))
    np.testing.assert_allclose(np.sort(logs), wanted, rtol=1e-13, atol=1e-13 * abs(wanted[0]))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 1.0])
def test_values_that_are_not_below_a_floor_are_found_in_order(share: float) -> None:
    values, found = normals(3_333), np.empty(3_333)
    floor = np.quantile(values, 1.0 - share) if share else np.inf
    total, squares, low, high, count = spread_of(values, floor, found)
    assert (low, high) == (values.min(), values.max())
    np.testing.assert_allclose((total, squares), (values.sum(), values @ values), rtol=1e-12)
    np.testing.assert_array_equal(found[:count], values[values >= floor])


@pytest.mark.parametrize("std", [0.3, 0.9, 1.7])
def test_quadratures_are_those_of_numpy(std: float) -> None:
    bound, ks = elbo(1.0, 0.7, 1.2, Gaussian.from_std(0.4, std)), (2, 5, 1_000)
    slopes = np.array([0.3, -1.0]), np.array([1.0, 0.2, 0.5])
    slow, fast = (exact_sums(bound.log_ratio, bound.gap, ks, slopes, way) for way in (False, True))
    np.testing.assert_allclose(fast.less, slow.less, rtol=1e-12)
    size = np.abs(slow.tilted).max()
    np.testing.assert_allclose(fast.tilted, slow.tilted, rtol=1e-11, atol=1e-13 * size)


def check_sums(sums: np.ndarray, bound: EvidenceBound, sets: np.ndarray, about: np.ndarray) -> None:
    """``sums`` are of the powers of what NumPy makes of sets (k, m) less ``about``."""
    away = set_values(bound, sets) - about[:, np.newaxis] if sets.size else np.zeros((6, 0))
    wanted = np.stack([np.sum(away**power, axis=1) for power in range(1, 5)], axis=1)
    size = np.stack([np.sum(np.abs(away) ** power, axis=1) for power in range(1, 5)], axis=1)
    assert np.all(np.abs(sums - wanted) <= 1e-12 * size)


def normals(count: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=count)
