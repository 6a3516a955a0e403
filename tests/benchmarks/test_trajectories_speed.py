"""All estimators over many trajectories against loops, and exact values against their samples."""

import time
from collections.abc import Callable

import numpy as np

from engine.core.run import Run
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.measured import measure
from engine.trajectories.sampled_credit import mean_returns
from engine.trajectories.states import state_moments, values
from engine.trajectories.whole_return import whole_return_moments
from tests.benchmarks.results import Results

TASK = LinearQuadraticTask(T=50, c=0.2)
LAM = 0.95
TRAJECTORIES = 100_000
LOOPED = 300  # trajectories of the plain loop, whose time is scaled
ROUNDS = 3


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


class Known:
    """What every loop may use: values in s, baselines, the advantage's coefficients."""

    def __init__(self) -> None:
        mean = state_moments(TASK)[0]
        constant, line, square = values(TASK).T
        self.square = square
        self.line = line - 2.0 * mean * square
        self.constant = constant - mean * line + mean**2 * square
        self.returns = mean_returns(TASK)
        whole = whole_return_moments(TASK)
        self.total, self.best = whole.mean_return, whole.best


def walk(known: Known, s, e, n, zero):
    """One trajectory of numbers, or many as arrays: estimates of the eight estimators, (8, 3)."""
    task, gamma = TASK, TASK.gamma
    states, rewards, actions = [], [], []
    for t in range(task.T):
        a = task.K * s + task.c + task.sigma * e[t]
        states.append(s)
        actions.append(a)
        rewards.append(-(task.q * (s - task.g) * (s - task.g) + task.r * a * a))
        s = task.A * s + task.B * a + task.tau * n[t]
    V = [
        (known.square[t] * x + known.line[t]) * x + known.constant[t]
        for t, x in enumerate([*states, s])
    ]
    noise = (task.B * task.sigma) ** 2 + task.tau**2
    found = [[zero, zero, zero] for _ in range(5)]
    sums = [zero, zero, zero]
    later = faded = zero
    for t in reversed(range(task.T)):
        later = rewards[t] + gamma * later
        delta = rewards[t] + gamma * V[t + 1] - V[t]
        faded = delta + gamma * LAM * faded
        on = task.A * states[t] + task.B * actions[t]
        expected = (known.square[t + 1] * on + known.line[t + 1]) * on + known.constant[t + 1]
        spread = known.square[t + 1] * (noise - (task.B * task.sigma) ** 2)
        advantage = rewards[t] + gamma * (expected + spread) - V[t]
        scores = (e[t] * states[t] / task.sigma, e[t] / task.sigma, e[t] * e[t] - 1.0)
        discount = gamma**t
        credits = (later, later - known.returns[t], later - V[t], faded, advantage)
        for i, score in enumerate(scores):
            sums[i] = sums[i] + score
            for k, credit in enumerate(credits):
                found[k][i] = found[k][i] + discount * score * credit
    whole = [
        [x * later for x in sums],
        [x * (later - known.total) for x in sums],
        [x * (later - known.total - b) for x, b in zip(sums, known.best, strict=True)],
    ]
    return whole + found


def plain_loop(known: Known) -> np.ndarray:
    rng = np.random.default_rng(1)
    first = second = np.zeros((8, 3))
    for _ in range(LOOPED):
        z = rng.standard_normal(1 + 2 * TASK.T).tolist()
        found = walk(known, TASK.m0 + TASK.v0 * z[0], z[1::2], z[2::2], 0.0)
        first, second = first + found, second + np.square(found)
    return first / LOOPED


def numpy_loop(known: Known) -> np.ndarray:
    rng = np.random.default_rng(1)
    z = rng.standard_normal((1 + 2 * TASK.T, TRAJECTORIES))
    zero = np.zeros(TRAJECTORIES)
    found = np.array(walk(known, TASK.m0 + TASK.v0 * z[0], z[1::2], z[2::2], zero))
    mean = found.mean(axis=2)
    squares = np.square(found - mean[..., np.newaxis])
    return np.array([mean, squares.mean(axis=2), np.square(squares).mean(axis=2)])


def test_trajectories_against_loops(results: Results) -> None:
    known = Known()

    def ours() -> dict:
        return measure(TASK, TRAJECTORIES, 3, LAM, run=Run(threads=2))

    gradient = np.array(list(TASK.gradient().values()))
    error = np.array([one.mean_error for one in ours().values()])
    assert np.all(np.abs(numpy_loop(known)[0] - gradient) < 5.0 * error)
    times = [(seconds(ours), seconds(lambda: numpy_loop(known))) for _ in range(ROUNDS)]
    own, other = (min(column) for column in zip(*times, strict=True))
    plain = seconds(lambda: plain_loop(known)) * TRAJECTORIES / LOOPED
    what = f"{TRAJECTORIES:,} trajectories of {TASK.T} steps"
    results.add(what, own, "s")
    results.add(f"{what}, to a plain loop", plain / own, "times", least=20.0)
    results.add(f"{what}, to NumPy over steps", other / own, "times", least=1.4)


def test_exact_variances_cost_less_than_samples(results: Results) -> None:
    """All eight, by three parameters, against 10,000 sampled trajectories on one thread."""
    tasks = [TASK.replace(c=0.01 * i) for i in range(12)]
    exact = min(seconds(lambda task=task: task.variances(LAM)) for task in tasks)
    sampled = seconds(lambda: measure(TASK, 10_000, 3, LAM, run=Run(threads=1)))
    results.add("exact variances, to 10,000 trajectories", exact / sampled, "", most=0.5)
