"""Pieces of Gaussians between the places where a clipped weight changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI

FALL = 90.0  # e-folds below its highest point, beyond which a piece is left out
PANELS = 12
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def panel_nodes(low: Array, high: Array, panels: int = PANELS) -> tuple[Array, Array]:
    """Nodes and weights of Gauss-Legendre panels between ends (k,), (k, 16 panels) each."""
    half = (0.5 / panels) * (high - low)[:, np.newaxis]
    odd = np.arange(1.0, 2.0 * panels, 2.0)[:, np.newaxis]
    return low[:, np.newaxis] + half * (odd + _NODES).ravel(), half * np.tile(_WEIGHTS, panels)


@dataclass(frozen=True, slots=True)
class Pieces:
    """scale N(mean, std^2) between two ends, k times: arrays (k,), or numbers for all."""

    log_scale: Array | float
    mean: Array | float
    std: Array | float
    low: Array
    high: Array

    def log_density(self, x: Array) -> Array:
        """Of the scaled Gaussians at points (k, n)."""
        scale, mean, std = (np.reshape(e, (-1, 1)) for e in (self.log_scale, self.mean, self.std))
        away = (x - mean) / std
        return np.asarray(scale - 0.5 * away * away - np.log(std) - 0.5 * LOG_2PI)

    def nodes(self, panels: int = PANELS) -> tuple[Array, Array]:
        """Nodes and weights of Gauss-Legendre panels over all that counts of each, (k, n)."""
        top = np.minimum(np.maximum(self.mean, self.low), self.high)
        away = np.abs(top - self.mean) / self.std
        outwards = self.std * 2.0 * FALL / (np.hypot(away, np.sqrt(2.0 * FALL)) + away)
        return panel_nodes(
            np.maximum(self.low, top - outwards), np.minimum(self.high, top + outwards), panels
        )


def roots(a: float, b: float, c: Array) -> Array:
    """Where a u^2 + b u + c changes its sign, in order, (k, 2) for c (k,); inf where it doesn't."""
    found = np.full((len(c), 2), np.inf)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        if a == 0.0:
            found[:, 0] = -c / b if b != 0.0 else np.inf
        else:
            rest = b * b - 4.0 * a * c
            far = -0.5 * (b + np.copysign(np.sqrt(rest), b))
            found[:] = np.stack([far / a, c / far], axis=1)
            found[~(rest > 0.0)] = np.inf
    found[~np.isfinite(found)] = np.inf
    return np.sort(found, axis=1)


@dataclass(frozen=True, slots=True)
class NarrowRatio:
    """log N(v; 0, 1) - log N(v; mean, std^2) - level with std >= 1, in deviations of the narrower.

    About the wider one the two roots may agree to more digits than a double has.
    """

    mean: float
    beyond: float  # std less 1, whose digits what little clips take away has
    level: Array  # (k,)

    def roots(self) -> Array:
        """Where it is 0, (k, 2); inf where nowhere."""
        return roots(*self._quadratic)

    def at(self, v: Array) -> Array:
        """The values there, (k, ...)."""
        a, b, c = self._quadratic
        return np.asarray((a * v + b) * v + c.reshape(-1, *(1,) * (v.ndim - 1)))

    @property
    def _quadratic(self) -> tuple[float, float, Array]:
        std = 1.0 + self.beyond
        square = std**2
        bend = -0.5 * self.beyond * (2.0 + self.beyond) / square
        height = 0.5 * (self.mean / std) ** 2 + math.log1p(self.beyond) - self.level
        return bend, -self.mean / square, np.asarray(height)


def between(breaks: Array) -> tuple[Array, Array]:
    """The ends of all pieces that breaks (k, n) in any order make of the line, (k, n + 1) each.

    Of equal breaks, and of those at infinity, pieces without length are left.
    """
    last = np.full((len(breaks), 1), np.inf)
    ends = np.concatenate([-last, np.sort(breaks, axis=1), last], axis=1)
    return ends[:, :-1], ends[:, 1:]


def inside(low: Array, high: Array) -> Array:
    """A place between two ends."""
    below, above = np.isinf(low), np.isinf(high)
    with np.errstate(invalid="ignore"):  # of an infinite end less another
        return np.select(
            [below & above, below, above],
            [
                np.zeros_like(low),
                high - np.maximum(1.0, np.abs(high)),
                low + np.maximum(1.0, np.abs(low)),
            ],
            0.5 * (low + high),
        )
