"""Expected return and its gradient of a linear-quadratic task of vectors, by recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.core.arrays import Array

if TYPE_CHECKING:
    from engine.trajectories.matrix_task import MatrixTask


class Quadratic(NamedTuple):
    """s' square s + line' s + constant."""

    square: Array
    line: Array
    constant: float


def ahead_of(task: MatrixTask) -> list[Quadratic]:
    """For each step what the next state earns, its own cost (where it counts) and gamma V."""
    value = Quadratic(np.zeros_like(task.Q), np.zeros_like(task.g), 0.0)
    found = []
    for _ in range(task.T):
        following = _times(task.gamma, value)
        if task.on_next:
            following = _plus(following, _cost(task))
        found.append(following)
        value = _before(task, following)
        if not task.on_next:
            value = _plus(value, _cost(task))
    found.append(value)
    return found[::-1]


def expected_return(task: MatrixTask) -> float:
    """J = E V_0(s_0)."""
    value = ahead_of(task)[0]
    spread = np.sum(value.square * (task.v0 @ task.v0.T))
    mean = task.m0 @ value.square @ task.m0 + value.line @ task.m0
    return float(mean + spread + value.constant)


def gradient(task: MatrixTask) -> dict[str, Array]:
    """sum_t gamma^t E[grad_a Q_t s'] by K, E grad_a Q_t by c, sigma^2 E diag(hess_a Q_t) by
    log sigma: the Gaussian policy's scores, integrated by parts."""
    mean, covariance = task.m0, task.v0 @ task.v0.T
    carry = task.A + task.B @ task.K
    noise = (task.B * task.sigma**2) @ task.B.T + task.tau @ task.tau.T
    total = {"K": np.zeros_like(task.K), "c": np.zeros_like(task.c)}
    total["log_sigma"] = np.zeros_like(task.c)
    discount = 1.0
    for following in ahead_of(task)[1:]:
        bend = task.B.T @ following.square @ task.B - task.R
        slope = 2.0 * (task.B.T @ following.square @ task.A + bend @ task.K)
        offset = 2.0 * bend @ task.c + task.B.T @ following.line
        on_average = slope @ mean + offset
        total["K"] += discount * (slope @ covariance + np.outer(on_average, mean))
        total["c"] += discount * on_average
        total["log_sigma"] += discount * 2.0 * task.sigma**2 * np.diag(bend)
        mean = carry @ mean + task.B @ task.c
        covariance = carry @ covariance @ carry.T + noise
        discount *= task.gamma
    return total


def _cost(task: MatrixTask) -> Quadratic:
    return Quadratic(-task.Q, 2.0 * task.Q @ task.g, -float(task.g @ task.Q @ task.g))


def _times(factor: float, value: Quadratic) -> Quadratic:
    return Quadratic(factor * value.square, factor * value.line, factor * value.constant)


def _plus(first: Quadratic, second: Quadratic) -> Quadratic:
    return Quadratic(
        first.square + second.square, first.line + second.line, first.constant + second.constant
    )


def _before(task: MatrixTask, after: Quadratic) -> Quadratic:
    """E[after(s') - a' R a | s]."""
    carry, moved = task.A + task.B @ task.K, task.B @ task.c
    noise = (task.B * task.sigma**2) @ task.B.T + task.tau @ task.tau.T
    square, line = after.square, after.line
    constant = moved @ square @ moved + line @ moved + np.sum(square * noise)
    constant -= task.c @ task.R @ task.c + np.sum(np.diag(task.R) * task.sigma**2)
    return Quadratic(
        carry.T @ square @ carry - task.K.T @ task.R @ task.K,
        carry.T @ (2.0 * square @ moved + line) - 2.0 * task.K.T @ task.R @ task.c,
        float(after.constant + constant),
    )
