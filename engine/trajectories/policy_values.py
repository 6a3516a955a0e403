"""Values of many policies of one task at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """V_t(s) = square s^2 + line s + constant under the policies (K, c), (T + 1, k) each."""

    square: Array
    line: Array
    constant: Array
    expected_return: Array  # (k,), J

    def at(self, states: Array) -> Array:
        """V_t(s_t) of states (t, k, m) from step 0 on, the same shape."""
        P, p, k = (each[: len(states), :, np.newaxis] for each in self._coefficients)
        return np.asarray((P * states + p) * states + k)

    def ahead(self, states: Array, variance: float) -> Array:
        """E V_(t+1)(s') for s' with these means, (T, k, m), and one variance."""
        P, p, k = (each[1:, :, np.newaxis] for each in self._coefficients)
        return np.asarray((P * states + p) * states + P * variance + k)

    @property
    def _coefficients(self) -> tuple[Array, Array, Array]:
        return self.square, self.line, self.constant


def policy_values(task: LinearQuadraticTask, K: Array, c: Array) -> PolicyValues:
    """Of the policies a = K s + c + sigma e, (k,) each; what outgrows doubles is inf or NaN."""
    square, line, constant = np.zeros((3, task.T + 1, len(K)))
    carry, moved = task.A + task.B * K, task.B * c
    noise = (task.B * task.sigma) ** 2 + task.tau**2
    q, r, g, gamma = task.q, task.r, task.g, task.gamma
    with np.errstate(over="ignore", invalid="ignore"):
        for t in reversed(range(task.T)):
            P, p, k = square[t + 1], line[t + 1], constant[t + 1]
            square[t] = gamma * P * carry**2 - q - r * K**2
            line[t] = gamma * (2.0 * P * moved + p) * carry + 2.0 * (q * g - r * K * c)
            constant[t] = gamma * ((P * moved + p) * moved + P * noise + k)
            constant[t] -= q * g**2 + r * (c**2 + task.sigma**2)
        found = (square[0] * task.m0 + line[0]) * task.m0 + square[0] * task.v0**2 + constant[0]
    return PolicyValues(square, line, constant, found)
