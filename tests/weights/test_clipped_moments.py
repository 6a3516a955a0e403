"""Moments under clipped weights against a fine grid."""

import math

import numpy as np
import pytest

from engine.gaussian import Gaussian
from engine.weights.clipped_moments import (
    clipped_moments,
    excess_moments,
    many_clipped_moments,
    many_excess_moments,
)
from engine.weights.weight_line import WeightLine

PAIRS = [
    ((0.3, 0.8), (-0.2, 1.1)),
    ((0.3, 1.8), (-0.2, 1.0)),
    ((0.3, 1.0), (-0.2, 1.0)),
    ((0.3, 1.0), (0.3, 1.0)),
    ((0.1, 0.3), (1.0, 1.0)),
]
CLIPS = [(1.0,), (1.0, 1.0), (2.0, 0.7), (5.0, 5.0), (0.1, None), (None,), ()]


@pytest.mark.parametrize(("pi", "mu"), PAIRS)
@pytest.mark.parametrize("clips", CLIPS, ids=str)
def test_on_a_grid(pi: tuple, mu: tuple, clips: tuple) -> None:
    z = np.linspace(-30.0, 30.0, 600_001)
    x = mu[0] + mu[1] * z
    log_w = 0.5 * z**2 - 0.5 * ((x - pi[0]) / pi[1]) ** 2 + math.log(mu[1] / pi[1])
    log_f = -0.5 * z**2 - 0.5 * math.log(2.0 * math.pi)
    for clip in clips:
        log_f = log_f + (log_w if clip is None else np.minimum(log_w, math.log(clip)))
    weights = np.exp(log_f) * (z[1] - z[0])
    u = (x - pi[0]) / pi[1]
    grid = [float(weights @ u**j) for j in range(5)]
    found = clipped_moments(Gaussian.from_std(*pi), Gaussian.from_std(*mu), clips, 4)
    assert found == pytest.approx(grid, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(("pi", "mu"), PAIRS)
@pytest.mark.parametrize("clip", [0.3, 1.0, 1.7, None])
def test_what_a_clip_takes_away(pi: tuple, mu: tuple, clip: float | None) -> None:
    pair = Gaussian.from_std(*pi), Gaussian.from_std(*mu)
    none, kept = (clipped_moments(*pair, (each,), 4) for each in (None, clip))
    found = excess_moments(*pair, clip, 4)
    assert found == pytest.approx(none - kept, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("pi", "mu"), PAIRS)
def test_many_clips_are_each_of_them(pi: tuple, mu: tuple) -> None:
    """Where some of them are integrable and others are not."""
    pair = Gaussian.from_std(*pi), Gaussian.from_std(*mu)
    clips = np.array([[1.0, 1.0], [math.inf, math.inf], [0.3, 2.0], [0.1, math.inf], [0.0, 1.0]])
    for row, found in zip(clips, many_clipped_moments(*pair, clips, 4), strict=True):
        assert found == pytest.approx(clipped_moments(*pair, row.tolist(), 4), rel=1e-13)
    some = np.array([0.3, 1.0, 1.7, math.inf])
    for clip, found in zip(some, many_excess_moments(*pair, some, 4), strict=True):
        assert found == pytest.approx(excess_moments(*pair, float(clip), 4), rel=1e-13)


@pytest.mark.parametrize(("pi", "mu"), PAIRS)
@pytest.mark.parametrize("power", [1, 2])
def test_powers_of_the_weight_that_are_not_clipped(pi: tuple, mu: tuple, power: int) -> None:
    pair = Gaussian.from_std(*pi), Gaussian.from_std(*mu)
    found = clipped_moments(*pair, (None,) * power, 6)
    assert WeightLine.of(*pair).powers(power, 6) == pytest.approx(found, rel=1e-12, abs=1e-13)


def test_what_is_not_integrable() -> None:
    wide, narrow = Gaussian.from_std(0.0, 1.5), Gaussian.from_std(0.0, 1.0)
    assert np.all(clipped_moments(wide, narrow, (None, None), 2) == math.inf)
    assert np.all(np.isfinite(clipped_moments(wide, narrow, (None, 3.0), 2)))
    assert clipped_moments(wide, narrow, (0.0, 1.0), 2).tolist() == [0.0, 0.0, 0.0]
