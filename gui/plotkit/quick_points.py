"""Points of many lines by a compiled loop, once there are such in this process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.core.arrays import Array
from gui.plotkit import quick_spots
from gui.plotkit.along import APART, LONGEST, View, along
from gui.plotkit.items import Item

Columns = tuple[Array, Array]  # x that does not fall and y, (k,) each
Size = tuple[float, float]


def way_of(item: Item, columns: Array) -> Columns | None:
    """The line that an item draws, itself or as it is at x in ``columns``; None of one that turns
    back, and of symbols."""
    if type(item).trace is Item.trace:
        if item.single or not len(item.data[0]):
            return None
        across, up = item.data[0], item.data[-1]
        if across[0] > across[-1]:
            across, up = across[::-1], up[::-1]
        return None if (across[1:] < across[:-1]).any() else (across, up)
    heights = item.trace(columns)
    return None if np.isnan(heights).all() else (columns, heights)


def between(way: Columns, columns: Array) -> bool:
    """Whether the line is so short that it is at none of the x in ``columns``."""
    place = int(np.searchsorted(columns, way[0][0]))
    return place == len(columns) or bool(columns[place] > way[0][-1])


def seen_points(ways: Sequence[Columns], columns: Array, view: View, size: Size) -> list[Array]:
    """Points (k, 2), as `along` finds them, of what is seen of each of the lines at x in
    ``columns``, in pixels of a plot of this size."""
    if not ways:
        return []
    if quick_spots.ready():
        return seen_points_by_loops(ways, columns, view, size)
    return [_seen(*way, columns, view, size) for way in ways]


def _seen(across: Array, up: Array, columns: Array, view: View, size: Size) -> Array:
    x = columns[(columns >= across[0]) & (columns <= across[-1])]
    y = np.interp(x, across, up)
    x, y = x[~np.isnan(y)], y[~np.isnan(y)]
    (left, right, low, high), (width, height) = view, size
    x, y = (x - left) / (right - left) * width, (high - y) / (high - low) * height
    return along(x, y, *size)


def seen_points_by_loops(
    ways: Sequence[Columns], columns: Array, view: View, size: Size
) -> list[Array]:
    """The same, in a fifth of the time."""
    from gui.plotkit.loops import line_points  # with numba

    starts = np.cumsum([0, *(len(across) for across, _ in ways)])
    # Of whole numbers the loop would be compiled anew, while the window waits.
    across, up = (np.concatenate(each, dtype=float) for each in zip(*ways, strict=True))
    at, seen, pixels = (np.array(each, dtype=float) for each in (columns, view, size))
    points, ends = line_points(starts, across, up, at, seen, pixels, APART, LONGEST)
    return np.split(points, ends[:-1])
