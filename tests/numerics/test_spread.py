"""Variances of values whose squares are and are no doubles."""

import math

import numpy as np
import pytest

from engine.numerics.spread import deviation, variance

VALUES = np.random.default_rng(3).normal(2.0, 3.0, 1000)


@pytest.mark.parametrize("factor", [1.0, 1e-5, 12345.6789, 1e30])
def test_as_numpy_finds_them_to_the_last_bit(factor):
    assert variance(VALUES * factor) == np.var(VALUES * factor)
    assert deviation(VALUES * factor) == np.std(VALUES * factor)


def test_beyond_the_doubles():
    large = VALUES * 1e200
    assert variance(large) == math.inf
    assert deviation(large) == pytest.approx(1e200 * np.std(VALUES), rel=1e-13)
    assert deviation(np.array([-1e308, 1e308])) == pytest.approx(1e308, rel=1e-15)
