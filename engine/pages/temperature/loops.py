"""The sums over the actor's actions, compiled."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.numerics.loops import expm1, log

LOG_2 = math.log(2.0)
TILE = 1_024  # actions, whose few numbers each stay beside the core


@compiled
def action_sums(
    z: Array,
    bounded: bool,
    mean: float,
    std: float,
    centre: float,
    curvature: float,
    expected_reward: float,
    constant: float,
) -> tuple[Array, Array]:
    """Of the rewards of actions less their mean, and of z^2 / 2 + ``constant`` and what tanh adds
    to it, both at mean + std z: the sums, (2,), and those of squares."""
    actions, surprises = np.empty(TILE), np.empty(TILE)
    sums, squares = np.zeros(2), np.zeros(2)
    for start in range(0, len(z), TILE):
        some = z[start : min(start + TILE, len(z))]
        action, surprise = actions[: len(some)], surprises[: len(some)]
        for n in range(len(some)):
            action[n] = mean + std * some[n]
            surprise[n] = 0.5 * some[n] * some[n] + constant
        if bounded:
            _squash(action, surprise)
        earned = surprising = earned_2 = surprising_2 = 0.0
        for n in range(len(some)):
            away = action[n] - centre
            reward = -curvature * away * away - expected_reward
            earned += reward
            earned_2 += reward * reward
            surprising += surprise[n]
            surprising_2 += surprise[n] * surprise[n]
        sums += np.array((earned, surprising))
        squares += np.array((earned_2, surprising_2))
    return sums, squares


@compiled_part
def _squash(u: Array, surprise: Array) -> None:
    """tanh u in place of u, and log(1 - tanh^2 u) added to -log pi, (m,) each."""
    for n in range(len(u)):
        double = -2.0 * abs(u[n])
        less = expm1(double)  # exp(-2|u|) - 1
        surprise[n] += double + 2.0 * (LOG_2 - log(2.0 + less))
        u[n] = np.copysign(less / (2.0 + less), u[n])
