"""Principal directions: what a Gaussian and others are along them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.gaussian import Gaussian
from engine.gaussian.principal import principal


@pytest.mark.parametrize(("a", "b", "r"), [(1.0, 2.0, 0.5), (2.0, 1.0, -0.9), (1.0, 1.0, 0.3)])
def test_the_plane(a: float, b: float, r: float) -> None:
    gaussian = Gaussian.from_std([0.5, -1.0], [a, b], r)
    found = principal(gaussian, 2)
    v = found.directions
    np.testing.assert_allclose(v.T @ v, np.eye(2), atol=1e-15)
    np.testing.assert_allclose(v.T @ gaussian.covariance @ v, np.diag(found.std**2), atol=1e-14)
    np.testing.assert_allclose(v @ found.mean, gaussian.mean, atol=1e-15)
    assert v[0, 0] >= abs(v[1, 0]) - 1e-15
    other = Gaussian.from_std([1.0, 1.0], [0.5, 3.0], 0.2)
    mean, std = found.of(other)
    x = other.sample(200_000, 1) @ v
    np.testing.assert_allclose(mean, x.mean(axis=0), atol=0.03)
    np.testing.assert_allclose(std, x.std(axis=0), rtol=0.02)


def test_a_small_variance_keeps_its_digits() -> None:
    gaussian = Gaussian([0.0, 0.0], [[1.0, 1.0 - 1e-13], [1.0 - 1e-13, 1.0]])
    c = gaussian.covariance[0, 1]
    assert principal(gaussian, 2).std.min() ** 2 == pytest.approx(1.0 - c, rel=1e-12)


def test_axes_stay_in_their_order() -> None:
    found = principal(Gaussian.from_std([1.0, 2.0], [1.0, 5.0]), 2)
    assert found.mean.tolist() == [1.0, 2.0]
    assert found.std.tolist() == [1.0, 5.0]


def test_the_largest_of_many() -> None:
    found = principal(Gaussian.from_std([1.0, 2.0, 3.0], [1.0, 5.0, 2.0]), 2)
    assert found.std.tolist() == [5.0, 2.0]
    gaussian = Gaussian.from_std([0.0] * 4, [1.0, 2.0, 3.0, 4.0], 0.3)
    found = principal(gaussian, 2)
    values = np.linalg.eigvalsh(gaussian.covariance)
    np.testing.assert_allclose(np.sort(found.std**2), values[-2:], rtol=1e-12)
