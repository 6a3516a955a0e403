"""Summaries of vectors: as NumPy has them, and merged parts are the whole on any threads."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.accumulators.outer_products import OuterProducts
from engine.sampling.accumulators.vector_powers import VectorPowers
from engine.sampling.gather import gather

VECTORS = np.random.default_rng(3).normal(1.0, 2.0, (3, 1_000))


class Parts:
    """Blocks of 100 columns in two chunks, or their transposes."""

    blocks = 10

    def __init__(self, transposed: bool) -> None:
        self.transposed = transposed

    def chunks(self, block: int) -> Iterator[Array]:
        for start in (100 * block, 100 * block + 50):
            part = VECTORS[:, start : start + 50]
            yield part.T if self.transposed else part


@pytest.mark.parametrize("threads", [1, 2])
def test_means_and_covariance(threads: int) -> None:
    found = gather(Parts(False), lambda _: OuterProducts(3), Run(threads=threads))
    mean, covariance = found.mean()
    np.testing.assert_allclose(mean, VECTORS.mean(axis=1), rtol=1e-13)
    np.testing.assert_allclose(covariance, np.cov(VECTORS) / 1_000, rtol=1e-12)
    again = gather(Parts(False), lambda _: OuterProducts(3), Run(threads=1))
    assert np.array_equal(found.products, again.products)


@pytest.mark.parametrize("threads", [1, 2])
def test_powers_and_lengths(threads: int) -> None:
    found = gather(Parts(True), lambda _: VectorPowers(3), Run(threads=threads)).sums
    for power in range(1, 5):
        np.testing.assert_allclose(found[power - 1, :-1], (VECTORS**power).sum(axis=1), rtol=1e-12)
    lengths = (VECTORS**2).sum(axis=0)
    np.testing.assert_allclose(found[:2, -1], [lengths.sum(), (lengths**2).sum()], rtol=1e-12)
    again = gather(Parts(True), lambda _: VectorPowers(3), Run(threads=1)).sums
    assert np.array_equal(found, again)
