"""Every accumulator: what is merged is what is gathered whole, on one thread and on two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.accumulators.batch_signs import SIZES, BatchSigns
from engine.sampling.accumulators.histogram import Bins, Histogram
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.accumulators.running import RunningMoments
from engine.sampling.gather import gather

ROWS = 50_000
BLOCKS = 4
CHUNK = 12_500
BINS = Bins(-3.0, 3.0, 40)


def block(number: int) -> Array:
    return np.random.default_rng([5, number]).standard_normal((2, ROWS)) + 0.3


@dataclass
class Blocks:
    """Two rows of numbers, or their first row alone."""

    first: bool
    blocks: int = BLOCKS

    def chunks(self, number: int) -> Iterator[Array]:
        values = block(number)
        for start in range(0, ROWS, CHUNK):
            part = values[:, start : start + CHUNK]
            yield part[0].copy() if self.first else part


EVERYTHING = np.concatenate([block(number) for number in range(BLOCKS)], axis=1)
CASES: dict[str, tuple[bool, Callable[[int], Any]]] = {
    "moments": (False, lambda _: MomentSums((0.0, 0.0))),
    "running": (False, lambda number: RunningMoments((0.0, 0.0), number == 0)),
    "histogram": (True, lambda _: Histogram(BINS)),
    "batch signs": (True, lambda _: BatchSigns()),
}


def state(accumulator: Any) -> list[np.ndarray]:
    if isinstance(accumulator, MomentSums):
        moments = accumulator.moments()
        return [np.array(moments.count), moments.mean, moments.squares]
    if isinstance(accumulator, Histogram):
        return [accumulator.counts]
    return [accumulator.batches, accumulator.negative]


@pytest.mark.parametrize("name", CASES)
def test_one_and_two_threads_agree_to_the_bit(name: str) -> None:
    first, make = CASES[name]
    one, two = (gather(Blocks(first), make, Run(threads=threads)) for threads in (1, 2))
    for mine, other in zip(state(one), state(two), strict=True):
        assert np.array_equal(mine, other)


def test_moments_are_those_of_everything() -> None:
    count, mean, squares = state(gather(Blocks(False), CASES["moments"][1], Run()))
    assert count == EVERYTHING.shape[1]
    np.testing.assert_allclose(mean, EVERYTHING.mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(squares, EVERYTHING.var(axis=1) * count, rtol=1e-12)


def test_running_moments_are_those_of_the_first_n() -> None:
    n, means, squares = gather(Blocks(False), CASES["running"][1], Run()).log_spaced()
    assert n[-1] == EVERYTHING.shape[1]
    for index in (0, len(n) // 2, -2, -1):
        values = EVERYTHING[:, : int(n[index])]
        np.testing.assert_allclose(means[index], values.mean(axis=1), rtol=1e-11)
        np.testing.assert_allclose(squares[index], values.var(axis=1) * n[index], rtol=1e-11)


def test_a_histogram_counts_what_lies_outside_as_well() -> None:
    (counts,) = state(gather(Blocks(True), CASES["histogram"][1], Run()))
    inside, _ = np.histogram(EVERYTHING[0], BINS.edges)
    assert counts[1:-1].tolist() == inside.tolist()
    assert counts[0] == np.count_nonzero(EVERYTHING[0] < BINS.low)
    assert counts.sum() == EVERYTHING.shape[1]


def test_signs_of_batches_are_those_of_their_means() -> None:
    batches, negative = state(gather(Blocks(True), CASES["batch signs"][1], Run()))
    chunks = EVERYTHING[0].reshape(-1, CHUNK)
    for index, size in enumerate(SIZES):
        whole = [chunk[: CHUNK // size * size].reshape(-1, size).mean(axis=1) for chunk in chunks]
        assert batches[index] == sum(map(len, whole))
        assert negative[index] == sum(np.count_nonzero(means < 0.0) for means in whole)
