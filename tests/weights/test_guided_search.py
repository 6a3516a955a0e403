"""The self-normalised return of guided search against exact returns and differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import norm

from engine.core.parameter import ParameterError
from engine.gaussian import Gaussian
from engine.objectives import by_name
from engine.weights.guided_replay import Replays, log_density, slide_over, weigh
from engine.weights.guided_search import guided_gradient, guided_return

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


def replay(guides, per_guide: int, steps: int, seed: int) -> np.ndarray:
    return next(Replays(guides, per_guide, steps, 1, seed).chunks(0))[0]


@pytest.mark.parametrize("steps", [1, 3])
def test_replays_weigh_as_the_general_formula(steps: int) -> None:
    x = replay(GUIDES, 30, steps, 3)
    log_q, rewards = log_density(GUIDES, x), REWARD(x)
    mean = logsumexp(
        [np.cumsum(norm.logpdf(x, g.mean[0], g.std[0]), axis=1) for g in GUIDES], axis=0
    ) - math.log(2)
    assert log_q == pytest.approx(mean, rel=1e-12)
    means = np.linspace(-3.0, 3.0, 7)
    estimate, log_z, effective = slide_over(x, rewards, log_q, means, 0.4)
    for i, each in enumerate(means):
        logs = np.cumsum(norm.logpdf(x, each, 0.4), axis=1) - log_q
        alone = guided_return(np.diff(logs, axis=1, prepend=0.0), rewards)
        assert estimate[i] == pytest.approx(alone.value, rel=1e-9)
        assert effective[i] == pytest.approx(alone.effective[-1], rel=1e-9)
        assert log_z[i] == pytest.approx(
            np.sum(alone.log_normaliser) - steps * math.log(60), rel=1e-9
        )


def test_a_policy_among_the_guides_has_its_exact_return() -> None:
    x = replay(GUIDES, 10_000, 2, 4)
    rewards = REWARD(x)
    found = weigh(x, rewards, log_density(GUIDES, x), 0.9, 0.5)
    exact = 2.0 * REWARD.moments(0.9, 0.5).mean
    n = len(x)
    error = found.return_influence(rewards).std() / math.sqrt(n)
    assert abs(float(found.estimate.sum()) - exact) < 4.0 * error
    spread = found.log_normaliser_influence().std() / math.sqrt(n)
    assert abs(float(found.log_normaliser.sum())) < 4.0 * spread


def test_the_influence_is_the_change_by_one_trajectory_more() -> None:
    x = replay(GUIDES, 20, 3, 5)
    rewards, log_q = REWARD(x), log_density(GUIDES, x)
    found = weigh(x, rewards, log_q, 0.2, 0.6)
    for i in (0, 17):
        # Trajectory i counted 1 + h times.
        h = 1e-6
        more = np.ones(len(x)) + h * (np.arange(len(x)) == i)
        share = found.share * more[:, np.newaxis]
        estimate = np.sum(share * rewards, axis=0) / share.sum(axis=0)
        slope = float((estimate - found.estimate).sum()) / h
        assert found.return_influence(rewards)[i] == pytest.approx(len(x) * slope, rel=1e-4)


def test_replays_are_the_same_however_many_there_are() -> None:
    few, many = (Replays(GUIDES, 5, 2, count, 1) for count in (3, 50))
    assert np.array_equal(next(few.chunks(0)), next(many.chunks(0))[:3])


def test_what_cannot_be_taken_is_named() -> None:
    with pytest.raises(ParameterError, match="rewards"):
        guided_return(np.zeros((3, 2)), np.zeros((3, 3)))
    with pytest.raises(ParameterError, match="log_ratios"):
        guided_return(np.zeros((0, 2)), np.zeros((0, 2)))
    with pytest.raises(ParameterError, match="finite"):
        guided_return([0.0, math.nan], [1.0, 1.0])
    with pytest.raises(ParameterError, match="scores"):
        guided_gradient([0.0, 1.0], [1.0, 1.0], np.zeros((3, 2)), 0.0)


def test_normals_by_trajectory_are_those_of_the_actions() -> None:
    source = Replays(GUIDES, 400, 3, 60, 1)
    assert source.blocks > 1
    for block in range(source.blocks):
        z, actions = source.normals(block), np.concatenate(list(source.chunks(block)))
        made = [each.mean[0] + each.std[0] * z[g] for g, each in enumerate(GUIDES)]
        assert np.array_equal(np.moveaxis(np.concatenate(made), -1, 0), actions)
