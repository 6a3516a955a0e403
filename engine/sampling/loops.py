"""Sums over samples, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled

TILE = 1_024  # values, whose places stay beside the core


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
