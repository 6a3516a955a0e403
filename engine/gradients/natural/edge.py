"""The edge of a ball of KL divergence about a Gaussian, exactly, and Fisher's ellipse beside it.

    2 KL(new||old) = sum [m^2 + h(2 v)],   2 KL(old||new) = sum [(m e^-v)^2 + h(-2 v)],

h(y) = e^y - 1 - y, so that a ball of delta nats is a round one of radius sqrt(2 delta) in
``across`` = m, or m e^-v, and ``rise``, the signed root of h.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gradients.natural.move import Ball
from engine.numerics.small_differences import expm1_minus_x

MOST_STEPS = 60
NEAR = 0.75  # rises for which the series is taken
# Of y by sqrt(2) rise, from the eighth power down to the first.
SERIES = (1 / 204120, -139 / 5443200, 1 / 17010, 1 / 4320, -1 / 270, 1 / 36, -1 / 6, 1.0)


@dataclass(frozen=True, slots=True)
class Edge:
    """Places of a ball by across and rise; arrays of any shape."""

    ball: Ball

    def move(self, across: Array, rise: Array) -> tuple[Array, Array]:
        """m and v."""
        if self.ball == "new_old":
            return across, 0.5 * signed_inverse(rise)
        growth = -0.5 * signed_inverse(-rise)
        return across * np.exp(growth), growth

    def gradient(
        self, places: tuple[Array, Array], growth: Array, slopes: tuple[Array, Array]
    ) -> tuple[Array, Array]:
        """The derivatives by across and by rise of what has ``slopes`` by m and by v."""
        (across, rise), (by_shift, by_growth) = places, slopes
        sign = 1.0 if self.ball == "new_old" else -1.0
        bend = sign * np.expm1(2.0 * sign * growth)
        level = np.abs(bend) < 1e-150
        turn = np.where(level, math.sqrt(0.5), rise / np.where(level, 1.0, bend))
        if self.ball == "new_old":
            return by_shift, by_growth * turn
        s = np.exp(growth)
        return by_shift * s, (by_growth + by_shift * across * s) * turn


@lru_cache(maxsize=32)
def edge_points(ball: Ball, delta: float, points: int = 121) -> tuple[Array, Array]:
    """m and v around the edge of a ball of delta nats, one direction, (points,), closed."""
    angle = np.linspace(-math.pi, math.pi, points)
    radius = math.sqrt(2.0 * delta)
    shift, growth = Edge(ball).move(radius * np.cos(angle), radius * np.sin(angle))
    return frozen(shift), frozen(growth)


def ellipse_points(delta: float, points: int = 121) -> tuple[Array, Array]:
    """m and sigma_new / sigma_old on Fisher's ellipse m^2 / 2 + (s - 1)^2 = delta, closed, which
    takes KL for its second-order part; s may be below 0. (points,) each."""
    angle = np.linspace(-math.pi, math.pi, points)
    return math.sqrt(2.0 * delta) * np.cos(angle), 1.0 + math.sqrt(delta) * np.sin(angle)


def signed_inverse(rise: Array) -> Array:
    """y with sign(y) sqrt(h(y)) = rise, h(y) = e^y - 1 - y, elementwise; Halley's steps on h from a
    series that is good to 1e-6, or from beyond the root."""
    c = np.square(rise)
    y = math.sqrt(2.0) * np.clip(rise, -NEAR, NEAR)
    y = _series(y)
    if not np.all(near := np.abs(rise) < NEAR):
        size = np.sqrt(2.0 * c)
        beyond = np.where(
            rise > 0.0, np.minimum(size, np.log1p(c + size)), -c - np.minimum(1.0, size)
        )
        y = np.where(near, y, beyond)
    for _ in range(MOST_STEPS):
        slope = np.expm1(y)
        level = slope == 0.0
        slope = np.where(level, 1.0, slope)
        step = np.where(level, 0.0, (expm1_minus_x(y) - c) / slope)
        step /= 1.0 - 0.5 * (step + step / slope)
        y = y - step
        # The step that follows is about its cube.
        if np.all(np.abs(step) <= 3e-6 * np.abs(y)):
            break
    # Where the square underflows, h is y^2 / 2.
    return np.where(np.abs(rise) < 1e-100, math.sqrt(2.0) * rise, y)


def _series(near: Array) -> Array:
    """y by sqrt(2) rise."""
    found = np.zeros_like(near)
    for term in SERIES:
        found += term
        found *= near
    return found
