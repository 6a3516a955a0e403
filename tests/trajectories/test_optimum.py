"""The best constant policy and the Riccati bound."""

import numpy as np
import pytest

from engine.trajectories import LinearQuadraticTask
from engine.trajectories.optimum import best_constant, profile, riccati_bound

TASKS = [
    LinearQuadraticTask(),
    LinearQuadraticTask(T=50, g=1.0),
    LinearQuadraticTask(A=1.3, B=0.1, T=200, gamma=1.0),
    LinearQuadraticTask(A=0.3, B=-0.8, c=1.0, g=-0.7, T=7, gamma=0.8),
    LinearQuadraticTask(A=0.9, r=2.0, T=2),
]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"T{task.T}")
def test_no_other_constant_is_better(task: LinearQuadraticTask) -> None:
    best = best_constant(task)
    there = task.replace(K=best.K, c=best.c)
    assert best.expected_return == there.expected_return()
    slopes, before = there.gradient(), task.gradient()
    assert abs(slopes["K"]) < 1e-9 * max(1.0, abs(before["K"]))
    assert abs(slopes["c"]) < 1e-9 * max(1.0, abs(before["c"]))
    rng = np.random.default_rng(4)
    for spread in (1e-3, 0.1, 1.0):
        for K, c in rng.normal((best.K, best.c), spread, size=(40, 2)):
            assert task.replace(K=K, c=c).expected_return() <= best.expected_return


@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"T{task.T}")
def test_the_bound_lies_above(task: LinearQuadraticTask) -> None:
    bound, best = riccati_bound(task), best_constant(task)
    assert best.expected_return < bound.expected_return < bound.without_noise
    assert bound.gains.shape == bound.offsets.shape == (task.T,)


def test_the_bound_is_what_its_policy_earns() -> None:
    """By moments of the states under the gains and offsets; small changes earn less."""
    task = LinearQuadraticTask(T=9, g=0.8, c=0.1)

    def earned(gains: np.ndarray, offsets: np.ndarray) -> float:
        mean, variance, total = task.m0, task.v0**2, 0.0
        for t, (K, c) in enumerate(zip(gains, offsets, strict=True)):
            action = (K * mean + c) ** 2 + K**2 * variance + task.sigma**2
            total -= task.gamma**t * (task.q * ((mean - task.g) ** 2 + variance) + task.r * action)
            carry = task.A + task.B * K
            mean = carry * mean + task.B * c
            variance = carry**2 * variance + (task.B * task.sigma) ** 2 + task.tau**2
        return total

    bound = riccati_bound(task)
    assert earned(bound.gains, bound.offsets) == pytest.approx(bound.expected_return, rel=1e-13)
    rng = np.random.default_rng(6)
    for change in 0.05 * rng.normal(size=(30, 2, task.T)):
        assert earned(bound.gains + change[0], bound.offsets + change[1]) < bound.expected_return


def test_one_step_needs_no_action() -> None:
    task = LinearQuadraticTask(T=1)
    best, bound = best_constant(task), riccati_bound(task)
    assert (best.K, best.c) == (0.0, 0.0)
    assert best.expected_return == pytest.approx(bound.expected_return, rel=1e-14)


def test_an_action_that_does_nothing_costs_only() -> None:
    best = best_constant(LinearQuadraticTask(B=0.0))
    assert (best.K, best.c) == (0.0, 0.0)
    free = LinearQuadraticTask(B=0.0, r=0.0)
    assert (best_constant(free).K, best_constant(free).c) == (free.K, free.c)


def test_profile_is_the_expected_return() -> None:
    task = TASKS[3]
    gains = np.linspace(-0.5, 1.5, 7)
    for K, value, c in zip(gains, *profile(task, gains), strict=True):
        assert task.replace(K=K, c=c).expected_return() == pytest.approx(value, rel=1e-13)
        assert abs(task.replace(K=K, c=c).gradient()["c"]) < 1e-12
