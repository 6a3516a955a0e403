"""Nodes for expectations over z ~ N(0, 1) that stay accurate for sharp or jumping functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError

# Beyond 38.5 standard deviations the density underflows; beyond 13 lies 1e-38 of the mass.
REACH = 38.5
USUAL_REACH = 13.0
MOST_PANELS = 20_000
ORDER = 16
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(ORDER)
# Finer far out, where the density falls by e^20 over one standard deviation.
_EVEN = np.concatenate([np.arange(13.0), np.arange(12.5, 24.5, 0.5), np.arange(24.25, 38.6, 0.25)])


def _integration_matrix() -> Array:
    """(ORDER, ORDER): row i integrates from -1 to node i what is given at the nodes."""
    polynomials = np.polynomial.legendre
    values = polynomials.legvander(_NODES, ORDER - 1)
    integrals = np.empty((ORDER, ORDER))
    for degree in range(ORDER):
        series = np.zeros(degree + 1)
        series[degree] = 1.0
        integrals[:, degree] = polynomials.legval(_NODES, polynomials.legint(series, lbnd=-1.0))
    matrix: Array = integrals @ np.linalg.inv(values)
    return matrix


_RUNNING = _integration_matrix()


@dataclass(frozen=True, slots=True)
class Nodes:
    """E f(z) is about the sum of weight * f(z); the nodes mirror each other about 0."""

    z: Array  # (k,), ascending
    weight: Array  # (k,)
    half: Array  # (k / ORDER,), half-widths of the panels

    def expectation(self, values: Array) -> float:
        """E of the values at the nodes, under N(0, 1)."""
        return float(self.weight @ values)

    @property
    def positive(self) -> Array:
        """The nodes above 0, (k / 2,)."""
        return self.z[len(self.z) // 2 :]

    @property
    def positive_weight(self) -> Array:
        """Of the nodes above 0, (k / 2,); they add up to 1/2."""
        return self.weight[len(self.z) // 2 :]

    def even_expectation(self, values: Array) -> float:
        """E of an even function from its values at the nodes above 0, (k / 2,)."""
        return 2.0 * float(self.positive_weight @ values)

    def average_from_zero(self, values: Array) -> Array:
        """The average over [0, z] of what is given at the nodes above 0, (k / 2,)."""
        panels = values.reshape(-1, ORDER)
        half = self.half[len(self.half) // 2 :]
        inside = half[:, np.newaxis] * (panels @ _RUNNING.T)
        before = np.concatenate([[0.0], np.cumsum(half * (panels @ _WEIGHTS))[:-1]])
        return np.asarray((before[:, np.newaxis] + inside).ravel() / self.positive)


@lru_cache(maxsize=32)
def nodes(breaks: Sequence[float] = (), width: float = math.inf, centre: float = math.nan) -> Nodes:
    """Gauss-Legendre panels for a function of z.

    ``breaks`` are where it jumps; ``width`` is over how much it changes: around ``centre``, or
    everywhere where ``centre`` is NaN. Polynomials times bounded smooth functions come out to
    about 1e-14 relative. Raises ParameterError where that needs too many panels.
    """
    edges = [_EVEN, np.array(breaks, dtype=float)]
    if width < 1.0:
        if math.isnan(centre):
            count = math.ceil(USUAL_REACH / width)
            if count > MOST_PANELS:
                raise ParameterError("k", 1.0 / width, "turns too fast for an exact value")
            edges.append(np.linspace(0.0, USUAL_REACH, count + 1))
        else:
            edges.append(centre + width * np.linspace(-USUAL_REACH, USUAL_REACH, 27))
    positive = np.unique(np.abs(np.concatenate(edges)))
    positive = positive[positive <= REACH]
    half = 0.5 * np.diff(positive)
    middle = 0.5 * (positive[1:] + positive[:-1])
    z = (middle[:, np.newaxis] + half[:, np.newaxis] * _NODES).ravel()
    density = np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    weight = (half[:, np.newaxis] * _WEIGHTS).ravel() * density
    return Nodes(
        _read_only(np.concatenate([-z[::-1], z])),
        _read_only(np.concatenate([weight[::-1], weight])),
        _read_only(np.concatenate([half[::-1], half])),
    )


def _read_only(values: Array) -> Array:
    values.flags.writeable = False
    return values
