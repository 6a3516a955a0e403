"""The best Gaussian among those at most delta nats of KL divergence away from a given one.

E f solves the heat equation in (mu, sigma^2 / 2), and so has its largest value on the edge of the
ball, whatever f is.
"""

from __future__ import annotations

import math
from typing import get_args

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Ball, Move
from engine.gradients.natural.objective import Reward
from engine.gradients.natural.ring import Ring
from engine.gradients.natural.shares import best_pair, best_radii, quick_pairs


def best_in_ball(
    objective: Reward, gaussian: Gaussian, delta: float, direction: Ball = "new_old"
) -> Gaussian:
    """The Gaussian with the largest E f, KL(new||old) or KL(old||new) being at most delta nats.

    ``objective``: of `engine.objectives.by_name`, or a smooth function of an array. For f = x it
    is N(mu + sigma sqrt(2 delta), sigma^2), or N(mu + sigma sqrt(e^(2 delta) - 1),
    sigma^2 e^(2 delta)) by old_new. Where all are equally good, the old one. Raises ParameterError
    for a negative delta, an unknown direction, more than one dimension, and where f overflows.
    Source: Schulman, Levine, Moritz, Jordan, Abbeel, arXiv 1502.05477, for the constraint.
    """
    if gaussian.dimension != 1:
        raise ParameterError("gaussian", gaussian.dimension, "must have 1 dimension")
    land = Landscape(objective, (float(gaussian.mean[0]),), (float(gaussian.std[0]),))
    move = best_move(land, delta, direction)
    if not (move.shift[0] or move.growth[0]):
        return gaussian
    mean, std = move.there(gaussian.mean, gaussian.std)
    return Gaussian.from_std(mean, std)


def best_move(land: Landscape, delta: float, ball: Ball = "new_old", quick: bool = False) -> Move:
    """The step to it, in one or two principal directions, among Gaussians that keep them.

    Where all are equally good, no step; ``quick``: right to about 1e-4, for a picture. Raises
    ParameterError as `best_in_ball`, and for more directions.
    """
    if not (math.isfinite(delta) and delta >= 0.0):
        raise ParameterError("delta", delta, "must be a finite number, 0 or more")
    if ball not in get_args(Ball):
        raise ParameterError("direction", ball, "must be new_old or old_new")
    if land.directions > 2:
        raise ParameterError("directions", land.directions, "must be 1 or 2")
    edge, radius = Edge(ball), math.sqrt(2.0 * delta)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        radii: tuple[float, ...] = (radius,)
        if land.directions == 2 and radius > 0.0:
            found = best_pair(land, edge, radius, quick)
            if found is not None:
                return found
            radii = best_radii(land, edge, radius)
        rings = [Ring(land, i, edge, each) for i, each in enumerate(radii)]
        return _at_tops(rings, quick)


def quick_moves(land: Landscape, deltas: tuple[float, ...], ball: Ball) -> tuple[Array, Array]:
    """m and v of `best_move`, quick, for several deltas above 0, (b, directions) each."""
    if land.directions == 2:
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return quick_pairs(land, Edge(ball), tuple(math.sqrt(2.0 * each) for each in deltas))
    moves = [best_move(land, each, ball, quick=True) for each in deltas]
    return np.array([each.shift for each in moves]), np.array([each.growth for each in moves])


def _at_tops(rings: list[Ring], quick: bool) -> Move:
    """Where J is level along a direction, nothing moves there."""
    tops = [ring.top(quick) if ring.radius > 0.0 else None for ring in rings]
    places = [
        (0.0, 0.0) if top is None else ring.place(top)
        for ring, top in zip(rings, tops, strict=True)
    ]
    shift, growth = np.array(places).T
    return Move(shift, growth)
