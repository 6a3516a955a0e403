"""The ratio of a sequence: published numbers, samples and limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.weights.sequence_ratio import SequenceRatio, mean_ratio, sequence_ratio

SAMPLES = 400_000
# s^2, the effective share, the one logged after truncation at 2, and the mean of min(w, 2).
NUMBERS = [
    (0.25, 0.779, 0.824, 0.974),
    (1.0, 0.368, 0.632, 0.809),
    (2.25, 0.105, 0.468, 0.612),
    (4.0, 0.0183, 0.330, 0.435),
    (9.0, 1.2e-4, 0.140, 0.186),
]


@pytest.mark.parametrize(("variance", "share", "logged", "mean"), NUMBERS)
def test_numbers(variance: float, share: float, logged: float, mean: float) -> None:
    found = SequenceRatio(variance)
    assert found.effective_share == pytest.approx(share, rel=0.03)
    assert found.logged_share(2.0) == pytest.approx(logged, abs=5.1e-4)
    assert found.truncated_mean(2.0) == pytest.approx(mean, abs=5.1e-4)


@pytest.mark.parametrize("c", [0.5, 2.0, 10.0])
@pytest.mark.parametrize("tokens", [1, 40])
def test_as_sampled(tokens: int, c: float) -> None:
    found = sequence_ratio(tokens, 0.05)
    z = np.random.default_rng(2).standard_normal((SAMPLES // tokens, tokens))
    w = np.exp((math.sqrt(0.05) * z - 0.025).sum(axis=1))
    for values, exact in (
        (w, 1.0),
        ((w > c).astype(float), found.share_above(c)),
        (np.where(w > c, w, 0.0), found.mass_above(c)),
        (np.where(w <= c, w, 0.0), found.masked_mean(c)),
        (np.where(w <= c, w, 0.0) ** 2, found.masked_square(c)),
        (np.minimum(w, c), found.truncated_mean(c)),
        (np.minimum(w, c) ** 2, found.truncated_square(c)),
    ):
        assert abs(values.mean() - exact) <= 4.0 * values.std() / math.sqrt(len(w)) + 1e-3 / len(w)


def test_limits() -> None:
    still = sequence_ratio(100, 0.0)
    assert (still.effective_share, still.truncated_mean(2.0), still.share_above(1.0)) == (1, 1, 0)
    assert still.truncated_mean(0.5) == 0.5
    far = SequenceRatio(2_000.0)
    assert far.effective_share == 0.0
    assert math.isfinite(far.truncated_square(2.0))
    assert 0.0 <= far.truncated_mean(2.0) < 1e-100
    whole = SequenceRatio(3.0)
    assert whole.truncated_mean(math.inf) == 1.0
    assert whole.masked_square(math.inf) == pytest.approx(math.exp(3.0))
    mean = whole.masked_mean(2.0) + whole.mass_above(2.0)
    assert mean == pytest.approx(1.0)
    logs = whole.sample(SAMPLES, 3)
    assert abs(logs.mean() + 1.5) < 4.0 * math.sqrt(3.0 / SAMPLES)
    assert mean_ratio(10, 0.2) == pytest.approx((-0.1, 0.02))


def test_what_cannot_be_taken_is_named() -> None:
    for wrong in ((0, 1.0), (1, -1.0), (1, math.inf)):
        with pytest.raises(ParameterError, match="must be"):
            sequence_ratio(*wrong)
    with pytest.raises(ParameterError, match="variance"):
        SequenceRatio(math.nan)
    with pytest.raises(ParameterError, match="c = 0"):
        SequenceRatio(1.0).share_above(0.0)
