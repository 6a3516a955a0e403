"""The estimated returns of many replays, compiled."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.numerics.loops import exp, log

# So many trajectories or replays at once, the larger of both, that their numbers stay beside the
# core.
TILE, FEWEST = 2_048, 16
LEAST = -300.0  # nothing beside the largest; less would make denormal numbers, which are slow


@compiled
def return_sums(
    actions: Array, rewards: Array, policy: tuple[float, float], guides: Array, exact: float
) -> tuple[float, float]:
    """The sum, and that of squares, of what `guided_replay.weigh` estimates of the return less
    ``exact`` over replays (m, n, T); policy and ``guides``, (G, 2): mean and std."""
    replays, n, steps = actions.shape
    many = max(TILE // n, FEWEST)
    logs, earned, own = np.empty(((1 + len(guides)) * n, many)), np.empty((n, many)), np.empty(many)
    estimate = np.empty(many)
    first = second = 0.0
    for start in range(0, replays, many):
        count = min(many, replays - start)
        found, logs[:] = estimate[:count], 0.0
        found[:] = 0.0
        for t in range(steps):
            for j in range(n):
                action, reward = own[:count], earned[j, :count]
                for s in range(count):
                    action[s] = actions[start + s, j, t]
                    reward[s] = rewards[start + s, j, t]
                _add_log_density(action, policy[0], policy[1], logs[j, :count])
                for g in range(len(guides)):
                    _add_log_density(
                        action, guides[g, 0], guides[g, 1], logs[(1 + g) * n + j, :count]
                    )
            _add_estimates(logs, earned, found)
        for s in range(count):
            away = found[s] - exact
            first += away
            second += away * away
    return first, second


@compiled
def _add_log_density(action: Array, mean: float, std: float, logs: Array) -> None:
    """log N(mean, std^2) without its constant, (m,)."""
    level, scale = math.log(std), 1.0 / std
    for s in range(len(logs)):
        away = (action[s] - mean) * scale
        logs[s] -= 0.5 * away * away + level


@compiled
def _add_estimates(logs: Array, rewards: Array, found: Array) -> None:
    """sum_i w_i r_i / sum_i w_i at one step of the first replays, (count,), from rewards (n, ...)
    and the logarithms of the densities of the policy and then of each guide up to this step,
    ((1 + G) n, ...)."""
    count, n = len(found), len(rewards)
    ratio, top = np.empty((n, count)), np.full(count, -np.inf)
    for j in range(n):
        row = ratio[j]
        if len(logs) == 2 * n:
            _fill_ratio(logs[j, :count], logs[n + j, :count], row)
        else:
            _fill_ratio_of_two(logs[j, :count], logs[n + j, :count], logs[2 * n + j, :count], row)
        for s in range(count):
            top[s] = max(top[s], row[s])
    total, earned = np.zeros(count), np.zeros(count)
    for j in range(n):
        row, reward = ratio[j], rewards[j, :count]
        for s in range(count):
            w = exp(max(row[s] - top[s], LEAST))
            total[s] += w
            earned[s] += w * reward[s]
    for s in range(count):
        found[s] += earned[s] / total[s]


@compiled
def _fill_ratio(policy: Array, guide: Array, ratio: Array) -> None:
    """log w, (m,)."""
    for s in range(len(ratio)):
        ratio[s] = policy[s] - guide[s]


@compiled
def _fill_ratio_of_two(policy: Array, first: Array, second: Array, ratio: Array) -> None:
    """log w less log 2, where the guides' density is the mean of two, (m,)."""
    for s in range(len(ratio)):
        least, most = min(first[s], second[s]), max(first[s], second[s])
        ratio[s] = policy[s] - most - log(1.0 + exp(max(least - most, LEAST)))
