"""The compiled fit gives what NumPy's gives, and samples of SciPy's have the shape of their law."""

import numpy as np
import pytest
from scipy import stats

from engine.core import compiled
from engine.weights.pareto.generalized_pareto import fit

pytestmark = pytest.mark.skipif(compiled.numba_version() == "none", reason="numba is not installed")


def drawn(shape: float, n: int, scale: float = 1.0) -> np.ndarray:
    random = np.random.default_rng(5)
    return np.sort(stats.genpareto.rvs(shape, scale=scale, size=n, random_state=random))


@pytest.mark.parametrize("n", [5, 7, 20, 95, 3000])
@pytest.mark.parametrize("shape", [-0.7, -0.1, 0.0, 0.4, 1.3, 4.0])
@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e9])
def test_they_agree(shape: float, n: int, scale: float) -> None:
    x = drawn(shape, n, scale)
    ours, numpys = fit(x, loops=True), fit(x)
    assert ours.shape == pytest.approx(numpys.shape, rel=1e-10, abs=1e-12)
    assert ours.scale == pytest.approx(numpys.scale, rel=1e-10)


def test_the_shape_of_a_large_sample_is_found() -> None:
    n = 20_000
    for shape in (-0.2, 0.3, 0.8):
        error = (1.0 + shape) / np.sqrt(n)
        assert abs(fit(drawn(shape, n), loops=True).shape - shape) < 4.0 * error


@pytest.mark.parametrize(
    "x",
    [
        np.geomspace(1e-200, 1e200, 50),
        np.array([1.0, 1.0, 1.0, 1.0, 2.0, 1e300]),
        np.array([5e-324, 1e-320, 1e-310, 1e-300, 1.0]),
    ],
)
def test_what_is_not_ordinary_is_left_to_numpy(x: np.ndarray) -> None:
    assert repr(fit(x, loops=True)) == repr(fit(x))
