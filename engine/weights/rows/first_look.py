"""A first look at log-ratios that were read from a file: how many, how far, and about what."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.number_format import apart
from engine.core.run import Run
from engine.data.error import DataError
from engine.data.source import DataSource
from engine.sampling.gather import over_blocks
from engine.sampling.normals import BLOCK_ROWS, block_count

# So many rows, evenly apart, say where most of them are.
SPREAD_ROWS = 65_536
# Weights within these many nats of 1, and their fourth powers, are doubles.
ORDINARY = 150.0
# The eighth power of a log-ratio must be a double.
LOWEST = -1e30


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Of n log-ratios, of which ``zeros`` are -inf."""

    n: int
    zeros: int
    first_zero: int  # its place, n where there is none
    low: float  # the least finite one
    high: float
    mean: float  # of the finite ones
    spread: Array  # (m,), some of the finite ones, ascending

    @property
    def ordinary(self) -> bool:
        """Whether sums of the weights and of their powers are doubles."""
        return self.high <= ORDINARY

    @property
    def all_equal(self) -> bool:
        """Whether every weight is the same."""
        return self.zeros == 0 and self.low == self.high

    def range_of_most(self, share: float, widened: float) -> tuple[float, float]:
        """Where all but this share of the finite ones lie on either side, widened by so much of
        its length, at most from `low` to `high`."""
        m = len(self.spread)
        out = int(share * m)
        low, high = float(self.spread[out]), float(self.spread[m - 1 - out])
        margin = widened * (high - low)
        return max(low - margin, self.low), min(high + margin, self.high)


def bins_for(n: int) -> int:
    """How many bins a histogram of n rows has: fewer for few rows, or most would be empty."""
    return int(np.clip(4.0 * np.sqrt(n), 20.0, 120.0))


def rows_of(logs: Array, block: int) -> Array:
    """The rows of one block."""
    return logs[block * BLOCK_ROWS : (block + 1) * BLOCK_ROWS]


def first_look(logs: Array, run: Run) -> FirstLook:
    """In one pass over log-ratios, (n,), finite or -inf but not all -inf; raises Cancelled."""

    def summarise(block: int) -> tuple[int, int, float, float, float]:
        rows = rows_of(logs, block)
        high, low = float(np.max(rows)), float(np.min(rows))
        if low > -np.inf:
            return 0, len(rows), low, high, float(np.sum(rows))
        zero = rows == -np.inf
        first, rows = int(np.argmax(zero)), rows[~zero]
        low = float(np.min(rows)) if len(rows) else np.inf
        return int(np.count_nonzero(zero)), first, low, high, float(np.sum(rows))

    zeros, first_zero, total = 0, len(logs), 0.0
    low, high = np.inf, -np.inf
    for block, part in enumerate(over_blocks(block_count(len(logs)), summarise, run)):
        if part[0] and not zeros:
            first_zero = block * BLOCK_ROWS + part[1]
        zeros, total = zeros + part[0], total + part[4]
        low, high = min(low, part[2]), max(high, part[3])
    spread = np.sort(logs[:: max(len(logs) // SPREAD_ROWS, 1)])
    spread = spread[spread > -np.inf]
    if not len(spread):
        spread = np.array([low, high])
    return FirstLook(
        n=len(logs),
        zeros=zeros,
        first_zero=first_zero,
        low=low,
        high=high,
        # Sums of equal numbers are rounded, and what is no variation would look like some.
        mean=low if low == high else total / (len(logs) - zeros),
        spread=frozen(spread),
    )


def usable_look(source: DataSource, logs: Array, run: Run) -> FirstLook:
    """The first look at what a source holds; raises DataError for log-ratios that are no
    differences of log-probabilities."""
    look = first_look(logs, run)
    if look.low < LOWEST or look.high > -LOWEST:
        worst = look.low if look.low < LOWEST else look.high
        shown, _ = apart(worst, math.copysign(LOWEST, worst), 4)
        raise DataError(source.path, f"a log-ratio is {shown}; it must be within 1e30 of 0")
    return look
