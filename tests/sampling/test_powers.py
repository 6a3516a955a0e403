"""Four power sums: merged they are the whole, and they give the textbook's errors."""

import numpy as np
import pytest

from engine.sampling.accumulators.powers import PowerSums

ABOUT = np.array([2.0, -1.0])
VALUES = ABOUT[:, np.newaxis] + np.random.default_rng(3).gamma(2.0, 1.0, (2, 3_000))


def gathered(values: np.ndarray) -> PowerSums:
    sums = PowerSums(ABOUT)
    sums.add(values - ABOUT[:, np.newaxis])
    return sums


def test_merged_sums_are_those_of_the_whole() -> None:
    parts = [gathered(part) for part in np.split(VALUES, [700, 1_900], axis=1)]
    merged = parts[0]
    for part in parts[1:]:
        merged.merge(part)
    whole = gathered(VALUES)
    assert merged.count == whole.count
    assert merged.sums == pytest.approx(whole.sums, rel=1e-13)


def test_mean_variance_and_their_errors() -> None:
    found, n = gathered(VALUES).spread(), VALUES.shape[1]
    assert found.mean == pytest.approx(VALUES.mean(axis=1), rel=1e-13)
    assert found.variance == pytest.approx(VALUES.var(axis=1, ddof=1), rel=1e-12)
    assert found.mean_error == pytest.approx(np.sqrt(found.variance / n), rel=1e-13)
    fourth = np.mean((VALUES - VALUES.mean(axis=1, keepdims=True)) ** 4, axis=1)
    expected = np.sqrt((fourth - VALUES.var(axis=1) ** 2 * (n - 3) / (n - 1)) / n)
    assert found.variance_error == pytest.approx(expected, rel=1e-11)


def test_equal_values_have_no_variance() -> None:
    sums = PowerSums([1e6])
    sums.add(np.full((1, 100), 1e-9))
    assert sums.spread().variance == [0.0]
