"""The table's places against bisection."""

import numpy as np
import pytest

from engine.numerics.first_above import FirstAbove


def rising(probabilities: np.ndarray) -> np.ndarray:
    ends = np.cumsum(probabilities / probabilities.sum())
    ends[-1] = np.inf
    return ends


@pytest.mark.parametrize(
    "probabilities",
    [
        np.ones(1),
        np.ones(7),
        np.ones(200),
        np.ones(50_000),  # more than there are cells
        np.concatenate([np.full(300, 1e-12), np.ones(3), np.full(300, 1e-300)]),  # many in a cell
        np.geomspace(1e-9, 1.0, 100),
    ],
    ids=["one", "seven", "even", "many", "crowded", "skewed"],
)
def test_the_places_are_those_of_bisection(probabilities):
    ends = rising(probabilities)
    u = np.random.default_rng(3).random(100_000)
    edges = np.concatenate([[0.0, 1.0], ends[:-1], np.nextafter(ends[:-1], 0.0)])
    for values in (u, edges, np.arange(4097) / 4096, u[:0]):
        expected = np.searchsorted(ends, values, side="right")
        np.testing.assert_array_equal(FirstAbove(ends)(values), expected)
