"""Targets from the steps of another policy and their sums, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.numerics.loops import LARGEST, exp

TILE = 512  # trajectories, whose numbers of a step stay beside the core


@compiled
def target_sums(
    normals: Array,
    step: tuple[float, float, float, float],
    log_w: tuple[float, float, float],
    rewards: Array,
    critic: Array,
    trace: tuple[float, float, float, float],
    known: Array,
) -> Array:
    """Of the targets of V-trace, per decision and of whole trajectories: the sums of their
    deviations from the mean and of the squares of these, and of the squares and the fourth powers
    of their deviations from the mean given y_0, (4, 3).

    ``normals``, (1 + 2 T, m), as `Paths` takes them; ``step``: v0, carry, and what multiplies the
    noises; ``log_w``: a polynomial in e; ``rewards``, (T, 6): in y, e by 1, y, y^2, e, y e, e^2;
    ``critic``, (n + 1, 3): in y; ``trace``: gamma, lambda gamma, and the clips of rho and c;
    ``known``, (3, 4): of each target the mean, and the polynomial in y_0 that is its mean given it.
    """
    sums, found = np.zeros((4, 3)), np.empty((3, TILE))
    rows, first = np.empty((8, TILE)), np.empty(TILE)
    for start in range(0, normals.shape[1], TILE):
        count = min(TILE, normals.shape[1] - start)
        begin, y = normals[0, start : start + count], first[:count]
        for i in range(count):
            y[i] = step[0] * begin[i]
        _fill_targets(normals, start, y, step, log_w, rewards, critic, trace, rows, found)
        for i in range(3):
            _add_deviations(found[i, :count], y, known[i], sums[:, i])
    return sums


@compiled
def _fill_targets(
    normals: Array,
    start: int,
    first: Array,
    step: tuple[float, float, float, float],
    log_w: tuple[float, float, float],
    rewards: Array,
    critic: Array,
    trace: tuple[float, float, float, float],
    rows: Array,
    found: Array,
) -> None:
    """Those of trajectories that begin at y_0, (count,), into the rows of ``found``; infinite
    where a product of all weights up to a step is."""
    count = len(first)
    y, later, logs, reward = rows[0, :count], rows[1, :count], rows[2, :count], rows[3, :count]
    summed, most, carried, total = (
        rows[4, :count],
        rows[5, :count],
        rows[6, :count],
        rows[7, :count],
    )
    target, each, whole = found[0, :count], found[1, :count], found[2, :count]
    y[:], carried[:], most[:], discount = first, 1.0, -np.inf, 1.0
    summed[:] = each[:] = total[:] = 0.0
    for i in range(count):
        target[i] = _at(critic[0], y[i])
    for t in range(len(rewards)):
        e, other = (
            normals[1 + 2 * t, start : start + count],
            normals[2 + 2 * t, start : start + count],
        )
        r = rewards[t]
        for i in range(count):
            logs[i] = (log_w[2] * e[i] + log_w[1]) * e[i] + log_w[0]
            reward[i] = _at(r, y[i]) + e[i] * (r[3] + r[4] * y[i] + r[5] * e[i])
            later[i] = step[1] * y[i] + step[2] * e[i] + step[3] * other[i]
            summed[i] += logs[i]
            most[i] = max(most[i], summed[i])
            each[i] += discount * exp(summed[i]) * reward[i]
            total[i] += discount * reward[i]
        if t + 1 < len(critic):
            here, there = critic[t], critic[t + 1]
            for i in range(count):
                w = exp(logs[i])
                delta = reward[i] + trace[0] * _at(there, later[i]) - _at(here, y[i])
                target[i] += carried[i] * min(w, trace[2]) * delta
                carried[i] *= trace[1] * min(w, trace[3])
        y, later = later, y
        discount *= trace[0]
    for i in range(count):
        whole[i] = exp(summed[i]) * total[i]
    if np.max(most) > LARGEST:
        for i in range(count):
            each[i] += np.inf if most[i] > LARGEST else 0.0
            whole[i] += np.inf if summed[i] > LARGEST else 0.0


@compiled_part
def _at(polynomial: Array, y: float) -> float:
    """Of degree 2."""
    value: float = polynomial[0] + y * (polynomial[1] + y * polynomial[2])
    return value


@compiled
def _add_deviations(found: Array, y: Array, known: Array, sums: Array) -> None:
    """What `target_sums` sums up of one target, (m,)."""
    first = first_2 = second = second_2 = 0.0
    for i in range(len(y)):
        away, varied = found[i] - known[0], found[i] - _at(known[1:], y[i])
        spread = varied * varied
        first += away
        first_2 += away * away
        second += spread
        second_2 += spread * spread
    sums[0] += first
    sums[1] += first_2
    sums[2] += second
    sums[3] += second_2
