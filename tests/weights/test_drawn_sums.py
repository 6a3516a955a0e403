"""Sums of weights whose samples a compiled loop makes, beside those of samples at hand."""

import math

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.weights.sums import drawn_sums, sums_of

CASES = {
    "near": (Gaussian([0.2, 0.0], [[1.0, 0.3], [0.3, 1.0]]), Gaussian.from_std([0.5, 0.0], 1.1)),
    "one": (Gaussian.from_std(0.3, 0.8), Gaussian.from_std(0.0, 1.0)),
    "unbounded": (Gaussian.from_std([0.0, 1.0, 0.0], 1.5), Gaussian.from_std([0.5, 0.0, 0.0], 1.0)),
    "no double": (Gaussian.from_std([40.0, 0.0], 1.0), Gaussian.from_std([0.0, 0.0], [0.5, 1.0])),
}


@pytest.mark.parametrize("straight", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_they_are_those_of_the_samples(name: str, straight: bool) -> None:
    p, q = CASES[name]
    z = np.random.default_rng(5).standard_normal((q.dimension, 5_003))
    ratio, log_c = log_ratio(p, q), math.log(0.9)
    slopes, shift = np.linspace(0.0, -0.7, q.dimension), 0.25
    g = slopes @ z + shift if straight else np.cos(z[0])
    centred, values = np.empty((2, z.shape[1]))
    line = (slopes, shift) if straight else None
    found = drawn_sums(z, ratio, log_c, line, centred, values if straight else g)
    np.testing.assert_allclose(centred, ratio.centred(z), rtol=1e-12, atol=1e-12)
    if straight:
        np.testing.assert_allclose(values, g, rtol=1e-12, atol=1e-14)
    expected = sums_of(centred, ratio.mean, g, log_c)
    assert found.reference == expected.reference
    assert found.largest == expected.largest
    np.testing.assert_allclose(found.products, expected.products, rtol=1e-10, atol=1e-12)
