"""Quadrature nodes for E f(u), u ~ N(mean, std^2), where f bends as tanh does around u = 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array

# Beyond 10 standard deviations lies 1e-23 of the mass; beyond 39 the density underflows.
REACH = 10.0
FARTHEST = 39.0
ROOT_2PI = math.sqrt(2.0 * math.pi)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True, slots=True)
class Nodes:
    """E f(u) is about the sum of weight * f(mean + step)."""

    step: Array  # (k,), u - mean, exact however small the std is
    u: Array  # (k,)
    weight: Array  # (k,), they add up to 1

    def expectation(self, values: Array) -> float:
        """E of the values at the nodes."""
        return float(np.sum(self.weight * values))


def nodes(mean: float, std: float, breaks: Sequence[float] = ()) -> Nodes:
    """Gauss-Legendre panels of at most one standard deviation, finer around u = 0.

    tanh has poles at u = i pi / 2 (2 k + 1), so panels whose widths double away from u = 0, the
    innermost of width 1, converge at one rate for any std: about 1e-16 relative for integrands
    that are smooth functions of tanh u and grow no faster than exp(4|u|). ``breaks`` are values of
    u at which the integrand may jump or bend.
    """
    centre = -mean / std
    # Counted from u = 0, which z would round where the bend of tanh is narrow; far from it from
    # the mean, where u has no digits to lose.
    origin = centre if abs(centre) <= FARTHEST else 0.0
    edges = _edges(centre, std, origin, [value / std for value in breaks])
    half = 0.5 * np.diff(edges)[:, np.newaxis]
    middle = 0.5 * (edges[1:] + edges[:-1])[:, np.newaxis]
    place = (middle + half * _NODES).ravel()
    z = place + origin
    weight = (half * _WEIGHTS).ravel() * np.exp(-0.5 * z * z) / ROOT_2PI
    return Nodes(std * z, std * place if origin == centre else mean + std * z, weight)


def _edges(centre: float, std: float, origin: float, breaks: Sequence[float]) -> Array:
    """Panel edges in z = (u - mean) / std less the origin; ``breaks`` are values of u / std."""
    # exp(-4u) moves the mass of the integrand towards u = 0, but never across it.
    shift = min(4.0 * std, abs(centre), FARTHEST - REACH)
    low, high = -REACH - origin, REACH - origin
    if centre < 0.0:
        low -= shift
    elif centre > 0.0:
        high += shift
    panels = math.ceil(high - low)
    even = low + np.arange(panels) * ((high - low) / panels)
    rings = 2.0 ** np.arange(max(math.ceil(math.log2((high - low + 1.0) * std)), 0) + 1) / std
    away = centre - origin
    special = [away + each for each in (0.0, *breaks)]
    edges = np.concatenate((even, (high,), away - rings, special, away + rings))
    np.maximum(edges, low, out=edges)
    np.minimum(edges, high, out=edges)
    edges.sort()
    new = np.ones(len(edges), dtype=bool)
    np.not_equal(edges[1:], edges[:-1], out=new[1:])
    return edges[new]
