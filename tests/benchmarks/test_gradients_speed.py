"""All gradient estimators over many repetitions against a plain loop over the repetitions."""

import math
import time
from collections.abc import Callable

import numpy as np
import pytest

from engine.functions.objectives import by_name
from engine.gradients.estimators.setting import Setting
from engine.gradients.measured import measure
from engine.gradients.moments import score_moments, total_best_baseline
from tests.benchmarks.results import Results

REPETITIONS = 10_000
LOOPED = 1_000  # repetitions of the loop, whose time is scaled to REPETITIONS
BATCH = 100
ROUNDS = 5
SECONDS = 0.5
TIMES = 10.0
OBJECTIVES = {"square": 0.5, "exp": 1.0, "cos": 1.0}


def setting(name: str) -> Setting:
    objective = by_name(name, k=OBJECTIVES[name])
    return Setting(objective, 1.0, 1.0, BATCH, baseline=0.3, behaviour_mean=0.5, behaviour_std=1.2)


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def in_a_loop(question: Setting) -> object:
    """The same estimators, one batch after the other, each sum in NumPy."""
    f, df = question.objective.shape, question.objective.slope
    mu, sigma, eps, n = question.mean, question.std, question.step, question.batch_size
    q_mean, q_std = question.behaviour
    moments = score_moments(question.objective, mu, sigma)
    fixed = [
        0.0,
        question.baseline,
        moments["mu"].mean,
        total_best_baseline(question.objective, mu, sigma),
    ]
    each = np.array([[moments["mu"].best_baseline], [moments["sigma"].best_baseline]])
    centre = float(f(np.array(mu)))
    rng = np.random.default_rng(7)
    estimates = []
    for _ in range(LOOPED):
        z, normal = rng.standard_normal(n), rng.standard_normal(n)
        w, other = np.sqrt(2.0 * rng.standard_exponential((2, n)))
        m = np.copysign(np.sqrt(z * z + w * w), z)
        reward = f(mu + sigma * z)
        score = np.stack([z / sigma, (z * z - 1.0) / sigma])
        found = [np.mean((reward - b) * score, axis=1) for b in fixed]
        found.append(np.mean((reward - each) * score, axis=1))
        mean = np.mean(reward)
        found.append(np.mean((reward - mean) * score, axis=1))
        others = (n * mean - reward) / (n - 1)
        found.append(np.mean((reward - others) * score, axis=1))
        found.append(np.mean((reward - mean) / np.std(reward) * score, axis=1))
        spread = np.sum((reward - mean) ** 2) - (reward - mean) ** 2 * (n / (n - 1))
        found.append(np.mean((reward - others) / np.sqrt(spread / (n - 1)) * score, axis=1))
        slope = df(mu + sigma * z)
        found.append(np.array([np.mean(slope), np.mean(slope * z)]))
        factor = sigma * math.sqrt(2.0 * math.pi)
        right, far = f(mu + sigma * w), f(mu + sigma * m)
        found.append(
            np.array([np.mean(right - f(mu - sigma * w)) / factor, np.mean(far - reward) / sigma])
        )
        independent = np.mean(right - f(mu - sigma * other)) / factor
        found.append(np.array([independent, np.mean(far - f(mu + sigma * normal)) / sigma]))
        up, down = f(mu + eps * z), f(mu - eps * z)
        for b in (0.0, centre, each[0, 0]):
            found.append(np.array([np.mean((up - b) * z) / eps, 0.0]))
        found.append(np.array([np.mean((up - down) * z) / (2.0 * eps), 0.0]))
        x = q_mean + q_std * z
        standard = (x - mu) / sigma
        weight = np.exp(0.5 * (z * z - standard * standard)) * (q_std / sigma)
        weighted = weight * np.stack([standard / sigma, (standard**2 - 1.0) / sigma])
        away = f(x)
        for b in (0.0, fixed[2]):
            found.append(np.mean((away - b) * weighted, axis=1))
        estimates.append(np.stack(found))
    all_of_them = np.stack(estimates)
    return all_of_them.mean(axis=0), all_of_them.var(axis=0)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_all_estimators_are_fast(name: str, results: Results) -> None:
    question = setting(name)
    seeds = iter(range(1_000))

    def afresh() -> object:
        """With normals that nobody has drawn before."""
        return measure(question, REPETITIONS, seed=next(seeds))

    def again() -> object:
        """As when a slider moves: the normals are kept."""
        return measure(question, REPETITIONS, seed=0)

    afresh()
    scale = REPETITIONS / LOOPED
    rounds = []
    for _ in range(ROUNDS):
        loop = scale * seconds(lambda: in_a_loop(question))
        first = seconds(afresh)
        again()
        rounds.append((loop, first, seconds(again)))
    # The least disturbed of each: other programs only ever add.
    loop, first, kept = (min(column) for column in zip(*rounds, strict=True))
    what = f"18 gradient estimators of {name}"
    results.add(f"{what}, to a loop in NumPy", loop / first, "times", least=TIMES)
    results.add(f"{what}, {REPETITIONS:,} batches of {BATCH}", first, "s", most=SECONDS)
    results.add(f"{what}, with the normals kept", kept, "s")
