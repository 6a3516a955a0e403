"""Newton's steps to where E f has no rise along the edge of a ball, in several directions."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape

STEPS = 30
DIFFERENCE = 1e-5  # of the radius
LARGEST = 0.3  # of the radius, a step
STILL = 1e-15
QUICK = 0.05  # of the radius: a step that leaves about a hundredth of its square
AROUND = np.array([[0.0, 1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, -1.0]])


def stationary(land: Landscape, edge: Edge, starts: Array, exact: bool) -> Array:
    """The places near ``starts`` where grad J = multiplier times the place, its length kept.

    Places are across and rise by direction, (b, d, 2), each on the edge of a ball of its own;
    ``exact``: with the gradient of `at`, to its last digits, else to about 1e-4. NaN where the
    steps do not come to rest.
    """
    radius = np.linalg.norm(starts, axis=(1, 2))
    found, place, last = np.full_like(starts, np.nan), starts, np.full(len(starts), np.inf)
    moving = np.arange(len(starts))
    for _ in range(STEPS):
        gradient, bend, moves = _slopes(land, edge, place, radius)
        if exact:
            each = zip(place, *moves, strict=True)
            gradient = np.stack([_exact_gradient(land, edge, *one) for one in each])
        multiplier = np.sum(gradient * place, axis=(1, 2)) / radius**2
        along = multiplier[:, np.newaxis, np.newaxis]
        step = _step(gradient - along * place, bend, multiplier, place)
        size = np.linalg.norm(step, axis=(1, 2)) / radius
        shorter = np.minimum(1.0, LARGEST / np.where(size > 0.0, size, 1.0))
        place = place + step * shorter[:, np.newaxis, np.newaxis]
        place = place * (radius / np.linalg.norm(place, axis=(1, 2)))[:, np.newaxis, np.newaxis]
        # Steps that no longer shrink are rounding.
        rest = (size <= STILL) | ((size >= last) & (size < 1e-9))
        rest |= (size < QUICK) & (not exact)
        found[moving[rest]] = place[rest]
        on = ~rest & np.isfinite(size)
        if not on.any():
            break
        place, radius, last, moving = place[on], radius[on], size[on], moving[on]
    return found


def _step(rest: Array, bend: Array, multiplier: Array, place: Array) -> Array:
    """Newton's, along the edge: (H - multiplier) step - place change = -rest, place' step = 0; NaN
    where there is none."""
    many, directions, _ = place.shape
    n = 2 * directions
    matrix, right = np.zeros((many, n + 1, n + 1)), np.zeros((many, n + 1, 1))
    for i in range(directions):
        matrix[:, 2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = bend[:, i]
    matrix[:, range(n), range(n)] -= multiplier[:, np.newaxis]
    matrix[:, :n, n] = matrix[:, n, :n] = place.reshape(many, n)
    right[:, :n, 0] = -rest.reshape(many, n)
    found = _solved(matrix, right)[:, :n, 0].reshape(place.shape)
    found[~np.isfinite(found).all(axis=(1, 2))] = np.nan
    return found


def _solved(matrix: Array, right: Array) -> Array:
    """Of systems (b, n, n), (b, n, 1); NaN where one has no solution."""
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=float)
    except np.linalg.LinAlgError:
        if len(matrix) == 1:
            return np.full_like(right, np.nan)
        halves = zip(np.array_split(matrix, 2), np.array_split(right, 2), strict=True)
        return np.concatenate([_solved(*half) for half in halves])


def _slopes(
    land: Landscape, edge: Edge, place: Array, radius: Array
) -> tuple[Array, Array, tuple[Array, Array]]:
    """The gradient, (b, d, 2), the second derivatives by differences, (b, d, 2, 2), and m and v of
    the places, (b, d, 1) each."""
    h = (DIFFERENCE * radius)[:, np.newaxis, np.newaxis]
    across, rise = (place[..., i, np.newaxis] + h * AROUND[i] for i in (0, 1))
    shift, growth = edge.move(across, rise)
    _, *by = land.along_all(shift, growth)
    slopes = np.stack(edge.gradient((across, rise), growth, (by[0], by[1])), axis=-1)
    rows = np.stack([slopes[..., 1, :] - slopes[..., 2, :], slopes[..., 3, :] - slopes[..., 4, :]])
    bend = np.moveaxis(rows, 0, -2) / (2.0 * h[..., np.newaxis])
    moves = shift[..., :1], growth[..., :1]
    return slopes[..., 0, :], 0.5 * (bend + np.swapaxes(bend, -1, -2)), moves


def _exact_gradient(
    land: Landscape, edge: Edge, place: Array, shift: Array, growth: Array
) -> Array:
    """At a place and its m and v, (d, 2)."""
    across, rise = place[:, :1], place[:, 1:]
    each = [land.exactly(i, shift[i], growth[i]) for i in range(land.directions)]
    _, *by = (np.stack(part) for part in zip(*each, strict=True))
    return np.concatenate(edge.gradient((across, rise), growth, (by[0], by[1])), axis=1)
