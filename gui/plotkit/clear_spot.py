"""Where a name may stand in a plot: next to its own curve, and clear of everything else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
BATCH = 64  # places are looked at together
ROUNDING = 1e-9  # pixels
TOGETHER = 2.0  # pixels; no eye tells lines that are nearer to each other than this
# As the compiled loops are told, which are kept on disk.
LIMITS = ENOUGH, TALL, BESIDE, LEAST, MOST, CLEAR, LOWER, SHIFT, ROUNDING, TOGETHER, EVERY, TRIED
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


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

    def margin(self, places: Array, wide: float | Array) -> Array:
        """How far a name of this width, or names of widths (m,), are from the nearest edge,
        vertical line and other name, at each of these places (m, 2)."""
        x, y = places.T
        room = np.minimum(np.minimum(x, self.width - x) - 0.5 * wide, ENOUGH)
        room = np.minimum(room, np.minimum(y, self.height - y) - 0.5 * TALL)
        for bar in self.bars:
            room = np.minimum(room, np.abs(x - bar) - 0.5 * wide)
        for spot, other in self.names:
            beside = np.abs(x - spot.x) - 0.5 * (wide + other)
            room = np.minimum(room, np.maximum(beside, np.abs(y - spot.y) - TALL))
        found: Array = room
        return found

    def beside(self, x: float, y: float, wide: float) -> float:
        """How far a name of this width is from the nearest other name at one place."""
        return min(
            (
                max(abs(x - spot.x) - 0.5 * (wide + other), abs(y - spot.y) - TALL)
                for spot, other in self.names
            ),
            default=math.inf,
        )


def distance(places: Array, points: Array, wide: float) -> Array:
    """From names of this width around places (m, 2) to the nearest of points (k, 2): (m,)."""
    if not len(points):
        return np.full(len(places), math.inf)
    found: Array = np.sqrt(squares(places, points, wide).min(axis=1))
    return found


def squares(places: Array, points: Array, wide: float | Array) -> Array:
    """The squares of all distances, (m, k), of names of this width, or of widths (m, 1)."""
    across = _outside(places[:, 0], points[:, 0], 0.5 * wide)
    up = _outside(places[:, 1], points[:, 1], 0.5 * TALL)
    across *= across
    up *= up
    across += up
    return across


def _outside(places: Array, points: Array, half: float | Array) -> Array:
    """How far points (k,) are from what reaches so far to both sides of places (m,): (m, k)."""
    away = places[:, None] - points
    np.abs(away, out=away)
    away -= half
    return np.maximum(away, 0.0, out=away)


def with_those_on(own: Mask, curves: Mask, points: Array, width: float, height: float) -> Mask:
    """The ``own`` (n, k) of points (k, 2), and whatever lies on the ``curves`` (n, k) of which at
    least half lies on others: in the same cell of TOGETHER by TOGETHER, or in one beside it."""
    inside = np.all((points >= 0.0) & (points <= (width, height)), axis=1)
    cells = np.floor(points[inside] / TOGETHER).astype(np.intp)
    shape = int(width / TOGETHER) + 3, int(height / TOGETHER) + 3
    found = own.copy()
    for mine, curve in zip(found, curves[:, inside], strict=True):
        shared = _near(cells[~mine[inside]], shape)[cells[:, 0] + 1, cells[:, 1] + 1]
        if 2 * np.count_nonzero(shared & curve) >= np.count_nonzero(curve):
            mine[inside] |= _near(cells[curve], shape)[cells[:, 0] + 1, cells[:, 1] + 1]
    return found


def _near(cells: Index, shape: tuple[int, int]) -> Mask:
    """Which cells are these (m, 2) or beside one, on a grid with one more at each edge."""
    near = np.zeros(shape, dtype=bool)
    for i, j in np.ndindex(3, 3):
        near[cells[:, 0] + i, cells[:, 1] + j] = True
    return near


def every(count: int) -> int:
    """Of so many points, each which one is tried."""
    return max(EVERY, count // TRIED)


def clear_spot(own: Array, wide: float, crowd: Crowd) -> Spot | None:
    """The clearest place for a name of this width next to its curve, the points (k, 2); None where
    there is none."""
    if not len(own):
        return None
    tried = own[:: every(len(own))]
    return _best(_around(tried, wide), own, wide, crowd)


def _around(points: Array, wide: float) -> Array:
    """Places (m, 2) for a name of this width in eight directions from each point (k, 2)."""
    across, up = 0.5 * wide + BESIDE, 0.5 * TALL + BESIDE
    steps = [(x, y) for x in (-across, 0.0, across) for y in (-up, 0.0, up) if x or y]
    places: Array = (points[:, None, :] + np.array(steps)).reshape(-1, 2)
    return places


def _best(places: Array, own: Array, wide: float, crowd: Crowd) -> Spot | None:
    """The best of these places, (m, 2). What they are worth at the most is known without the
    points, to which they are measured in that order, until no other can be better."""
    margin = crowd.margin(places, wide)
    cost = SHIFT * np.abs(places[:, 0] - 0.7 * crowd.width), LOWER * places[:, 1]
    most = margin - LEAST - cost[0] - cost[1]
    order = np.flatnonzero(margin >= LEAST + CLEAR - ROUNDING)
    order = order[np.argsort(-most[order])]
    best, found = -math.inf, -1
    for begin in range(0, len(order), BATCH):
        tried = order[begin : begin + BATCH]
        if most[tried[0]] < best - ROUNDING:
            break
        tried, mine = _beside(places, tried, own, wide)
        room = np.minimum(margin[tried], distance(places[tried], crowd.points, wide))
        value = room - mine - cost[0][tried] - cost[1][tried]
        # The next curve must be the one that is named.
        for each in np.flatnonzero(room - mine >= CLEAR):
            if (value[each], -tried[each]) > (best, -found):
                best, found = value[each], tried[each]
    if found < 0:
        return None
    place = places[found]
    aside, above = (place - own[np.argmin(squares(place[None], own, wide))]).tolist()
    return Spot(float(place[0]), float(place[1]), aside, above)


def _beside(places: Array, tried: Index, own: Array, wide: float) -> tuple[Index, Array]:
    """Those of the tried places that are next to their own curve, and how far from it."""
    mine = distance(places[tried], own, wide)
    near = (mine >= LEAST) & (mine <= MOST)
    return tried[near], mine[near]
