"""Integrals of w^k A score q over pieces of the line, on each of which nothing changes its sign.

Between the places where w passes a level and the roots of A and of the scores each integrand is a
polynomial of one sign times the exponential of a quadratic: its integral has nearly all digits of
a double, and every sum of them says what it loses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.weights.gate_frames import (
    EPSILON,
    Advantage,
    Factor,
    Frame,
    Frames,
    advantage_factor,
    score_factors,
)
from engine.weights.piece_grid import PieceGrid, Sums

FARTHEST = 1e100  # from 0; beyond it squares may overflow, and nothing has mass

# Of A and of the scores: what each integrand is the product of.
PRODUCTS: dict[str, tuple[str, ...]] = {
    "1": (),
    "A": ("A",),
    "mu": ("A", "mu"),
    "log_sigma": ("A", "log_sigma"),
}
Key = tuple[int, int]  # w^k, and the power of a product


class Crossing(NamedTuple):
    """Where log w passes a level: in each frame the places and their rounding, (3, k)."""

    places: Array
    errors: Array


@dataclass(frozen=True)
class GateLine:
    """The pieces between all edges, and the integrals over each of them."""

    frames: Frames
    advantage: Advantage
    std: float
    level: float  # of the score by log sigma
    levels: tuple[float, ...]  # of w

    @cached_property
    def crossings(self) -> dict[float, Crossing]:
        """By level of w."""
        return {each: self._crossing(math.log(each)) for each in self.levels}

    @cached_property
    def factors(self) -> tuple[dict[str, Factor], ...]:
        """A and the scores in each frame."""
        return tuple(
            {"A": advantage_factor(frame, self.advantage)}
            | score_factors(frame, self.std, self.level)
            for frame in self.frames.of
        )

    @cached_property
    def edges(self) -> Crossing:
        """All places where an integrand may change its sign or jump, in order, (3, m)."""
        places = [each.places for each in self.crossings.values()]
        errors = [each.errors for each in self.crossings.values()]
        for name in ("A", "mu", "log_sigma"):
            roots = [factors[name].roots for factors in self.factors]
            count = min(map(len, roots))
            places.append(np.array([[t for t, _ in each[:count]] for each in roots]))
            # There the integrand is 0, whatever the place.
            errors.append(np.zeros((3, count)))
        together, rounding = np.concatenate(places, axis=1), np.concatenate(errors, axis=1)
        near = np.all(np.abs(together) < FARTHEST, axis=0)
        order = np.argsort(together[self.frames.finest, near], kind="stable")
        found = np.maximum.accumulate(together[:, near][:, order], axis=1)
        return Crossing(found, rounding[:, near][:, order])

    @cached_property
    def middles(self) -> Array:
        """A place in each piece, in the finest frame, (n,)."""
        edges = self.edges.places[self.frames.finest]
        if not len(edges):
            return np.zeros(1)
        inner = 0.5 * (edges[1:] + edges[:-1])
        step = 1.0 + np.abs(edges[[0, -1]])
        return np.concatenate([[edges[0] - step[0]], inner, [edges[-1] + step[1]]])

    @cached_property
    def positive(self) -> Array:
        """Whether A is above 0 on each piece, (n,)."""
        value, _ = self.factors[self.frames.finest]["A"].at(self.middles, np.zeros(1))
        return np.asarray(value > 0.0)

    def above(self, level: float) -> Array:
        """The sign of log w less that of a level on each piece, (n,)."""
        a, b, c = self.frames.of[self.frames.finest].ratio
        edges = self.crossings[level].places[self.frames.finest]
        if len(edges) == 2:
            return np.asarray(np.sign(a * (self.middles - edges[0]) * (self.middles - edges[1])))
        if len(edges) == 1:
            return np.asarray(np.sign(b * (self.middles - edges[0])))
        away = a if a != 0.0 else c - math.log(level)
        return np.full(len(self.middles), np.sign(away))

    @cached_property
    def integrals(self) -> dict[Key, dict[str, Sums]]:
        """Of w^k q times each product to a power, by (k, power) and product."""
        with np.errstate(all="ignore"):
            return self._integrals(0, 1, 2) | self._integrals(1, 1) | self._integrals(2, 2)

    def _crossing(self, level: float) -> Crossing:
        places, errors = [], []
        steepness = self.frames.steepness(level)
        for frame in self.frames.of:
            found = _places(frame, level, steepness)
            places.append([t for t, _ in found])
            errors.append([error for _, error in found])
        return Crossing(np.array(places, dtype=float), np.array(errors, dtype=float))

    def _integrals(self, k: int, *powers: int) -> dict[Key, dict[str, Sums]]:
        factors, edges = self.factors[k], self.edges
        grid = PieceGrid.over(self.frames.of[k].curve, edges.places[k], edges.errors[k])
        values = {name: grid.values(factor) for name, factor in factors.items()}
        return {
            (k, power): {
                name: grid.integral([values[each] for each in parts], power)
                for name, parts in PRODUCTS.items()
            }
            for power in powers
        }


def _places(frame: Frame, level: float, steepness: float) -> list[tuple[float, float]]:
    """Where a t^2 / 2 + b t + c is the level, in order, and the rounding of each."""
    a, b, c = frame.ratio
    if a == 0.0:
        if b == 0.0:
            return []
        return [((level - c) / b, 4.0 * EPSILON * (abs(level) + abs(c)) / abs(b))]
    if steepness <= 0.0:
        return []
    root = frame.unit * math.sqrt(steepness)
    larger = -(b + math.copysign(root, b))

    def error(t: float) -> float:
        size = 4.0 * EPSILON * (0.5 * abs(a) * t * t + abs(b * t) + abs(c) + abs(level))
        return min(size / root, math.sqrt(2.0 * size / abs(a)))

    return [(t, error(t)) for t in sorted((larger / a, 2.0 * (c - level) / larger))]
