"""One way to estimate the gradient of many policies of one task at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.trajectories.credit import Credit
from engine.trajectories.policy_values import PolicyValues, policy_values

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


class Noise(NamedTuple):
    """Standard normals of k policies with m trajectories each."""

    first: Array  # (k, m), of s_0
    actions: Array  # (T, k, m)
    steps: Array  # (T, k, m)


@dataclass(frozen=True, slots=True)
class Learner:
    """The estimate sum_t gamma^t score_t A_t, or (sum_t score_t) (R - b) of the whole return.

    ``credit`` says what A_t is; None is the whole return. ``standardised``: A_t, or R, less its
    mean over the batch and over its deviation there.
    """

    credit: Credit | None
    standardised: bool = False

    def gradient(self, task: LinearQuadraticTask, policy: Array, noise: Noise) -> Array:
        """Means over each policy's trajectories by K and c, (2, k), of policies (2, k)."""
        K, c = policy
        states, rewards = _walk(task, K, c, noise)
        scores = noise.actions / task.sigma
        discount = task.gamma ** np.arange(float(task.T))[:, np.newaxis, np.newaxis]
        if self.credit is None:
            worth = (discount * rewards).sum(axis=0, keepdims=True)
        else:
            worth = _credits(task, self.credit, policy_values(task, K, c), states, rewards, noise)
        if self.standardised:
            centre = worth.mean(axis=(0, 2), keepdims=True)
            spread = worth.std(axis=(0, 2), keepdims=True)
            worth = (worth - centre) / np.where(spread > 0.0, spread, 1.0)
        if self.credit is not None and self.credit.discounted:
            worth = worth * discount
        scores = scores * worth
        by_gain = np.einsum("tkm,tkm->k", scores, states[:-1])
        found: Array = np.stack([by_gain, scores.sum(axis=(0, 2))])
        return np.asarray(found / scores.shape[2])


def _walk(task: LinearQuadraticTask, K: Array, c: Array, noise: Noise) -> tuple[Array, Array]:
    """States (T + 1, k, m) and rewards (T, k, m)."""
    offset = task.sigma * noise.actions + c[:, np.newaxis]
    moved = task.B * offset + task.tau * noise.steps
    carry = (task.A + task.B * K)[:, np.newaxis]
    states = np.empty((task.T + 1, *noise.first.shape))
    states[0] = task.m0 + task.v0 * noise.first
    for t in range(task.T):
        states[t + 1] = carry * states[t] + moved[t]
    actions = K[:, np.newaxis] * states[:-1] + offset
    rewards = -(task.q * np.square(states[:-1] - task.g) + task.r * np.square(actions))
    return states, rewards


def _credits(
    task: LinearQuadraticTask,
    credit: Credit,
    values: PolicyValues,
    states: Array,
    rewards: Array,
    noise: Noise,
) -> Array:
    """A_t, (T, k, m)."""
    if credit.baseline == "advantage":
        # E[s' | s, a] is s' less the noise of its step.
        expected = values.ahead(states[1:] - task.tau * noise.steps, task.tau**2)
        return np.asarray(rewards + task.gamma * expected - values.at(states[:-1]))
    fade = task.gamma * credit.lam
    if credit.baseline == "none":
        return _faded(rewards, fade)
    critic = credit.factor * values.at(states)
    critic[:-1] += credit.offset
    return _faded(rewards + task.gamma * critic[1:] - critic[:-1], fade)


def _faded(terms: Array, fade: float) -> Array:
    """sum_(u >= t) fade^(u-t) x_u, in place."""
    for t in reversed(range(len(terms) - 1)):
        terms[t] += fade * terms[t + 1]
    return terms
