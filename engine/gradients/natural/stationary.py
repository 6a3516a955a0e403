"""Newton's steps to where E f has no rise along the edge of a ball, in several directions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.core.arrays import Array
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape, Many

STEPS = 30
DIFFERENCE = 1e-5  # of the radius
LARGEST = 0.3  # of the radius, a step
STILL = 1e-15
Take = Callable[[int, Array, Array], Many]


def stationary(land: Landscape, edge: Edge, start: Array, exact: bool) -> Array | None:
    """The place near ``start`` where grad J = multiplier times the place, its length kept.

    Places are across and rise by direction, (d, 2); ``exact``: with the gradient of `at`, to its
    last digits, else to about 1e-6. None where the steps do not come to rest.
    """
    radius = float(np.linalg.norm(start))
    place, last = start, np.inf
    for _ in range(STEPS):
        gradient, bend = _slopes(land, edge, place, radius)
        if exact:
            gradient = _exact_gradient(land, edge, place)
        multiplier = float(np.sum(gradient * place)) / radius**2
        step = _step(gradient - multiplier * place, bend, multiplier, place)
        if step is None:
            return None
        size = float(np.linalg.norm(step)) / radius
        place = place + step * min(1.0, LARGEST / size if size > 0.0 else 1.0)
        place = place * (radius / np.linalg.norm(place))
        # Steps that no longer shrink are rounding.
        if size <= STILL or (size >= last and size < 1e-9) or (size < 1e-3 and not exact):
            return place
        last = size
    return None


def _step(rest: Array, bend: Array, multiplier: float, place: Array) -> Array | None:
    """Newton's, along the edge: (H - multiplier) step - place change = -rest, place' step = 0."""
    n = place.size
    matrix = np.zeros((n + 1, n + 1))
    for i in range(len(place)):
        matrix[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = bend[i]
    matrix[range(n), range(n)] -= multiplier
    matrix[:n, n] = matrix[n, :n] = place.ravel()
    try:
        found = np.linalg.solve(matrix, np.append(-rest.ravel(), 0.0))
    except np.linalg.LinAlgError:
        return None
    return found[:n].reshape(place.shape) if np.all(np.isfinite(found)) else None


def _slopes(land: Landscape, edge: Edge, place: Array, radius: float) -> tuple[Array, Array]:
    """The gradient, (d, 2), and the second derivatives by differences, (d, 2, 2)."""
    h = DIFFERENCE * radius
    around = h * np.array([[0.0, 1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, -1.0]])
    gradient, bend = np.empty_like(place), np.empty((*place.shape, 2))
    for i, each in enumerate(place):
        slopes = _by(land.many, edge, i, each[:, np.newaxis] + around)
        gradient[i] = slopes[:, 0]
        rows = np.stack([slopes[:, 1] - slopes[:, 2], slopes[:, 3] - slopes[:, 4]]) / (2.0 * h)
        bend[i] = 0.5 * (rows + rows.T)
    return gradient, bend


def _exact_gradient(land: Landscape, edge: Edge, place: Array) -> Array:
    columns = (each[:, np.newaxis] for each in place)
    return np.concatenate([_by(land.exactly, edge, i, each).T for i, each in enumerate(columns)])


def _by(take: Take, edge: Edge, direction: int, places: Array) -> Array:
    """By across and rise at places, (2, n) each."""
    across, rise = places
    shift, growth = edge.move(across, rise)
    _, *slopes = take(direction, shift, growth)
    return np.array(edge.gradient((across, rise), growth, (slopes[0], slopes[1])))
