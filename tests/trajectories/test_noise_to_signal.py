"""Noise to signal over sigma and K: the map is what every point says."""

import math

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.credit import Credit
from engine.trajectories.noise_to_signal import noise_to_signal, noise_to_signal_map

TASK = LinearQuadraticTask(T=12, c=0.3, g=-0.4)
ESTIMATES = {
    "total": "total",
    "less mean": "total less mean",
    "to-go": Credit("none"),
    "wrong critic": Credit("value", 0.7, factor=0.5, offset=1.0),
}


@pytest.mark.parametrize("estimate", ESTIMATES.values(), ids=ESTIMATES.keys())
def test_the_map_is_what_every_point_says(estimate) -> None:
    gains, sigmas = np.linspace(-4.0, 0.5, 7), np.geomspace(0.02, 20.0, 9)
    found = noise_to_signal_map(TASK, estimate, gains, sigmas, Run())
    for i, K in enumerate(gains):
        for j, sigma in enumerate(sigmas):
            exact = noise_to_signal(TASK.replace(K=K, sigma=sigma), estimate)
            assert found[i, j] == pytest.approx(exact, rel=1e-9)


def test_it_is_variance_over_the_squared_gradient() -> None:
    variances, gradient = TASK.variances(0.8), TASK.gradient()
    signal = sum(slope**2 for slope in gradient.values())
    for name, estimate in (("total_reward", "total"), ("gae", Credit("value", 0.8))):
        noise = sum(by[name] for by in variances.values())
        assert noise_to_signal(TASK, estimate) == pytest.approx(noise / signal, rel=1e-13)


def test_a_policy_without_noise_has_no_signal_left() -> None:
    """Slope -2 in log sigma (arXiv 2602.01460)."""
    low, high = (noise_to_signal(TASK.replace(sigma=sigma), "total") for sigma in (1e-6, 1e-5))
    assert math.log10(low / high) == pytest.approx(2.0, abs=1e-6)


def test_where_there_is_none() -> None:
    nothing = TASK.replace(q=0.0, r=0.0)
    assert noise_to_signal(nothing, "total") == math.inf
    wild = LinearQuadraticTask(T=200, gamma=1.0)
    found = noise_to_signal_map(wild, "total", np.array([1e3, -1.0]), np.array([0.1, 1.0]), Run())
    assert np.all(np.isinf(found[0]))
    assert np.all(np.isfinite(found[1]))
    one = noise_to_signal_map(TASK, "total", np.array([0.0]), np.array([0.3]), Run())
    assert one[0, 0] == pytest.approx(noise_to_signal(TASK.replace(K=0.0, sigma=0.3), "total"))
    stopped = Run(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        noise_to_signal_map(TASK, "total", np.array([0.0]), np.array([0.3]), stopped)
