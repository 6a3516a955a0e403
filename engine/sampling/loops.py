"""Sums over samples, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled

TILE = 1_024  # values, whose places stay beside the core
FEW = 64  # values, of which seldom one is among the largest


@compiled
def add_counts(values: Array, low: float, per_unit: float, counts: Array) -> None:
    """To ``counts``, (k + 2,), those of values, (m,), in k bins from ``low`` on, of which so many
    lie on a unit; the first are below them and the last beyond."""
    place, last = np.empty(TILE), len(counts) - 0.5
    for start in range(0, len(values), TILE):
        some = values[start : start + TILE]
        for n in range(len(some)):
            place[n] = min(max((some[n] - low) * per_unit + 1.0, 0.5), last)
        for n in range(len(some)):
            counts[int(place[n])] += 1.0


@compiled
def add_powers(values: Array, about: float, sums: Array) -> None:
    """To ``sums``, (4,), those of the first four powers of values less ``about``, (m,)."""
    first = second = third = fourth = 0.0
    for n in range(len(values)):
        away = values[n] - about
        square = away * away
        first += away
        second += square
        third += away * square
        fourth += square * square
    sums[0] += first
    sums[1] += second
    sums[2] += third
    sums[3] += fourth


@compiled
def spread_of(values: Array, floor: float, found: Array) -> tuple[float, float, float, float, int]:
    """Of values, (m,): their sum, that of their squares, the least and the largest, and how many
    are not below a floor; fills ``found``, (m,), with these."""
    total, squares, count = 0.0, 0.0, 0
    low, high = np.full(TILE, np.inf), np.full(TILE, -np.inf)
    for start in range(0, len(values), TILE):
        some = values[start : start + TILE]
        for n in range(len(some)):
            total += some[n]
            squares += some[n] * some[n]
        for n in range(len(some)):
            low[n] = min(low[n], some[n])
            high[n] = max(high[n], some[n])
        for first in range(0, len(some), FEW):
            few, there = some[first : first + FEW], 0
            for n in range(len(few)):
                there += few[n] >= floor
            if there:
                for n in range(len(few)):
                    if few[n] >= floor:
                        found[count] = few[n]
                        count += 1
    return total, squares, np.min(low), np.max(high), count
