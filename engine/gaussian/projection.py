"""One direction u of x as p and q see it: what a function of t = u . x needs to know."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.functions.test_function import checked_direction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative


@dataclass(frozen=True, slots=True)
class Projection:
    """t = u . x under p and under q, and in the coordinates of x. Arrays are read-only."""

    direction: Array  # (d,), the unit vector u
    p_mean: float
    p_std: float
    q_mean: float
    q_std: float
    normal_slopes: Array  # (d,), t = q_mean + normal_slopes . z with x = mean_q + L_q z
    relative_slopes: Array  # (d,), the same in the eigenbasis of `engine.gaussian.relative`


def projection(p: Gaussian, q: Gaussian, direction: ArrayLike | None = None) -> Projection:
    """The direction, by default the first axis; raises ParameterError."""
    return _projection(p, q, tuple(checked_direction(direction, q.dimension).tolist()))


@lru_cache(maxsize=16)
def _projection(p: Gaussian, q: Gaussian, direction: tuple[float, ...]) -> Projection:
    u = np.array(direction)
    slopes = q.cholesky.T @ u
    return Projection(
        direction=frozen(u),
        p_mean=float(u @ p.mean),
        p_std=math.hypot(*(p.cholesky.T @ u).tolist()),
        q_mean=float(u @ q.mean),
        q_std=math.hypot(*slopes.tolist()),
        normal_slopes=frozen(slopes),
        relative_slopes=frozen(relative(p, q).slopes(u)),
    )
