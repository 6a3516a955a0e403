"""The half-plane of mean and std: the return's contours, balls, end points, the geodesic."""

from __future__ import annotations

import numpy as np
from contourpy import LineType, contour_generator

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.edge import edge_points, ellipse_points
from engine.gradients.natural.geodesic import geodesic
from engine.pages.trust_region.gather import Gathered
from engine.pages.trust_region.records import Lines, Plane

TIMES = np.array([0.25, 1.0, 2.25])  # radii go with the roots
CELLS = 61
LEVELS = 11
MARGIN = 0.12
# p widens the picture up to so many times the largest ball.
FARTHEST = 4.0


def plane(gathered: Gathered, _: Run) -> Plane:
    """Along the direction that is shown; the other one stays as it is."""
    start, shown = gathered.start, gathered.shown
    old = start.land.mean[shown], start.land.std[shown]
    deltas = TIMES * gathered.options.delta
    balls = {
        ball: tuple(_round(old, *edge_points(ball, each)) for each in deltas.tolist())
        for ball in ("old_new", "new_old")
    }
    ellipses = tuple(_ellipse(old, *ellipse_points(each)) for each in deltas.tolist())
    ends = {name: move for name, move in gathered.steps.items() if move is not None}
    places = [move.there(start.policy.mean, start.policy.std) for move in ends.values()]
    mean, std = start.policy.of(gathered.scene.p)
    other = float(mean[shown]), float(std[shown])
    way = geodesic(Gaussian.from_std(*old), Gaussian.from_std(*other))
    x, y = _range(old, other, [*balls["old_new"], *balls["new_old"]])
    return Plane(
        *_heights(gathered, x, y),
        deltas=frozen(deltas),
        old_new=balls["old_new"],
        new_old=balls["new_old"],
        ellipse=ellipses,
        names=tuple(ends),
        end_mean=frozen(np.array([each[0][shown] for each in places])),
        end_std=frozen(np.array([each[1][shown] for each in places])),
        geodesic_mean=frozen(way[0]),
        geodesic_std=frozen(way[1]),
        old=old,
        other=other,
    )


def _heights(gathered: Gathered, x: Array, y: Array) -> tuple[Array, Array, Array, Lines]:
    """The return over the grid and its contours."""
    start, shown = gathered.start, gathered.shown
    shift = (x - start.land.mean[shown]) / start.land.std[shown]
    growth = np.log(y / start.land.std[shown])
    grid = np.broadcast_arrays(shift, growth[:, np.newaxis])
    value, _, _ = start.land.many(shown, grid[0], grid[1])
    return frozen(x), frozen(y), frozen(value), _contours(x, y, value)


def _contours(x: Array, y: Array, value: Array) -> Lines:
    if not np.all(np.isfinite(value)) or not np.ptp(value):
        return _lines([])
    levels = np.quantile(value, np.linspace(0.0, 1.0, LEVELS + 2)[1:-1])
    made = contour_generator(x=x, y=y, z=value, line_type=LineType.Separate)
    return _lines([np.asarray(each) for level in np.unique(levels) for each in made.lines(level)])


def _round(old: tuple[float, float], shift: Array, growth: Array) -> Lines:
    return _lines([np.stack([old[0] + old[1] * shift, old[1] * np.exp(growth)], axis=1)])


def _ellipse(old: tuple[float, float], shift: Array, factor: Array) -> Lines:
    """Its parts above 0."""
    points = np.stack([old[0] + old[1] * shift, old[1] * factor], axis=1)
    above = factor > 0.0
    if np.all(above):
        return _lines([points])
    # From where it comes up on the one side to where it goes down on the other.
    first = int(np.flatnonzero(above & ~np.roll(above, 1))[0])
    return _lines([np.roll(points, -first, axis=0)[: int(np.count_nonzero(above))]])


def _lines(parts: list[Array]) -> Lines:
    """Of (m, 2) each."""
    if not parts:
        nothing = frozen(np.empty(0))
        return Lines(nothing, nothing, nothing)
    number = np.concatenate([np.full(len(part), i) for i, part in enumerate(parts)])
    x, y = np.concatenate(parts).T
    return Lines(frozen(x), frozen(y), frozen(number))


def _range(
    old: tuple[float, float], other: tuple[float, float], balls: list[Lines]
) -> tuple[Array, Array]:
    """Means and stds that hold the balls, and p where it is not far away."""
    x, y = (np.concatenate([getattr(each, axis) for each in balls]) for axis in "xy")
    low, high = float(np.min(x)), float(np.max(x))
    bottom, top = float(np.min(y)), float(np.max(y))
    if (
        abs(other[0] - old[0]) < FARTHEST * (high - low)
        and old[1] / FARTHEST < other[1] < top * FARTHEST
    ):
        low, high = min(low, other[0]), max(high, other[0])
        bottom, top = min(bottom, other[1]), max(top, other[1])
    wide = MARGIN * (high - low)
    across = np.linspace(low - wide, high + wide, CELLS)
    if not across[-1] > across[0]:  # The mean is too large for the step beside it.
        across = np.linspace(old[0] - abs(old[0]), old[0] + abs(old[0]), CELLS)
    return across, np.linspace(bottom / (1.0 + MARGIN), top * (1.0 + MARGIN), CELLS)
