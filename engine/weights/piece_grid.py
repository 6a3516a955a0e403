"""Integrals of products of one sign times the exponential of a quadratic, over pieces of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.weights.gate_frames import EPSILON, Factor, Quadratic

NEGLIGIBLE = 90.0  # nats below its largest value, from where a density is left out
PANELS = 5
_PANEL, _WEIGHTS = np.polynomial.legendre.leggauss(20)
NODES = ((np.arange(PANELS)[:, np.newaxis] + 0.5 * (1.0 + _PANEL)) / PANELS).ravel()
NODE_WEIGHTS = np.tile(0.5 * _WEIGHTS / PANELS, PANELS)
QUADRATURE = 1e-14
TINY = float(np.finfo(float).tiny)


class Sums(NamedTuple):
    """An integral over each piece, and a bound on its rounding, (n,) each."""

    value: Array
    error: Array


class Values(NamedTuple):
    """Of one factor: at the nodes with its relative rounding, (n, 2, nodes), and at the edges."""

    inside: Array
    rounding: Array
    edges: Array  # (n - 1,)
    is_zero: bool


@dataclass(frozen=True)
class PieceGrid:
    """Nodes in each piece, from its highest points as far as it counts.

    A piece is cut where the density is flat; each part is integrated from its higher end by Gauss
    and Legendre's rule.
    """

    curve: Quadratic  # log density = -P t^2 / 2 + B t + C
    edges: Array  # (n - 1,), in order
    edge_errors: Array  # (n - 1,), 0 where nothing jumps
    start: Array  # (n, 2)
    step: Array  # (n, 2, nodes), from the start
    mass: Array  # (n, 2, nodes), density times weight
    mass_rounding: Array  # (n, 2, 1), relative
    grows: Array  # (n,), whether the density does not fall off to an infinite end

    @classmethod
    def over(cls, curve: Quadratic, edges: Array, edge_errors: Array) -> PieceGrid:
        """The pieces between the edges, (n,)."""
        p, b, c = curve
        ends = np.concatenate([[-np.inf], edges, [np.inf]])
        low, high = ends[:-1], ends[1:]
        flat = b / p if p != 0.0 else np.inf
        cuts = np.stack([low, np.clip(flat, low, high), high], axis=1)
        left, right = cuts[:, :-1], cuts[:, 1:]
        start, length = _spans(curve, left, right)
        step = length[..., np.newaxis] * NODES
        top = (b - 0.5 * p * start) * start + c
        size = np.abs(0.5 * p * start * start) + np.abs(b * start) + abs(c)
        fall = ((b - p * start)[..., np.newaxis] - 0.5 * p * step) * step
        density = np.where(step != 0.0, np.exp(top[..., np.newaxis] + fall), 0.0)
        mass = density * np.abs(length)[..., np.newaxis] * NODE_WEIGHTS
        rounding = QUADRATURE + 2.0 * EPSILON * (size + NEGLIGIBLE)
        endless = np.zeros(len(low), dtype=bool)
        endless[0] |= p < 0.0 or (p == 0.0 and b <= 0.0)
        endless[-1] |= p < 0.0 or (p == 0.0 and b >= 0.0)
        return cls(curve, edges, edge_errors, start, step, mass, rounding[..., np.newaxis], endless)

    def values(self, factor: Factor) -> Values:
        """Of a factor at all places."""
        inside, rounding = factor.at(self.start[..., np.newaxis], self.step)
        edges, _ = factor.at(self.edges, np.zeros(len(self.edges)))
        return Values(inside, rounding, edges, factor.is_zero)

    def integral(self, factors: Sequence[Values], power: int) -> Sums:
        """Of the product of the factors to a power times the density, infinite where it grows."""
        product, rounding = np.ones_like(self.mass), self.mass_rounding
        at_edges = np.ones(len(self.edges))
        for each in factors:
            product, at_edges = product * each.inside, at_edges * each.edges
            rounding = rounding + power * each.rounding
        parts = product**power * self.mass
        value = parts.sum(axis=(1, 2))
        error = np.abs(parts * rounding).sum(axis=(1, 2)) + self._jumps(at_edges**power)
        if any(each.is_zero for each in factors):
            return Sums(np.zeros(len(value)), np.zeros(len(value)))
        return Sums(np.where(self.grows, np.inf, value), np.maximum(error, TINY))

    def _jumps(self, at_edges: Array) -> Array:
        """What a piece may lose or win at its ends, (n,)."""
        p, b, c = self.curve
        density = np.exp((b - 0.5 * p * self.edges) * self.edges + c)
        moved = np.where(self.edge_errors > 0.0, np.abs(at_edges) * density * self.edge_errors, 0.0)
        found = np.zeros(len(self.edges) + 1)
        found[1:] += moved
        found[:-1] += moved
        return found


def _spans(curve: Quadratic, left: Array, right: Array) -> tuple[Array, Array]:
    """Where each part is highest, and how far it counts from there to the other end."""
    p, b, _ = curve

    def height(t: Array) -> Array:
        return np.where(np.isinf(t), -np.inf, (b - 0.5 * p * t) * t)

    from_right = height(right) > height(left)
    start = np.where(from_right, right, left)
    start = np.where(np.isinf(start), 0.0, start)
    slope = np.abs(b - p * start)
    inside = slope * slope + 2.0 * NEGLIGIBLE * p
    reach = 2.0 * NEGLIGIBLE / (slope + np.sqrt(np.maximum(inside, 0.0)))
    reach = np.where(inside < 0.0, np.inf, reach)
    length = np.minimum(np.maximum(right - left, 0.0), reach)
    length = np.where(np.isfinite(length), length, 0.0)
    return start, np.where(from_right, -length, length)
