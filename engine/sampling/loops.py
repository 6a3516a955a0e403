"""Sums over samples, compiled."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.core.compiled import compiled


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
