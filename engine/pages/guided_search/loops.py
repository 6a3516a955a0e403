"""The estimated returns of many replays, compiled."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.numerics.loops import exp, log

# So many trajectories at once that their numbers stay beside the core, of whole LINES of replays.
TILE, LINE = 8_192, 16
LEAST = -300.0  # nothing beside the largest; less would make denormal numbers, which are slow


@compiled
def return_sums(
    normals: Array, policy: Array, guides: Array, powers: Array, rewards: Array, exact: float
) -> tuple[float, float]:
    """The sum, and that of squares, of what `guided_replay.weigh` estimates of the return less
    ``exact`` over replays made of ``normals``, (G, N, T, m). Policy and ``guides``, (G, 2), are
    mean and std; the reward is a polynomial in the normal, of ``powers``, (G, 5), or if there are
    none ``rewards``, (G, N, T, m)."""
    groups, paths, steps, replays = normals.shape
    n, kinds = groups * paths, 1 if groups == 1 else 1 + groups
    many = max(TILE // n // LINE, 1) * LINE
    logs, earned, estimate = np.empty((kinds * n, many)), np.empty((n, many)), np.empty(many)
    first = second = 0.0
    for start in range(0, replays, many):
        stop = min(start + many, replays)
        found, logs[:] = estimate[: stop - start], 0.0
        found[:] = 0.0
        for t in range(steps):
            for g in range(groups):
                for i in range(paths):
                    z, j = normals[g, i, t, start:stop], g * paths + i
                    _add_logs(z, g, policy, guides, j, logs)
                    if len(powers):
                        _fill_polynomial(z, powers[g], earned[j, : len(z)])
                    else:
                        earned[j, : len(z)] = rewards[g, i, t, start:stop]
            _add_estimates(logs, earned, found)
        for s in range(len(found)):
            away = found[s] - exact
            first += away
            second += away * away
    return first, second


@compiled
def _add_logs(z: Array, g: int, policy: Array, guides: Array, j: int, logs: Array) -> None:
    """At actions that guide g has made of normals z, (m,): log w to row j, for a single guide; else
    the logarithms of all densities, without their constants, each to row j of its own n."""
    mean, std, n = guides[g, 0], guides[g, 1], len(logs) // (1 + len(guides))
    offset, slope = (mean - policy[0]) / policy[1], std / policy[1]
    level = math.log(policy[1])
    if len(guides) == 1:
        row, level = logs[j, : len(z)], math.log(slope)
        for s in range(len(z)):
            away = offset + slope * z[s]
            row[s] += 0.5 * (z[s] * z[s] - away * away) + level
        return
    row = logs[j, : len(z)]
    for s in range(len(z)):
        away = offset + slope * z[s]
        row[s] -= 0.5 * away * away + level
    for h in range(len(guides)):
        row, level = logs[(1 + h) * n + j, : len(z)], math.log(guides[h, 1])
        offset, slope = (mean - guides[h, 0]) / guides[h, 1], std / guides[h, 1]
        for s in range(len(z)):
            away = offset + slope * z[s]
            row[s] -= 0.5 * away * away + level


@compiled
def _fill_polynomial(z: Array, powers: Array, out: Array) -> None:
    """Of z, (m,)."""
    p0, p1, p2, p3, p4 = powers[0], powers[1], powers[2], powers[3], powers[4]
    for s in range(len(z)):
        out[s] = p0 + z[s] * (p1 + z[s] * (p2 + z[s] * (p3 + z[s] * p4)))


@compiled
def _add_estimates(logs: Array, rewards: Array, found: Array) -> None:
    """sum_i w_i r_i / sum_i w_i at one step of the first replays, (count,), from rewards (n, ...)
    and what `_add_logs` gives up to this step, (n, ...) or ((1 + G) n, ...)."""
    count, n = len(found), len(rewards)
    ratio, top = logs, np.full(count, -np.inf)
    if len(logs) > n:
        ratio = np.empty((n, count))
        for j in range(n):
            policy, first, second = logs[j, :count], logs[n + j, :count], logs[2 * n + j, :count]
            _fill_ratio_of_two(policy, first, second, ratio[j])
    for j in range(n):
        row = ratio[j, :count]
        for s in range(count):
            top[s] = max(top[s], row[s])
    total, earned = np.zeros(count), np.zeros(count)
    for j in range(n):
        row, reward = ratio[j, :count], rewards[j, :count]
        for s in range(count):
            w = exp(max(row[s] - top[s], LEAST))
            total[s] += w
            earned[s] += w * reward[s]
    for s in range(count):
        found[s] += earned[s] / total[s]


@compiled
def _fill_ratio_of_two(policy: Array, first: Array, second: Array, ratio: Array) -> None:
    """log w less log 2, where the guides' density is the mean of two, (m,)."""
    for s in range(len(ratio)):
        least, most = min(first[s], second[s]), max(first[s], second[s])
        ratio[s] = policy[s] - most - log(1.0 + exp(max(least - most, LEAST)))
