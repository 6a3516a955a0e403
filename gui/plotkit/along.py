"""Points along lines, close enough to each other that no name fits between."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array

APART, LONGEST = 4.0, 2_000  # between the points of a curve, and how many there are at most
SMALL = 6.0  # pixels from the middle of a symbol to its edge; a name may touch those of a curve
View = tuple[float, float, float, float]  # left, right, low and high


def along(x: Array, y: Array, width: float, height: float) -> Array:
    """Points (k, 2) of a line through (x, y), (m,) each, not further from each other than `APART`
    unless it is very long, without those outside a plot of this size."""
    if len(x) < 2:
        return np.column_stack((x, y))
    return along_each(x, y[None], width, height)[0]


def along_each(x: Array, y: Array, width: float, height: float) -> list[Array]:
    """The same of several lines through the same x (m,), y (n, m)."""
    # Far outside, a line would be cut into very many pieces.
    x = np.minimum(np.maximum(x, -width), 2.0 * width)
    y = np.minimum(np.maximum(y, -height), 2.0 * height)
    whole = np.zeros(y.shape)
    steps = np.maximum(np.abs(y[:, 1:] - y[:, :-1]), np.maximum(np.abs(x[1:] - x[:-1]), 1e-9))
    np.cumsum(steps, axis=1, out=whole[:, 1:])
    places = [np.arange(0.0, end, max(APART, end / LONGEST)) for end in whole[:, -1].tolist()]
    points = np.empty((sum(map(len, places)), 2))
    begin, ends = 0, []
    for at, line, up in zip(places, whole, y, strict=True):
        piece = slice(begin, begin + len(at))
        points[piece, 0], points[piece, 1] = np.interp(at, line, x), np.interp(at, line, up)
        begin = piece.stop
        ends.append(begin)
    across, down = points.T
    inside = (across >= 0.0) & (down >= 0.0) & (across <= width) & (down <= height)
    ends = np.cumsum(inside)[np.array(ends) - 1].tolist()
    return np.split(points[inside], ends[:-1])


def around(x: Array, y: Array, radius: float) -> Array:
    """Points (k, 2) of symbols at (x, y), (m,) each: the middle, and of large ones the corners and
    the middles of the sides of the square around it."""
    if radius <= SMALL:
        return np.column_stack((x, y))
    down, across = np.meshgrid(*[[-radius, 0.0, radius]] * 2, indexing="ij")
    return np.column_stack(
        ((x[:, None] + across.ravel()).ravel(), (y[:, None] + down.ravel()).ravel())
    )


def upright(x: Array, low: Array, high: Array, width: float, height: float) -> Array:
    """Points (k, 2) along the upright bars at x from low to high, (m,) each, in pixels, that are
    inside a plot of this size."""
    top, bottom = np.maximum(np.minimum(low, high), 0.0), np.minimum(np.maximum(low, high), height)
    inside = (x >= 0.0) & (x <= width) & (top <= bottom)
    x, top, length = x[inside], top[inside], (bottom - top)[inside]
    pieces = np.ceil(length / APART)
    bar = np.repeat(np.arange(len(x)), pieces.astype(np.intp) + 1)
    first = np.flatnonzero(np.diff(bar, prepend=-1))
    place = np.arange(len(bar)) - first[bar]
    return np.column_stack((x[bar], top[bar] + length[bar] * (place / np.maximum(pieces, 1)[bar])))
