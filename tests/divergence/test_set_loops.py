"""Compiled sums over sets of 1, 2, 4, ... samples beside NumPy's sums over sets of one size."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.divergence import elbo
from engine.divergence.importance_gradients import mixture, set_values
from engine.divergence.loops import doubled_set_sums
from engine.gaussian import Gaussian

SIZES = tuple(2**power for power in range(10))


@pytest.mark.parametrize("count", [3, 4_096, 10_000, 12_287])
@pytest.mark.parametrize("std", [0.3, 1.7])
def test_sets_of_doubled_sizes_have_the_sums_of_sets_of_one_size(count: int, std: float) -> None:
    bound, u = elbo(1.0, 0.7, 1.2, Gaussian.from_std(0.4, std)), normals(count)
    about = np.random.default_rng(1).normal(size=(len(SIZES), 6))
    ratio = bound.log_ratio
    found = doubled_set_sums(u, ratio.slope, ratio.bend, mixture(bound), about)
    for k, near, sums in zip(SIZES, about, found, strict=True):
        sets = u[: count // k * k].reshape(-1, k).T
        away = set_values(bound, sets) - near[:, np.newaxis] if sets.size else np.zeros((6, 0))
        wanted = np.stack([np.sum(away**power, axis=1) for power in range(1, 5)], axis=1)
        size = np.stack([np.sum(np.abs(away) ** power, axis=1) for power in range(1, 5)], axis=1)
        assert np.all(np.abs(sums - wanted) <= 1e-12 * size)


def normals(count: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=count)
