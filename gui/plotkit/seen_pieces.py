"""What of a line comes into a plot: a pen takes as long for what lies outside."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF

from gui.plotkit.needed_points import Complex


def seen_pieces(places: Complex, area: QRectF, around: float) -> Iterator[tuple[Complex, float]]:
    """The pieces of a line through ``places`` (m,), x + iy in pixels, of which something may lie
    in the area or so many pixels around it, each with how many pixels along the line it begins.

    What leads from one point to the next is left out where both lie beyond the same edge.
    """
    x, y = places.real, places.imag
    unseen = np.zeros(len(places) - 1, dtype=bool)
    for beyond in (
        x < area.left() - around,
        x > area.right() + around,
        y < area.top() - around,
        y > area.bottom() + around,
    ):
        unseen |= beyond[:-1] & beyond[1:]
    if not unseen.any():
        yield places, 0.0
        return
    seen = np.zeros(len(unseen) + 2, dtype=np.int8)
    np.logical_not(unseen, out=seen[1:-1], casting="unsafe")
    ends = np.flatnonzero(np.diff(seen))
    begins = np.concatenate(([0.0], np.cumsum(np.abs(np.diff(places)))))
    for first, last in zip(ends[::2], ends[1::2], strict=True):
        yield places[first : last + 1], float(begins[first])
