"""The largest of many log-weights, the tail fitted to them, and the mean of 1/w."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.numerics.rounding import all_equal
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.pareto.smoothing import SmoothedTail, cutoff_of, smooth_tail, tail_length_of
from engine.weights.rows.first_look import ORDINARY, FirstLook, rows_of

# So many rows, evenly apart, say about where the largest ones begin.
GLANCE = 8_192


def largest(logs: Array, m: int, run: Run) -> Array:
    """The m largest of (n,), in no order; raises Cancelled."""
    n = len(logs)
    if m >= n:
        return logs
    glance = np.sort(logs[:: max(n // GLANCE, 1)])
    # Twice as many as are wanted, that chance may not leave too few.
    place = len(glance) - 1 - math.ceil(2.0 * m / n * len(glance)) - 10
    if place > 0 and glance[place] > -np.inf:
        limit = glance[place]
        blocks = over_blocks(
            block_count(n), lambda block: rows_of(logs, block)[rows_of(logs, block) >= limit], run
        )
        found = np.concatenate(list(blocks))
        if m <= len(found) < n // 2:
            return np.partition(found, len(found) - m)[-m:]
    return np.partition(logs, n - m)[-m:]


def fitted_tail(logs: Array, run: Run) -> SmoothedTail:
    """As `engine.weights.pareto.smoothing.pareto_smooth` fits the tail of log-weights, (n,)."""
    wanted = min(tail_length_of(len(logs)), len(logs) - 1)
    values = np.sort(largest(logs, wanted + 1, run))
    cutoff = cutoff_of(values, wanted)
    equal = all_equal(float(np.min(logs)), float(values[-1]))
    return smooth_tail(values[values > cutoff], cutoff, equal=equal)


def tail_index(logs: Array, run: Run) -> float:
    """k-hat; infinite where no tail can be fitted."""
    return fitted_tail(logs, run).k_hat


def inverse_mean(logs: Array, look: FirstLook, run: Run) -> tuple[float, float]:
    """The mean of 1/w and its standard error; infinite where a weight is 0 or next to it."""
    if look.zeros or -look.low > ORDINARY:
        return math.inf, math.inf

    def summarise(block: int) -> tuple[float, float]:
        inverse = np.exp(-rows_of(logs, block)) - 1.0
        return float(np.sum(inverse)), float(np.vecdot(inverse, inverse))

    parts = np.array(list(over_blocks(block_count(look.n), summarise, run)))
    total, square = parts.sum(axis=0).tolist()
    mean = total / look.n
    variance = max(square / look.n - mean * mean, 0.0)
    return 1.0 + mean, math.sqrt(variance / look.n)
