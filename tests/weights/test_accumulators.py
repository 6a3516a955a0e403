"""Accumulators of weights: parts that are merged are the whole, and threads change no bit."""

import math

import numpy as np
import pytest

from engine.core.run import Run
from engine.sampling.accumulators.histogram import Bins
from engine.weights.binned import BinnedWeights
from engine.weights.largest import Floor, Largest
from engine.weights.rows.first_look import first_look
from engine.weights.rows.weights import row_weights

BINS = Bins(-4.0, 4.0, 50)


def logs_of(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(n)


def binned(logs: np.ndarray, reference: float = 0.0) -> BinnedWeights:
    found = BinnedWeights(BINS)
    w = np.exp(logs - reference)
    found.add(logs - 0.3, 0.3, w, reference, w * w)
    return found


def test_merged_bins_are_those_of_the_whole() -> None:
    logs = logs_of(9_000)
    merged = binned(logs[:2_000])
    merged.merge(binned(logs[2_000:]))
    whole = binned(logs)
    np.testing.assert_array_equal(merged.counts, whole.counts)
    np.testing.assert_allclose(merged.weights, whole.weights, rtol=1e-12)
    np.testing.assert_allclose(merged.squares, whole.squares, rtol=1e-12)
    assert merged.samples == 9_000


@pytest.mark.parametrize("references", [(2.0, 0.0), (0.0, 2.0)])
def test_bins_at_two_references_meet_at_the_greater(references: tuple[float, float]) -> None:
    logs = logs_of(4_000)
    merged = binned(logs[:1_000], references[0])
    merged.merge(binned(logs[1_000:], references[1]))
    whole = binned(logs)
    assert merged.reference == 2.0
    np.testing.assert_allclose(merged.weights * math.exp(2.0), whole.weights, rtol=1e-12)
    np.testing.assert_allclose(merged.squares * math.exp(4.0), whole.squares, rtol=1e-12)


def test_the_largest_of_parts_are_the_largest_of_all() -> None:
    logs, floor = logs_of(40_000, 1), Floor()
    total = Largest(200, floor)
    total.add(logs[:500], -logs[:500])
    for part in np.split(logs[500:], [7_000, 7_003, 20_000]):
        block = Largest(200, floor)
        block.add(part, -part)
        total.merge(block)
    found = total.largest()
    np.testing.assert_array_equal(np.sort(found.log_weights), np.sort(logs)[-200:])
    np.testing.assert_array_equal(found.values, -found.log_weights)
    assert floor.value == found.log_weights.min()


def test_sums_over_rows_are_numpys_and_the_same_on_two_threads() -> None:
    logs = 0.7 * logs_of(150_000, 2)
    logs[7] = -np.inf
    look = first_look(logs, Run())
    one, two = (row_weights(logs, look, Run(threads=threads)) for threads in (1, 2))
    assert one.central == two.central
    assert (one.mean, one.mean_wl, one.outside) == (two.mean, two.mean_wl, two.outside)
    for name in ("counts", "weights", "squares"):
        np.testing.assert_array_equal(getattr(one.binned, name), getattr(two.binned, name))
    for name in one.running.__slots__:
        np.testing.assert_array_equal(getattr(one.running, name), getattr(two.running, name))
    w = np.exp(logs)
    assert one.mean == pytest.approx(np.mean(w), rel=1e-13)
    assert one.central.uuu == pytest.approx(np.mean((w - np.mean(w)) ** 3), rel=1e-11)
    assert one.outside == np.sum((w > 1.2) | (w < 0.8))
    prefix = [np.mean(w[: int(n)]) for n in one.running.n]
    np.testing.assert_allclose(one.running.w, prefix, rtol=1e-12)
