"""Moments whose mean is not known beforehand."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.core.run import Run
from engine.sampling.accumulators.centred_moments import CentredMoments
from engine.sampling.gather import gather
from engine.sampling.normals import block_count, normal_chunks

N = 200_000


class Far:
    """Normals of a spread that is nothing beside their mean."""

    blocks = block_count(N)

    def chunks(self, block: int) -> Iterator[np.ndarray]:
        for z in normal_chunks(N, block, 2, 5):
            yield 1.0 + 1e-9 * z


def test_merged_is_the_whole_and_keeps_the_digits_of_a_small_spread() -> None:
    found = gather(Far(), lambda _: CentredMoments(), Run(threads=1)).moments()
    values = np.concatenate([np.hstack([*Far().chunks(i)]) for i in range(Far.blocks)], axis=1)
    assert found.count == values.shape[1] == N
    assert found.mean == pytest.approx(values.mean(axis=1), rel=1e-15)
    std = np.sqrt(found.squares / (N - 1))
    assert std == pytest.approx(values.std(axis=1, ddof=1), rel=1e-12)


def test_threads_change_no_bit() -> None:
    one, two = (
        gather(Far(), lambda _: CentredMoments(), Run(threads=threads)).moments()
        for threads in (1, 2)
    )
    assert np.array_equal(one.mean, two.mean)
    assert np.array_equal(one.squares, two.squares)


def test_nothing_has_no_moments() -> None:
    with pytest.raises(ValueError, match="no values"):
        CentredMoments().moments()
