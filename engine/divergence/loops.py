"""`importance_gradients.set_values` and the sums of its powers, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.numerics.loops import exp, log
from engine.sampling.loops import add_powers

# So many normals or sets at once, the larger of both, that their numbers stay beside the core.
TILE, FEWEST = 1_024, 16
PART = 4_096  # normals at once, a power of 2 and not below any that is asked for
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
def doubled_set_sums(u: Array, slope: float, bend: float, mixture: Array, about: Array) -> Array:
    """`set_sums` of consecutive sets of 1, 2, 4, ... normals, (m,), as many sizes as ``about``,
    (j, 6), has rows: (j, 6, 4). Two sets of one size make one of the next.
    """
    sums, value = np.zeros((len(about), 6, 4)), np.empty(PART)
    sets, joined, means = np.empty((7, PART)), np.empty((7, PART)), np.empty((6, PART))
    scale, turned = np.empty((2, PART // 2)), _turned()
    start, count, shift = 0, PART, 0
    while start < len(u):
        while count > len(u) - start:  # what is left, in powers of 2
            count, shift = count // 2, shift + 1
        _fill_singles(u[start : start + count], turned, shift, slope, bend, sets)
        left = count
        for level in range(len(about)):
            if level > 0:
                left //= 2
                if left == 0:
                    break
                _join(sets, scale[:, :left], joined)
                sets, joined = joined, sets
            first = value[:left]
            _fill_shares(sets, float(1 << level), first, means)
            add_powers(first, about[level, 0], sums[level, 0])
            for i in range(5):
                _mix(means, mixture[i], first)
                add_powers(first, about[level, i + 1], sums[level, i + 1])
        start += count
    return sums


@compiled
def _turned() -> NDArray[np.int64]:
    """The numbers below PART, their bits in reverse, (PART,): neighbours stand half of all apart,
    and so do pairs of neighbours in the half that is left, which are joined side by side."""
    found, size = np.zeros(PART, dtype=np.int64), 1
    while size < PART:
        for n in range(size):
            found[size + n] = found[n] + PART // (2 * size)
        size *= 2
    return found


@compiled
def _fill_singles(
    part: Array, turned: NDArray[np.int64], shift: int, slope: float, bend: float, sets: Array
) -> None:
    """Of sets of one normal, in turned order, the rows of `_join`: log w less its mean, and sums of
    w, w u, w u^2, w^2, w^2 u and w^2 u^2, where the largest w of a set is 1."""
    for n in range(len(part)):
        u = part[turned[n] >> shift]
        sets[0, n] = slope * u + bend * (u * u - 1.0)
        sets[1, n] = sets[4, n] = 1.0
        sets[2, n] = sets[5, n] = u
        sets[3, n] = sets[6, n] = u * u


@compiled
def _join(sets: Array, scale: Array, joined: Array) -> None:
    """The rows, (7, ...), of the sets of the first half and of the second, (m,) each, as one; works
    in ``scale``, (2, m)."""
    count = scale.shape[1]
    first, second, top = scale[0], scale[1], joined[0, :count]
    left, right = sets[0, :count], sets[0, count : 2 * count]
    for s in range(count):
        less = exp(max(-abs(left[s] - right[s]), LEAST))
        top[s] = max(left[s], right[s])
        first[s] = 1.0 if left[s] >= right[s] else less
        second[s] = less if left[s] >= right[s] else 1.0
    for row in range(1, 7):
        if row == 4:  # from here on of squares
            for s in range(count):
                first[s] *= first[s]
                second[s] *= second[s]
        left, right, out = sets[row, :count], sets[row, count : 2 * count], joined[row, :count]
        for s in range(count):
            out[s] = first[s] * left[s] + second[s] * right[s]


@compiled
def spread_of(values: Array) -> tuple[float, float, float, float]:
    """Of values, (m,): their sum, that of their squares, the least and the largest."""
    total, squares = 0.0, 0.0
    low, high = np.full(TILE, np.inf), np.full(TILE, -np.inf)
    for start in range(0, len(values), TILE):
        some = values[start : start + TILE]
        for n in range(len(some)):
            total += some[n]
            squares += some[n] * some[n]
        for n in range(len(some)):
            low[n] = min(low[n], some[n])
            high[n] = max(high[n], some[n])
    return total, squares, np.min(low), np.max(high)


@compiled
def _fill_shares(sets: Array, k: float, value: Array, means: Array) -> None:
    """log mean w of each set, (m,), and what `mixture` multiplies, (6, m)."""
    for s in range(len(value)):
        total = sets[1, s]
        share = 1.0 / total
        value[s] = sets[0, s] + log(total / k)
        means[0, s] = 1.0
        means[1, s] = sets[2, s] * share
        means[2, s] = sets[3, s] * share
        for row in range(3, 6):
            means[row, s] = sets[row + 1, s] * share * share


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
        if factor == 0.0:
            continue
        for n in range(len(out)):
            out[n] += factor * row[n]
