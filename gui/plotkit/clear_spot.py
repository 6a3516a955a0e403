"""Where a name may stand in a plot: next to its own curve, and clear of everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array

EVERY = 3  # of so many points one is tried
BESIDE = 5.0  # from there, in pixels
TALL = 12.0  # a name
LEAST, MOST = 3.0, 10.0  # how far it is from its own curve
CLEAR = 3.0  # how much nearer than everything else its own curve is
ENOUGH = 12.0  # from everything else; further is no better
LOWER = 0.01  # what a pixel further down costs
SHIFT = 0.02  # what a pixel further from the right half costs
TRIED = 200  # points at most
APART, LONGEST = 4.0, 2_000  # between the points of a curve, and how many there are at most


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a name, in pixels of the plot, and where that is as seen from the next point
    of its curve."""

    x: float
    y: float
    aside: float = 0.0
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a name must be clear of, in pixels of a plot of this size: points (k, 2) of curves,
    vertical lines, and other names with their widths."""

    points: Array
    bars: Sequence[float]
    names: Sequence[tuple[Spot, float]]
    width: float
    height: float

    def room(self, places: Array, wide: float) -> Array:
        """How far a name of this width is from the nearest of them and from the edges, at each of
        these places (m, 2)."""
        x, y = places.T
        room = np.minimum(np.minimum(x, self.width - x) - 0.5 * wide, ENOUGH)
        room = np.minimum(room, np.minimum(y, self.height - y) - 0.5 * TALL)
        for bar in self.bars:
            room = np.minimum(room, np.abs(x - bar) - 0.5 * wide)
        for spot, other in self.names:
            beside = np.abs(x - spot.x) - 0.5 * (wide + other)
            room = np.minimum(room, np.maximum(beside, np.abs(y - spot.y) - TALL))
        if len(self.points):
            room = np.minimum(room, distance(places, self.points, wide).min(axis=1))
        found: Array = room
        return found


def distance(places: Array, points: Array, wide: float) -> Array:
    """From names of this width around places (m, 2) to points (k, 2): (m, k)."""
    across = np.abs(places[:, :1] - points[:, 0]) - 0.5 * wide
    up = np.abs(places[:, 1:] - points[:, 1]) - 0.5 * TALL
    away: Array = np.hypot(np.maximum(across, 0.0), np.maximum(up, 0.0))
    return away


def clear_spot(own: Array, wide: float, crowd: Crowd, before: Spot | None = None) -> Spot | None:
    """The clearest place for a name of this width next to its curve, the points (k, 2); None where
    there is none. A name stays where it was ``before``, as seen from its curve, while it is clear
    there: it moves with the curve, and does not jump."""
    if not len(own):
        return None
    if before is not None:
        near = own[np.argmin(np.abs(own[:, 0] - (before.x - before.aside)))]
        place = np.array([[near[0] + before.aside, near[1] + before.above]])
        found = _best(place, own, wide, crowd)
        if found is not None:
            return found
    tried = own[:: max(EVERY, len(own) // TRIED)]
    return _best(_around(tried, wide), own, wide, crowd)


def _around(points: Array, wide: float) -> Array:
    """Places (m, 2) for a name of this width in eight directions from each point (k, 2)."""
    across, up = 0.5 * wide + BESIDE, 0.5 * TALL + BESIDE
    steps = [(x, y) for x in (-across, 0.0, across) for y in (-up, 0.0, up) if x or y]
    places: Array = (points[:, None, :] + np.array(steps)).reshape(-1, 2)
    return places


def _best(places: Array, own: Array, wide: float, crowd: Crowd) -> Spot | None:
    away = distance(places, own, wide)
    mine = away.min(axis=1)
    near = np.flatnonzero((mine >= LEAST) & (mine <= MOST))
    if not len(near):
        return None
    room = crowd.room(places[near], wide)
    x, y = places[near].T
    value = room - mine[near] - SHIFT * np.abs(x - 0.7 * crowd.width) - LOWER * y
    # The next curve must be the one that is named.
    value = np.where(room - mine[near] >= CLEAR, value, -np.inf)
    best = int(np.argmax(value))
    if not np.isfinite(value[best]):
        return None
    place = places[near[best]]
    aside, above = (place - own[np.argmin(away[near[best]])]).tolist()
    return Spot(float(place[0]), float(place[1]), aside, above)


def along(x: Array, y: Array, width: float, height: float) -> Array:
    """Points (k, 2) of a line through (x, y), (m,) each, not further from each other than `APART`
    unless it is very long, without those outside a plot of this size."""
    if len(x) < 2:
        return np.column_stack((x, y))
    # Far outside, a line would be cut into very many pieces.
    x, y = np.clip(x, -width, 2.0 * width), np.clip(y, -height, 2.0 * height)
    steps = np.maximum(np.abs(np.diff(x)), np.abs(np.diff(y)))
    whole = np.concatenate(([0.0], np.cumsum(np.maximum(steps, 1e-9))))
    at = np.arange(0.0, whole[-1], max(APART, whole[-1] / LONGEST))
    points = np.column_stack((np.interp(at, whole, x), np.interp(at, whole, y)))
    inside = (points >= 0.0).all(axis=1) & (points[:, 0] <= width) & (points[:, 1] <= height)
    return points[inside]
