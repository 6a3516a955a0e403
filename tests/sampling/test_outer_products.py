"""Summaries of vectors: as NumPy has them, and merged parts are the whole on any threads."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.accumulators.outer_products import OuterProducts
from engine.sampling.gather import gather

VECTORS = np.random.default_rng(3).normal(1.0, 2.0, (3, 1_000))


class Parts:
    """Blocks of 100 columns in two chunks."""

    blocks = 10

    def chunks(self, block: int) -> Iterator[Array]:
        for start in (100 * block, 100 * block + 50):
            yield VECTORS[:, start : start + 50]


@pytest.mark.parametrize("threads", [1, 2])
def test_means_and_covariance(threads: int) -> None:
    found = gather(Parts(), lambda _: OuterProducts(3), Run(threads=threads))
    mean, covariance = found.mean()
    np.testing.assert_allclose(mean, VECTORS.mean(axis=1), rtol=1e-13)
    np.testing.assert_allclose(covariance, np.cov(VECTORS) / 1_000, rtol=1e-12)
    again = gather(Parts(), lambda _: OuterProducts(3), Run(threads=1))
    assert np.array_equal(found.products, again.products)
