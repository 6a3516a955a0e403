"""Two principal directions share a ball: sqrt(2 delta) (cos, sin) of an angle are their radii."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Move
from engine.gradients.natural.ring import Ring
from engine.gradients.natural.stationary import stationary
from engine.numerics.root_finding import root

SHARES = 17
ANGLES = 49
QUARTER = 0.5 * math.pi
Grid = tuple[Array, Array, Array, Array]  # across, rise, m, v, each (SHARES, ANGLES)


def best_pair(land: Landscape, edge: Edge, radius: float, quick: bool) -> Move | None:
    """The best step in two directions; None where doubles find none, and `best_radii` must."""
    grids = _grids(edge, radius)
    values = [land.many(i, grid[2], grid[3])[0] for i, grid in enumerate(grids)]
    if not any(np.ptp(value) for value in values):
        return Move(np.zeros(2), np.zeros(2))
    best = int(np.argmax(np.max(values[0], axis=1) + np.max(values[1], axis=1)))
    tops = [int(np.argmax(value[best])) for value in values]
    pairs = list(zip(grids, tops, strict=True))
    start = np.array([[grid[0][best, top], grid[1][best, top]] for grid, top in pairs])
    place = stationary(land, edge, start, exact=not quick)
    if place is None:
        if not quick:
            return None
        place = start
    shift, growth = edge.move(place[:, 0], place[:, 1])
    move = Move(shift, growth)
    if quick:
        return move
    lowest = sum(float(value[best, top]) for value, top in zip(values, tops, strict=True))
    reached = land.value(move)
    return move if reached >= lowest - 1e-12 * abs(lowest) else None


def best_radii(land: Landscape, edge: Edge, radius: float) -> tuple[float, float]:
    """Those where more for one direction earns as much as more for the other."""

    def radii(share: float) -> tuple[float, float]:
        return radius * math.cos(share), radius * max(math.sin(share), 0.0)

    def slope(share: float) -> float:
        earned = [_by_radius(Ring(land, i, edge, each)) for i, each in enumerate(radii(share))]
        return math.cos(share) * earned[1] - math.sin(share) * earned[0]

    values = [land.many(i, grid[2], grid[3])[0] for i, grid in enumerate(_grids(edge, radius))]
    best = int(np.argmax(np.max(values[0], axis=1) + np.max(values[1], axis=1)))
    shares = np.linspace(0.0, QUARTER, SHARES)
    low, high = shares[max(best - 1, 0)], shares[min(best + 1, SHARES - 1)]
    try:
        return radii(root(slope, float(low), float(high)))
    except ValueError:  # The slopes are rounding.
        return radii(float(shares[best]))


def _by_radius(ring: Ring) -> float:
    """How fast the largest J rises with the radius; 0 where J is level."""
    top = ring.top()
    return 0.0 if top is None else ring.by_radius(top)


@lru_cache(maxsize=32)
def _grids(edge: Edge, radius: float) -> tuple[Grid, Grid]:
    """Of both directions; the same for every Gaussian."""
    shares = np.linspace(0.0, QUARTER, SHARES)
    angles = np.linspace(-math.pi, math.pi, ANGLES)
    radii = radius * np.cos(shares), radius * np.sin(shares)
    return _grid(edge, radii[0], angles), _grid(edge, radii[1], angles)


def _grid(edge: Edge, radii: Array, angles: Array) -> Grid:
    across, rise = (np.multiply.outer(radii, each) for each in (np.cos(angles), np.sin(angles)))
    shift, growth = edge.move(across, rise)
    return frozen(across), frozen(rise), frozen(shift), frozen(growth)
