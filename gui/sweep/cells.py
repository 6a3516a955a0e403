"""Cells around the values of an axis, however they stand, and images made of them."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array

FINE = 600  # pixels of an image whose cells are not of one width
CLOSE = 1e-6  # of a cell: so far may widths differ that count as one


def cells(values: Array) -> Array:
    """The edges (n + 1,) of cells around the values (n,), from the least: half way between
    neighbours, and as far out at the ends."""
    ordered = np.sort(values)
    if len(ordered) == 1:
        reach = 0.5 * max(abs(float(ordered[0])), 1.0)
        return np.array([ordered[0] - reach, ordered[0] + reach])
    middle = 0.5 * (ordered[1:] + ordered[:-1])
    first, last = 2.0 * ordered[0] - middle[0], 2.0 * ordered[-1] - middle[-1]
    return np.concatenate(([first], middle, [last]))


def place_in(values: Array, at: float) -> int | None:
    """Which of the values (n,) has the cell that holds ``at``; None outside."""
    edges = cells(values)
    if not edges[0] <= at <= edges[-1]:
        return None
    place = int(np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(values) - 1))
    return int(np.argsort(values)[place])


def image_of(values: Array, x: Array, y: Array) -> tuple[Array, tuple[float, float, float, float]]:
    """An image (rows upwards) of values (m, n) at x (n,) and y (m,), and its left, bottom, width
    and height; of cells of several widths it is made of many pixels a cell."""
    across, left, width = _pixels(x)
    up, bottom, height = _pixels(y)
    return values[np.ix_(up, across)], (left, bottom, width, height)


def _pixels(values: Array) -> tuple[np.ndarray, float, float]:
    """Which value each pixel shows, where the first begins, and how long they are together."""
    order, edges = np.argsort(values), cells(values)
    widths = np.diff(edges)
    length = float(edges[-1] - edges[0])
    if np.ptp(widths) > CLOSE * float(widths.max()):
        centres = edges[0] + (np.arange(FINE) + 0.5) * length / FINE
        order = order[np.clip(np.searchsorted(edges, centres) - 1, 0, len(order) - 1)]
    return order, float(edges[0]), length
