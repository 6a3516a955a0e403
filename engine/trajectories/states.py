"""What a linear-quadratic task does step by step: its states, rewards and values."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array, sealed
from engine.numerics.gaussian_polynomials import LinearStep

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


@lru_cache(maxsize=16)
def state_moments(task: LinearQuadraticTask) -> tuple[Array, Array]:
    """Mean and variance of s_0 .. s_T, (T + 1,) each."""
    mean, variance = np.empty(task.T + 1), np.empty(task.T + 1)
    mean[0], variance[0] = task.m0, task.v0**2
    noise = (task.B * task.sigma) ** 2 + task.tau**2
    carried = np.square(task.carry)
    for t in range(task.T):
        mean[t + 1] = task.carry * mean[t] + task.B * task.c
        variance[t + 1] = carried * variance[t] + noise
    return sealed(mean), sealed(variance)


def step_of(task: LinearQuadraticTask) -> LinearStep:
    """How y_t = s_t - E s_t goes on: y' = (A + B K) y + B sigma e + tau n."""
    return LinearStep(task.carry, task.B * task.sigma, task.tau)


@lru_cache(maxsize=16)
def rewards(task: LinearQuadraticTask) -> Array:
    """r_t as polynomials in (y_t, e_t), (T, 3, 3, 1)."""
    mean = state_moments(task)[0][:-1]
    off, action = mean - task.g, task.K * mean + task.c
    q, r, K, sigma = task.q, task.r, task.K, task.sigma
    found = np.zeros((task.T, 3, 3, 1))
    found[:, 0, 0, 0] = -(q * off**2 + r * action**2)
    found[:, 1, 0, 0] = -2.0 * (q * off + r * K * action)
    found[:, 2, 0, 0] = -(q + r * K**2)
    found[:, 0, 1, 0] = -2.0 * r * sigma * action
    found[:, 1, 1, 0] = -2.0 * r * sigma * K
    found[:, 0, 2, 0] = -r * sigma**2
    return sealed(found)


def scores(task: LinearQuadraticTask) -> Array:
    """Scores of a step by K, c and log sigma in (y_t, e_t), (T, 3, 2, 3, 1):

    e s / sigma, e / sigma and e^2 - 1.
    """
    found = np.zeros((task.T, 3, 2, 3, 1))
    found[:, 0, 0, 1, 0] = state_moments(task)[0][:-1] / task.sigma
    found[:, 0, 1, 1, 0] = 1.0 / task.sigma
    found[:, 1, 0, 1, 0] = 1.0 / task.sigma
    found[:, 2, 0, 2, 0] = 1.0
    found[:, 2, 0, 0, 0] = -1.0
    return found


@lru_cache(maxsize=16)
def values(task: LinearQuadraticTask) -> Array:
    """V_t as polynomials in y_t, (T + 1, 3); V_T = 0."""
    step = step_of(task)
    earned = step.expect(rewards(task))
    carried = task.gamma * step.after(2)
    found = np.zeros((task.T + 1, 3))
    for t in reversed(range(task.T)):
        found[t] = earned[t] + found[t + 1] @ carried
    return sealed(found)


def ahead(task: LinearQuadraticTask, value: Array) -> Array:
    """value(y') of polynomials in y', (..., 3), as polynomials in (y, e, n), (..., 3, 3, 3)."""
    step = step_of(task)
    terms = ((step.carry, (1, 0, 0)), (step.action, (0, 1, 0)), (step.noise, (0, 0, 1)))
    found = np.zeros((*value.shape[:-1], 3, 3, 3))
    found[..., 0, 0, 0] = value[..., 0]
    for factor, (i, j, k) in terms:
        found[..., i, j, k] += value[..., 1] * factor
        for other, (a, b, c) in terms:
            found[..., i + a, j + b, k + c] += value[..., 2] * factor * other
    return found
