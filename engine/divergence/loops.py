"""`importance_gradients.set_values` and the sums of its powers, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.numerics.loops import exp, log
from engine.sampling.loops import add_powers

# So many normals or sets at once, the larger of both, that their numbers stay beside the core.
TILE, FEWEST = 1_024, 16
LEAST = -300.0  # nothing beside the largest; less would make denormal numbers, which are slow


@compiled
def set_sums(
    u: Array, k: int, slope: float, bend: float, mixture: Array, about: Array, logs: Array
) -> Array:
    """Sums of the first four powers of `set_values` less ``about``, (6,), over consecutive sets of
    k normals, whole ones, (m,): (6, 4). Fills ``logs``, (m,), with log w less its mean, out of
    order; ``mixture`` is that of the bound, (5, 6)."""
    many = max(TILE // k, FEWEST)
    columns, means = np.empty((k, many)), np.empty((6, many))
    sums, top, value = np.zeros((6, 4)), np.empty(many), np.empty(many)
    for start in range(0, len(u), many * k):
        part = u[start : min(start + many * k, len(u))]
        count, log_w = len(part) // k, logs[start : start + len(part)]
        for s in range(count):
            for j in range(k):
                columns[j, s] = part[s * k + j]
        _fill_logs(columns, slope, bend, top[:count], log_w)
        _fill_means(columns, log_w, top[:count], means)
        first = value[:count]
        for s in range(count):
            first[s] = top[s] + log(means[0, s] / k)
        means[0] = 1.0
        add_powers(first, about[0], sums[0])
        for i in range(5):
            _mix(means, mixture[i], first)
            add_powers(first, about[i + 1], sums[i + 1])
    return sums


@compiled
def _fill_logs(columns: Array, slope: float, bend: float, top: Array, logs: Array) -> None:
    """log w less its mean of the first columns, one row after the other, and the largest of each
    column, (count,)."""
    count = len(top)
    top[:] = -np.inf
    for j in range(len(columns)):
        u, log_w = columns[j, :count], logs[j * count : (j + 1) * count]
        for s in range(count):
            log_w[s] = slope * u[s] + bend * (u[s] * u[s] - 1.0)
            top[s] = max(top[s], log_w[s])


@compiled
def _fill_means(columns: Array, logs: Array, top: Array, means: Array) -> None:
    """Of each column the sum of w over the largest, in row 0 of ``means``; then the means of u and
    u^2 weighted by v = w / sum w, and the sums of v^2, v^2 u and v^2 u^2."""
    count = len(top)
    means[:] = 0.0
    total, one, two = means[0, :count], means[1, :count], means[2, :count]
    zero_sq, one_sq, two_sq = means[3, :count], means[4, :count], means[5, :count]
    for j in range(len(columns)):
        u, log_w = columns[j, :count], logs[j * count : (j + 1) * count]
        for s in range(count):
            w = exp(max(log_w[s] - top[s], LEAST))
            first = w * u[s]
            total[s] += w
            one[s] += first
            two[s] += first * u[s]
            zero_sq[s] += w * w
            one_sq[s] += first * w
            two_sq[s] += first * first
    for s in range(count):
        share = 1.0 / total[s]
        one[s] *= share
        two[s] *= share
        zero_sq[s] *= share * share
        one_sq[s] *= share * share
        two_sq[s] *= share * share


@compiled
def _mix(rows: Array, factors: Array, out: Array) -> None:
    """sum_i factors_i rows_i, (m,), of the first columns of rows, (6, ...)."""
    out[:] = 0.0
    for i in range(len(factors)):
        row, factor = rows[i, : len(out)], factors[i]
        for n in range(len(out)):
            out[n] += factor * row[n]
