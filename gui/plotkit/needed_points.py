"""Which points of a line pixels can tell apart: a pen takes as long as it has points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WITHIN = 0.05  # pixels by which a line may miss points that are left out
ROUNDS = 4  # each halves the points where it can, and may miss four times as far as the one before
MANY = 250  # points, of fewer a line is painted as fast as they are found
FEW = 24  # points are drawn as they are
Complex = NDArray[np.complex128]
Index = NDArray[np.intp]


def needed(places: Complex, together: NDArray[np.bool_] | None = None) -> Index:
    """Indices (k,), of points at ``places`` (m,), x + iy in pixels, of which no line without the
    others is further than `WITHIN` from the line through all; ``together`` (m,) says which points
    are connected to the next, by default all.

    In each round every second point goes that is next to the straight line between its two
    neighbours. What the rounds miss adds up, so that the last one takes most of it.
    """
    index = np.arange(len(places))
    missed = 0.75 * WITHIN / 4.0 ** (ROUNDS - 1)
    for _ in range(ROUNDS):
        if len(places) < FEW:
            break
        idle = _idle(places, missed)
        if together is not None:
            idle &= together[:-2:2] & together[1:-1:2]
        keep = np.ones(len(places), dtype=bool)
        np.logical_not(idle, out=keep[1:-1:2])
        index, places = index[keep], places[keep]
        together = None if together is None else together[keep]
        missed *= 4.0
    return index


def _idle(places: Complex, missed: float) -> NDArray[np.bool_]:
    """Which of the points 1, 3, 5, ..., the last one excepted, lie so near to the straight line
    between their neighbours, and between these."""
    left = places[:-2:2]
    across, way = places[2::2] - left, places[1:-1:2] - left
    # Of real numbers: what complex ones are multiplied by is rounded otherwise on some processors.
    along = way.real * across.real + way.imag * across.imag
    beside = way.imag * across.real - way.real * across.imag
    length = across.real * across.real + across.imag * across.imag
    near = beside * beside <= missed * missed * length
    inside: NDArray[np.bool_] = near & (along >= 0.0) & (along <= length)
    return inside
