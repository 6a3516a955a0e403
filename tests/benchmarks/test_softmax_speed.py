"""The softmax page against plain NumPy, with and without drawing the samples, in the same run."""

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.softmax_policy.options import Options
from engine.pages.softmax_policy.page import PAGE
from tests.benchmarks.results import Results

N = 1_000_000
OPTIONS = Options()
ROUNDS = 7


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def draw() -> tuple[np.ndarray, Array]:
    """Actions, (batches, N), and perturbations, (n, K)."""
    rng, policy = np.random.default_rng(7), OPTIONS.policy()
    shape = (N // OPTIONS.batch, OPTIONS.batch)
    actions = rng.choice(policy.actions, size=shape, p=policy.probabilities)
    return actions, rng.standard_normal((N, policy.actions))


def with_numpy(actions: np.ndarray, u: Array) -> list[Array]:
    """Means and deviations of REINFORCE and of the zeroth-order gradient under every baseline."""
    policy, n = OPTIONS.policy(), OPTIONS.batch
    rewards, scores = policy.rewards[actions], policy.scores()[actions]
    others = (rewards.sum(axis=1, keepdims=True) - rewards) / (n - 1)
    best = policy.expected_reward + policy.best_away()
    found = []
    for baseline in (0.0, policy.expected_reward, others, best):
        estimates = ((rewards - baseline)[..., np.newaxis] * scores).mean(axis=1)
        found += [estimates.mean(axis=0), estimates.std(axis=0)]
    values = policy.rewards[np.argmax(policy.logits + OPTIONS.epsilon * u, axis=1)]
    usual = float(np.mean(values * np.square(u).sum(axis=1))) / policy.actions
    for baseline in (0.0, policy.argmax_reward, usual):
        terms = (values - baseline)[:, np.newaxis] * u / OPTIONS.epsilon
        found += [terms.mean(axis=0), np.cov(terms.T)]
    return found


def test_faster_than_numpy(results: Results) -> None:
    """Every number of the page, which draws its actions and keeps its perturbations."""
    scene, samples = Scene(samples=N, seed=7), draw()
    PAGE.compute(scene, OPTIONS, Run())
    drawing, given = [], []
    for _ in range(ROUNDS):
        own = seconds(lambda: PAGE.compute(scene, OPTIONS, Run()))
        drawing.append(seconds(lambda: with_numpy(*draw())) / own)
        given.append(seconds(lambda: with_numpy(*samples)) / own)
    results.add("Softmax, the whole page, to NumPy", median(drawing), "times", least=5.0)
    results.add("Softmax, the whole page, to NumPy with samples at hand", median(given), "times")
