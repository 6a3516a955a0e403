"""Pieces of Gaussians between the places where a clipped weight changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI

FALL = 90.0  # e-folds below its highest point, beyond which a piece is left out
PANELS = 24
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def panel_nodes(low: float, high: float, panels: int = PANELS) -> tuple[Array, Array]:
    """Nodes and weights of Gauss-Legendre panels between two ends."""
    edges = np.linspace(low, high, panels + 1)
    half = 0.5 * np.diff(edges)[:, np.newaxis]
    middle = 0.5 * (edges[1:] + edges[:-1])[:, np.newaxis]
    return (middle + half * _NODES).ravel(), (half * _WEIGHTS).ravel()


@dataclass(frozen=True, slots=True)
class Piece:
    """scale N(mean, std^2) between two ends."""

    log_scale: float
    mean: float
    std: float
    low: float
    high: float

    def log_density(self, x: Array) -> Array:
        """Of the scaled Gaussian."""
        away = (x - self.mean) / self.std
        return self.log_scale - 0.5 * away * away - math.log(self.std) - 0.5 * LOG_2PI

    def nodes(self) -> tuple[Array, Array]:
        """Nodes and weights of Gauss-Legendre panels over all that counts of the piece."""
        top = min(max(self.mean, self.low), self.high)
        away = abs(top - self.mean) / self.std
        outwards = self.std * 2.0 * FALL / (math.hypot(away, math.sqrt(2.0 * FALL)) + away)
        return panel_nodes(max(self.low, top - outwards), min(self.high, top + outwards))


def roots(a: float, b: float, c: float) -> list[float]:
    """Where a u^2 + b u + c changes its sign, in order."""
    rest = b * b - 4.0 * a * c
    if a == 0.0:
        return [-c / b] if b != 0.0 else []
    if rest <= 0.0:
        return []
    far = -0.5 * (b + math.copysign(math.sqrt(rest), b))
    found = [far / a, c / far] if far != 0.0 else [0.0]
    return sorted(u for u in found if math.isfinite(u))


@dataclass(frozen=True, slots=True)
class NarrowRatio:
    """log N(v; 0, 1) - log N(v; mean, std^2) - level with std >= 1, in deviations of the narrower.

    About the wider one the two roots may agree to more digits than a double has.
    """

    mean: float
    std: float
    level: float

    def roots(self) -> list[float]:
        """Where it is 0."""
        return roots(*self._quadratic)

    def at(self, v: float) -> float:
        """The value there."""
        a, b, c = self._quadratic
        return (a * v + b) * v + c

    @property
    def _quadratic(self) -> tuple[float, float, float]:
        square = self.std**2
        bend = -0.5 * (self.std - 1.0) * (self.std + 1.0) / square
        height = 0.5 * (self.mean / self.std) ** 2 + math.log(self.std) - self.level
        return bend, -self.mean / square, height


def inside(low: float, high: float) -> float:
    """A place between two ends."""
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - max(1.0, abs(high))
    if math.isinf(high):
        return low + max(1.0, abs(low))
    return 0.5 * (low + high)
