"""`importance_gradients.set_values` and the sums of its powers, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.numerics.loops import exp, expm1, log
from engine.sampling.loops import add_powers

# So many normals or sets at once, the larger of both, that their numbers stay beside the core.
TILE, FEWEST = 1_024, 16
PART = 4_096  # normals at once, a power of 2 and not below any that is asked for
SMALL = 1e-200  # sums of squares of weights below it, or above 1 / SMALL, are formed with care
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
    sums, top, value = np.zeros((6, 4)), np.zeros(many), np.empty(many)
    which = _which(mixture)
    near = True  # the posterior: no weight is so large or small that its square is no number
    for start in range(0, len(u), many * k):
        part = u[start : min(start + many * k, len(u))]
        count, log_w = len(part) // k, logs[start : start + len(part)]
        for j in range(k):
            for s in range(count):
                columns[j, s] = part[s * k + j]
        near = near and _fill_near(columns, count, slope, bend, log_w, means)
        if not near:
            _fill_logs(columns, slope, bend, top[:count], log_w)
            _fill_means(columns, log_w, top[:count], means)
        first = value[:count]
        for s in range(count):
            first[s] = top[s] + log(means[0, s] / k)
        add_powers(first, about[0], sums[0])
        for i in range(5):
            _add_mixed(means, count, which[i], mixture[i], about[i + 1], sums[i + 1])
    return sums


@compiled
def doubled_set_sums(u: Array, slope: float, bend: float, mixture: Array, about: Array) -> Array:
    """`set_sums` of consecutive sets of 1, 2, 4, ... normals, (m,), as many sizes as ``about``,
    (j, 6), has rows: (j, 6, 4). Two sets of one size make one of the next.
    """
    sums, value = np.zeros((len(about), 6, 4)), np.empty(PART)
    sets, joined, means = np.empty((7, PART)), np.empty((7, PART)), np.empty((6, PART))
    scale, turned, which = np.empty((2, PART // 2)), _turned(), _which(mixture)
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
                near, sum_of = about[level, i + 1], sums[level, i + 1]
                _add_mixed(means, left, which[i], mixture[i], near, sum_of)
        start += count
    return sums


@compiled
def near_sums(by_row: Array, by_node: Array, columns: Array) -> Array:
    """`importance_exact._near_sums`."""
    found, tilted = np.zeros((len(by_row), len(columns))), np.empty(len(by_node))
    for row in range(len(by_row)):
        weight, total = columns[0], 0.0
        for n in range(len(by_node)):
            power = by_row[row] * by_node[n]
            some = expm1(power)
            total += some * weight[n]
            tilted[n] = (some + 1.0) * power
        found[row, 0] = total
        for i in range(1, len(columns)):
            weight, total = columns[i], 0.0
            for n in range(len(by_node)):
                total += tilted[n] * weight[n]
            found[row, i] = total
    return found


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
def _fill_shares(sets: Array, k: float, value: Array, means: Array) -> None:
    """log mean w of each set, (m,), and what `mixture` multiplies, (6, m), but the first row."""
    for s in range(len(value)):
        total = sets[1, s]
        share = 1.0 / total
        value[s] = sets[0, s] + log(total / k)
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
    """Of each column the sum of w over the largest, in row 0 of ``means``, and in the others what
    `_share` makes of such sums."""
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
    _share(means, count)


@compiled
def _fill_near(
    columns: Array, count: int, slope: float, bend: float, logs: Array, means: Array
) -> bool:
    """`_fill_logs` and `_fill_means` of the first columns in one, of w itself; whether all that is
    made of it are numbers."""
    means[:] = 0.0
    total, one, two = means[0, :count], means[1, :count], means[2, :count]
    zero_sq, one_sq, two_sq = means[3, :count], means[4, :count], means[5, :count]
    for j in range(len(columns)):
        u, log_w = columns[j, :count], logs[j * count : (j + 1) * count]
        for s in range(count):
            log_w[s] = slope * u[s] + bend * (u[s] * u[s] - 1.0)
            w = exp(max(log_w[s], LEAST))
            first = w * u[s]
            total[s] += w
            one[s] += first
            two[s] += first * u[s]
            zero_sq[s] += w * w
            one_sq[s] += first * w
            two_sq[s] += first * first
    beyond = 0
    for s in range(count):
        beyond += not (SMALL <= zero_sq[s] <= 1.0 / SMALL)
    _share(means, count)
    return beyond == 0


@compiled
def _share(means: Array, count: int) -> None:
    """In the first columns of (6, ...), from sums of w, w u, w u^2, w^2, w^2 u and w^2 u^2 those of
    v u, v u^2, v^2, v^2 u and v^2 u^2, v = w / sum w; that of w stays."""
    total, one, two = means[0, :count], means[1, :count], means[2, :count]
    zero_sq, one_sq, two_sq = means[3, :count], means[4, :count], means[5, :count]
    for s in range(count):
        share = 1.0 / total[s]
        one[s] *= share
        two[s] *= share
        zero_sq[s] *= share * share
        one_sq[s] *= share * share
        two_sq[s] *= share * share


@compiled
def _which(mixture: Array) -> NDArray[np.int64]:
    """Which two rows each row of `mixture` takes beside the first, (5, 2); the same one twice where
    it takes one."""
    found = np.zeros((len(mixture), 2), dtype=np.int64)
    for i in range(len(mixture)):
        some = np.flatnonzero(mixture[i, 1:]) + 1
        if len(some) > 2:
            raise ValueError("no more than two rows")
        found[i] = (some[0], some[-1]) if len(some) else (1, 1)
    return found


@compiled
def _add_mixed(
    rows: Array, count: int, which: NDArray[np.int64], factors: Array, about: float, sums: Array
) -> None:
    """To ``sums``, (4,), those of the first four powers of what a row of `mixture`, ``factors``,
    makes of the first columns of rows, (6, ...), less ``about``; the first row stands for ones."""
    one, two = which
    level, first, second = factors[0] - about, rows[one, :count], rows[two, :count]
    by_first, by_second = factors[one], factors[two] if two > one else 0.0
    total = squares = cubes = fourths = 0.0
    for n in range(count):
        away = level + by_first * first[n] + by_second * second[n]
        square = away * away
        total += away
        squares += square
        cubes += away * square
        fourths += square * square
    sums[0] += total
    sums[1] += squares
    sums[2] += cubes
    sums[3] += fourths
