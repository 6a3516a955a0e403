"""The five steps, all of one length: sqrt(2 delta) in Fisher's metric."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.objectives import Objective
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.principal import Principal, principal
from engine.gradients.natural.ball import best_move
from engine.gradients.natural.edge import edge_points
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Ball, Move
from engine.gradients.natural.rises import (
    Size,
    gradient_move,
    gradient_rate,
    mirror_move,
    mirror_rate,
    natural_move,
)
from engine.pages.trust_region.options import MOST_DIRECTIONS

METHODS = {
    "gradient": "gradient (μ, σ)",
    "natural_sigma": "natural (μ, σ)",
    "natural_log_sigma": "natural (μ, log σ)",
    "mirror": "mirror",
    "best": "best in the ball",
}
PLAIN = tuple(name for name in METHODS if name != "best")
ONE_OF_MANY = "one of many: the return is the same to 14 digits over a part of the ball's edge"
SAME, MANY = 1e-14, 4  # of 121 points
NO_STEP = "no step: σ would not stay above 0, take a smaller delta"


@dataclass(frozen=True, slots=True)
class Start:
    """The current policy q along its principal directions, and the reward's gradient there."""

    policy: Principal
    land: Landscape
    by_shift: Array  # sigma dJ/dmu, (k,)
    by_growth: Array  # sigma dJ/dsigma, (k,)


@lru_cache(maxsize=16)
def start_of(q: Gaussian, reward: Objective) -> Start:
    """Raises ParameterError where the reward overflows."""
    policy = principal(q, MOST_DIRECTIONS)
    land = Landscape(reward, tuple(policy.mean.tolist()), tuple(policy.std.tolist()))
    return Start(policy, land, *land.gradient())


@lru_cache(maxsize=16)
def steps_from(q: Gaussian, reward: Objective, delta: float, ball: Ball) -> dict[str, Move | None]:
    """By METHODS' names; None where sigma would not stay above 0."""
    start = start_of(q, reward)
    found = plain_steps(start.by_shift, start.by_growth, start.policy.std, delta)
    return found | {"best": best_move(start.land, delta, ball)}


def is_level(start: Start, delta: float, ball: Ball) -> bool:
    """Whether the best place on the edge is one of many: a return that nearly is all that can be
    earned is the same to 14 digits over a part of it."""
    for i in range(start.land.directions):
        value, _, _ = start.land.many(i, *edge_points(ball, delta))
        top = float(np.max(value))
        if np.count_nonzero(value >= top - SAME * abs(top)) >= MANY:
            return True
    return False


def plain_steps(
    by_shift: Array, by_growth: Array, std: Array, delta: float
) -> dict[str, Move | None]:
    """All but the best, by the gradient alone; a zero gradient moves nothing."""
    return {name: plain_step(name, by_shift, by_growth, std, delta) for name in PLAIN}


def plain_step(
    name: str, by_shift: Array, by_growth: Array, std: Array, delta: float
) -> Move | None:
    """One of them; None where sigma would not stay above 0."""
    try:
        found = _of_sizes(name, by_shift, by_growth, std, delta)
    except ParameterError:
        return None
    return found if np.all(np.isfinite((found.shift, found.growth))) else None


def steps_of_sizes(
    name: str, by_shift: Array, by_growth: Array, std: Array, deltas: Array
) -> Array:
    """m and v of one of them for each delta, (2, n, k); NaN where sigma would not stay above 0."""
    sizes = deltas[:, np.newaxis]
    with np.errstate(over="ignore", invalid="ignore"):
        found = _of_sizes(name, by_shift, by_growth, std, sizes)
    places = np.array([found.shift, found.growth])
    places[:, ~np.isfinite(places).all(axis=(0, 2))] = np.nan
    return places


def _of_sizes(name: str, by_shift: Array, by_growth: Array, std: Array, sizes: Size) -> Move:
    match name:
        case "gradient":
            rate = gradient_rate(by_shift, by_growth, std, sizes)
            return gradient_move(by_shift, by_growth, std, rate)
        case "natural_sigma":
            return natural_move(by_shift, by_growth, sizes)
        case "natural_log_sigma":
            return natural_move(by_shift, by_growth, sizes, "log_sigma")
    return mirror_move(by_shift, by_growth, mirror_rate(by_shift, by_growth, sizes))
