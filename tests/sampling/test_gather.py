import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.accumulators.running import log_spaced, running_moments
from engine.sampling.gather import begin, over_blocks


def summed(values: np.ndarray, about: float) -> MomentSums:
    sums = MomentSums([about])
    sums.add((values - about)[np.newaxis])
    return sums


@pytest.mark.parametrize("about", [0.0, 5.0, 4.9])
def test_moments_are_those_of_numpy(about: float) -> None:
    values = np.random.default_rng(0).normal(5.0, 2.0, 30_001)
    moments = summed(values, about).moments()
    assert moments.mean[0] == pytest.approx(values.mean(), rel=1e-12)
    expected = values.std(ddof=1) / np.sqrt(len(values))
    assert moments.standard_error[0] == pytest.approx(expected, rel=1e-10)


def test_merged_moments_are_those_of_the_whole() -> None:
    values = np.random.default_rng(1).exponential(size=10_000)
    parts = [summed(part, 0.9).moments() for part in np.split(values, [10, 4_000])]
    merged = parts[0].merged(parts[1]).merged(parts[2])
    assert merged.count == 10_000
    assert merged.mean[0] == pytest.approx(values.mean(), rel=1e-13)
    assert merged.squares[0] == pytest.approx(np.sum((values - values.mean()) ** 2), rel=1e-12)


def test_running_moments_are_those_of_each_prefix() -> None:
    values = np.random.default_rng(2).normal(size=20_000)
    for moments in running_moments((values - 0.1)[np.newaxis], [0.1]):
        prefix = values[: moments.count]
        assert moments.mean[0] == pytest.approx(prefix.mean(), rel=1e-11, abs=1e-14)
        expected = np.sum((prefix - prefix.mean()) ** 2)
        assert moments.squares[0] == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_log_spaced_keeps_both_ends() -> None:
    values = np.random.default_rng(2).normal(size=5_000)
    running = running_moments(values[np.newaxis], [0.0], points=1_000)
    chosen = log_spaced(running, points=50)
    assert len(chosen) <= 50
    assert (chosen[0].count, chosen[-1].count) == (running[0].count, 5_000)


def test_histogram_counts_what_numpy_counts_and_what_lies_outside() -> None:
    values = np.random.default_rng(3).normal(size=50_000)
    counts = Bins(-1.0, 2.0, 30).histogram(values.copy())
    assert np.array_equal(counts[1:-1], np.histogram(values, np.linspace(-1.0, 2.0, 31))[0])
    assert counts[0] == np.sum(values < -1.0)
    assert counts[-1] == np.sum(values >= 2.0)


def test_blocks_come_in_order_from_several_threads() -> None:
    seen = set()

    def summarise(block: int) -> int:
        seen.add(threading.get_ident())
        return block * block

    assert list(over_blocks(50, summarise, Run(threads=3))) == [
        block * block for block in range(50)
    ]
    assert threading.get_ident() not in seen


@pytest.mark.parametrize("threads", [1, 2])
def test_cancelling_stops_before_the_end(threads: int) -> None:
    started = []

    def summarise(block: int) -> int:
        started.append(block)
        return block

    run = Run(threads=threads, cancelled=lambda: len(started) >= 5)
    with pytest.raises(Cancelled):
        list(over_blocks(10_000, summarise, run))
    assert len(started) < 20


@pytest.mark.parametrize("threads", [1, 2])
def test_a_failing_block_raises_and_progress_grows(threads: int) -> None:
    reports: list[float] = []

    def summarise(block: int) -> int:
        if block == 7:
            raise ArithmeticError("block 7")
        return block

    with pytest.raises(ArithmeticError, match="block 7"):
        list(over_blocks(10, summarise, Run(threads=threads, report=reports.append)))
    assert reports == sorted(reports)
    assert 0.0 <= reports[0] <= reports[-1] <= 1.0


def test_a_pass_goes_on_beside_what_is_done_before_its_answer_is_asked_for() -> None:
    under_way = threading.Event()

    class Blocks:
        blocks = 20

        def chunks(self, block: int) -> Iterator[int]:
            under_way.set()
            yield block

    class Total:
        def __init__(self) -> None:
            self.value = 0

        def add(self, chunk: int) -> None:
            self.value += chunk

        def merge(self, other: "Total") -> None:
            self.value += other.value

    whole = begin(Blocks(), lambda _: Total(), Run(threads=2))
    assert under_way.wait(10.0)
    assert whole().value == sum(range(20))


def test_a_pass_that_nobody_waits_for_ends() -> None:
    started, ended = [], []

    def summarise(block: int) -> int:
        started.append(block)
        time.sleep(0.01)
        ended.append(block)
        return block

    parts = over_blocks(1_000, summarise, Run(threads=2))
    del parts
    assert len(started) == len(ended) < 20
