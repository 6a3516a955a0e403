"""The self-normalised return of guided search against exact returns and differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.gaussian import Gaussian
from engine.objectives import by_name
from engine.weights.guided_search import (
    guide_log_density,
    guide_samples,
    guided_gradient,
    guided_return,
    slide,
)

GUIDES = (Gaussian.from_std(-1.0, 0.8), Gaussian.from_std(1.5, 0.6))
REWARD = by_name("square", 1.0, scale=-1.0)


def by_hand(steps: np.ndarray, rewards: np.ndarray, regulariser: float) -> float:
    total = 0.0
    for t in range(steps.shape[1]):
        w = np.exp(steps[:, : t + 1].sum(axis=1))
        total += w @ rewards[:, t] / w.sum() + regulariser * math.log(w.sum())
    return total


def test_the_objective_as_it_is_written() -> None:
    rng = np.random.default_rng(1)
    steps, rewards = 0.4 * rng.standard_normal((50, 6)), rng.standard_normal((50, 6))
    found = guided_return(steps, rewards)
    for regulariser in (0.0, 0.1, 3.0):
        assert found.objective(regulariser) == pytest.approx(by_hand(steps, rewards, regulariser))
    last = np.exp(steps.sum(axis=1))
    assert found.effective[-1] == pytest.approx(last.sum() ** 2 / (last**2).sum())
    assert guided_return(np.zeros((4, 2)), rewards[:4, :2]).effective.tolist() == [4.0, 4.0]


def test_the_gradient_is_the_derivative() -> None:
    rng = np.random.default_rng(2)
    a, rewards = rng.standard_normal((40, 5)), rng.standard_normal((40, 5))

    def steps(mean: float, log_std: float) -> np.ndarray:
        z = (a - mean) * math.exp(-log_std)
        return -0.5 * z * z - log_std + 0.5 * a * a

    mean, log_std, h = 0.3, -0.2, 1e-6
    z = (a - mean) * math.exp(-log_std)
    scores = np.stack([z * math.exp(-log_std), z * z - 1.0], axis=-1)
    got = guided_gradient(steps(mean, log_std), rewards, scores, 0.7)
    for i, (dm, ds) in enumerate(((h, 0.0), (0.0, h))):
        ends = [
            guided_return(steps(mean + t * dm, log_std + t * ds), rewards).objective(0.7)
            for t in (1.0, -1.0)
        ]
        assert got[i] == pytest.approx((ends[0] - ends[1]) / (2.0 * h), rel=1e-7)


def test_a_policy_among_the_guides_has_its_exact_return() -> None:
    n = 100_000
    x = guide_samples(GUIDES, n, 4)[:, 0]
    log_q = guide_log_density(GUIDES, x)
    policy = Gaussian.from_std(0.9, 0.5)
    logs, rewards = policy.log_density(x) - log_q, REWARD(x)
    found = guided_return(logs, rewards)
    exact = REWARD.moments(0.9, 0.5).mean
    w = np.exp(logs)
    error = math.sqrt(np.sum((w * (rewards - exact)) ** 2)) / w.sum()
    assert abs(found.value - exact) < 4.0 * error
    spread = w.std() / math.sqrt(2 * n)
    assert abs(float(found.log_normaliser[0]) - math.log(2 * n)) < 4.0 * spread


def test_far_from_the_guides_the_estimate_praises_and_the_regulariser_does_not() -> None:
    x = guide_samples(GUIDES[:1], 50, 3)[:, 0]
    log_q, rewards = guide_log_density(GUIDES[:1], x), -REWARD(x)
    means = np.linspace(-8.0, 8.0, 161)
    found = slide(x, log_q, rewards, means, 0.3)
    for i in (0, 80, 100):
        one = Gaussian.from_std(means[i], 0.3).log_density(x) - log_q
        alone = guided_return(one, rewards)
        assert found.estimate[i] == pytest.approx(alone.value)
        assert found.effective[i] == pytest.approx(alone.effective[0])
        assert found.objective(0.5)[i] == pytest.approx(alone.objective(0.5))
    assert found.effective[0] == pytest.approx(1.0, abs=1e-3)
    assert abs(means[found.best(10.0)] + 1.0) < 1.5
    assert found.log_normaliser[0] < -100.0


def test_what_cannot_be_taken_is_named() -> None:
    with pytest.raises(ParameterError, match="rewards"):
        guided_return(np.zeros((3, 2)), np.zeros((3, 3)))
    with pytest.raises(ParameterError, match="log_ratios"):
        guided_return(np.zeros((0, 2)), np.zeros((0, 2)))
    with pytest.raises(ParameterError, match="finite"):
        guided_return([0.0, math.nan], [1.0, 1.0])
    with pytest.raises(ParameterError, match="scores"):
        guided_gradient([0.0, 1.0], [1.0, 1.0], np.zeros((3, 2)), 0.0)
    with pytest.raises(ParameterError, match="std"):
        slide(np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(2), 0.0)
    with pytest.raises(ParameterError, match="guides"):
        guide_log_density((), np.zeros(2))
