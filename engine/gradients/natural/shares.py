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
Grid = tuple[Array, Array, Array, Array]  # across, rise, m and v


def best_pair(land: Landscape, edge: Edge, radius: float, quick: bool) -> Move | None:
    """The best step in two directions; None where doubles find none, and `best_radii` must."""
    starts, lowest = _starts(land, edge, (radius,))
    if starts is None:
        return Move(np.zeros(2), np.zeros(2))
    (place,) = stationary(land, edge, starts, exact=not quick)
    if np.isnan(place).any():
        if not quick:
            return None
        place = starts[0]
    move = Move(*edge.move(place[:, 0], place[:, 1]))
    if quick:
        return move
    reached = land.value(move)
    return move if reached >= lowest[0] - 1e-12 * abs(lowest[0]) else None


def quick_pairs(land: Landscape, edge: Edge, radii: tuple[float, ...]) -> tuple[Array, Array]:
    """m and v of `best_pair` for several radii above 0, right to about 1e-4, (b, 2) each."""
    starts, _ = _starts(land, edge, radii)
    if starts is None:
        return np.zeros((len(radii), 2)), np.zeros((len(radii), 2))
    place = stationary(land, edge, starts, exact=False)
    place = np.where(np.isnan(place).any(axis=(1, 2), keepdims=True), starts, place)
    return edge.move(place[..., 0], place[..., 1])


def _starts(land: Landscape, edge: Edge, radii: tuple[float, ...]) -> tuple[Array | None, Array]:
    """The best places of a grid for each radius, across and rise by direction, (b, 2, 2), and what
    is reached there; None where J is level everywhere."""
    across, rise, shift, growth = stacked(edge, radii)
    values = land.along_all(shift, growth)[0].reshape(across.shape)
    if not np.ptp(values, axis=(0, 2, 3)).any():
        return None, np.zeros(len(radii))
    every = np.arange(len(radii))
    share = values.max(axis=-1).sum(axis=1).argmax(axis=-1)
    angle = values[every, :, share].argmax(axis=-1)
    top = every[:, np.newaxis], np.arange(2), share[:, np.newaxis], angle
    return np.stack([across[top], rise[top]], axis=-1), values[top].sum(axis=1)


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


@lru_cache(maxsize=8)
def stacked(edge: Edge, radii: tuple[float, ...]) -> Grid:
    """`_grids` of both directions for several radii: across and rise, (b, 2, SHARES, ANGLES), m and
    v, (b, 2, SHARES ANGLES)."""
    pairs = np.array([_grids(edge, radius) for radius in radii])  # (b, 2, 4, SHARES, ANGLES)
    across, rise, shift, growth = np.moveaxis(pairs, 2, 0)
    flat = (*across.shape[:2], -1)
    found = across.copy(), rise.copy(), shift.reshape(flat), growth.reshape(flat)
    return frozen(found[0]), frozen(found[1]), frozen(found[2]), frozen(found[3])


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
