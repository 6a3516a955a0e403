"""Nodes along a line on which every integral of weights and f converges to a double's digits.

In the coordinate z the narrower of p and q is N(0, 1). Between the places where something jumps or
peaks each integrand w^k q falls off from one end: panels cover as much of it as counts, for every
k together, so that sums and squares of differences are taken node by node and nothing cancels that
need not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.weights.exact.line import WeightLine

Integers = NDArray[np.intp]

EPSILON = 2.0**-52
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
# How many nats below its largest part an integrand counts, and the panels that go there.
REACH = 42.0
STEPS = np.array([0.0, 0.1, 0.4, 1.0])
NEGLIGIBLE = 40.0
# What the rule and the sum add to the rounding of each node, in roundings.
QUADRATURE = 256.0
UNIT, UNIT_WEIGHTS = np.polynomial.legendre.leggauss(14)


class Tilt(NamedTuple):
    """f grows like exp(rate z) between low and high."""

    rate: float
    low: float
    high: float


LEVEL = Tilt(0.0, -math.inf, math.inf)


class Exponent(NamedTuple):
    """-a z^2 / 2 + b z, where its slope is 0, and between which z it counts."""

    a: float
    b: float
    peak: float
    low: float
    high: float

    def __call__(self, z: Array) -> Array:
        """Up to a constant."""
        return np.asarray((self.b - 0.5 * self.a * z) * z)


@dataclass(frozen=True, slots=True)
class FineLine:
    """log w = (bend z^2 + 2 tilt z + level - log lam) / 2, and log q = -precision (z - centre)^2
    / 2 + log(precision) / 2 - log(2 pi) / 2; t = origin + slope z where there is no noise."""

    line: WeightLine
    bend: float
    tilt: float
    level: float
    precision: float
    centre: float
    p_centre: float
    origin: float
    slope: float

    def log_q(self, z: Array) -> Array:
        """The logarithm of the density of q in z."""
        square = self.precision * (z - self.centre) ** 2
        return np.asarray(0.5 * (math.log(self.precision) - square) - HALF_LOG_2PI)

    def log_w(self, z: Array) -> Array:
        """log p - log q."""
        bent = (self.bend * z + 2.0 * self.tilt) * z + self.level
        return np.asarray(0.5 * (bent - self.line.log_eigenvalue))

    def log_p(self, z: Array) -> Array:
        """The logarithm of the density of p in z, without the rounding of log q + log w."""
        own = self._p_precision
        square = own * (z - self.p_centre) ** 2
        return np.asarray(0.5 * (math.log(own) - square) - HALF_LOG_2PI)

    def rounding(self, z: Array) -> tuple[Array, Array, Array]:
        """Bounds on the rounding errors of log q, log p and log w."""
        bent = (np.abs(self.bend * z) + 2.0 * abs(self.tilt)) * np.abs(z) + abs(self.level)
        squares = (
            self.precision * (z - self.centre) ** 2,
            self._p_precision * (z - self.p_centre) ** 2,
        )
        of_q, of_p = (2.0 * EPSILON * (QUADRATURE + square) for square in squares)
        return of_q, of_p, 4.0 * EPSILON * (bent + abs(self.line.log_eigenvalue))

    @property
    def _p_precision(self) -> float:
        return min(self.line.eigenvalue, 1.0) / self.line.eigenvalue

    def exponents(self, powers: Sequence[int], tilts: Sequence[Tilt]) -> list[Exponent]:
        """Of w^k q exp(rate z) for each k and each tilt."""
        found = []
        for k in powers:
            a = (self.precision, self._p_precision, self.line.margin * self._p_precision)[k]
            middle = (self.centre, self.p_centre)[k] if k < 2 else 0.0
            b = a * middle if k < 2 else self.precision * self.centre + k * self.tilt
            for rate, low, high in tilts:
                peak = middle + rate / a if k < 2 else (b + rate) / a if a else math.inf
                found.append(Exponent(a, b + rate, peak, low, high))
        return found

    def crossings(self, log_c: Array) -> tuple[Array, Array, Array]:
        """The lower and the upper z where w = c, (m,) each, NaN where there is none, and the
        rounding error of the upper and the lower one, whichever is larger."""
        least = min(self.line.eigenvalue, 1.0)
        logs = self.line.log_eigenvalue + 2.0 * log_c
        gap = logs - self.level  # bend z^2 + 2 tilt z = gap
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            square = self.line.delta**2 + self.line.excess * logs
            square = square * (least / self.line.eigenvalue)
            root = np.sqrt(np.where(square > 0.0, square, np.nan))
            larger = -(self.tilt + math.copysign(1.0, self.tilt) * root)
            ends = np.stack([larger / self.bend if self.bend else np.inf * larger, -gap / larger])
            ends = np.where(np.isfinite(ends), ends, np.nan)
            terms = np.abs(logs) + abs(self.level) + abs(self.bend) * ends**2
            terms = terms + 2.0 * abs(self.tilt * ends)
            error = np.fmax(*(4.0 * EPSILON * terms / (2.0 * root)))
        return np.fmin(*ends), np.fmax(*ends), np.nan_to_num(error)


def fine_line(line: WeightLine) -> FineLine:
    """The line in units of the narrower Gaussian, about its mean."""
    lam, delta, std = line.eigenvalue, line.delta, math.sqrt(line.eigenvalue)
    if lam < 1.0:
        return FineLine(
            line=line,
            bend=line.excess,
            tilt=delta * std,
            level=delta**2,
            precision=lam,
            centre=-delta / std,
            p_centre=0.0,
            origin=line.end,
            slope=line.slope * std,
        )
    return FineLine(
        line=line,
        bend=line.excess / lam,
        tilt=delta / lam,
        level=-((delta / std) ** 2),
        precision=1.0,
        centre=0.0,
        p_centre=delta,
        origin=line.start,
        slope=line.slope,
    )


@dataclass(frozen=True, slots=True)
class Nodes:
    """For each of m clipping points some nodes, one after the other: (n,) each."""

    row: Integers  # which clipping point
    starts: Integers  # (m,), where each begins
    z: Array
    rule: Array  # the rule's weights
    above: NDArray[np.bool_]  # w > c


def nodes(
    fine: FineLine,
    log_c: Array,
    jumps: Array,
    breaks: Array,
    tilts: Sequence[Tilt],
    powers: Sequence[int],
) -> Nodes:
    """For each of ``log_c``, (m,), which may be infinite. f may jump or bend at ``jumps``, is
    smooth enough for one panel between ``breaks``, ascending in z, which hold the ends of
    ``tilts``."""
    m = len(log_c)
    exponents = fine.exponents(powers, tilts)
    low, high, _ = fine.crossings(log_c)
    peaks = {0.0, fine.p_centre}
    peaks |= {each.peak for each in exponents if each.low < each.peak < each.high}
    fixed = np.concatenate([breaks, list(peaks), [-np.inf, np.inf]])
    special = np.sort(np.column_stack([low, high, np.tile(fixed, (m, 1))]), axis=1)
    left, right = special[:, :-1], special[:, 1:]
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        edges = [_edges(left, right, each) for each in exponents]
        all_edges = np.concatenate([np.stack([left, right], axis=-1), *edges], axis=-1)
        all_edges = np.sort(np.where(np.isfinite(all_edges), all_edges, np.nan), axis=-1)
        panels = all_edges[..., 1:] > all_edges[..., :-1]
    row = np.broadcast_to(np.arange(m)[:, np.newaxis, np.newaxis], panels.shape)[panels]
    a, b = all_edges[..., :-1][panels], all_edges[..., 1:][panels]
    kept, above = _kept(fine, log_c, jumps, exponents, row, a, b)
    row, a, b, above = row[kept], a[kept], b[kept], above[kept]
    half = 0.5 * (b - a)
    z = (a + half)[:, np.newaxis] + half[:, np.newaxis] * UNIT
    rule = half[:, np.newaxis] * UNIT_WEIGHTS
    count = len(UNIT)
    return Nodes(
        row=np.repeat(row, count),
        starts=np.searchsorted(row, np.arange(m)) * count,
        z=z.ravel(),
        rule=rule.ravel(),
        above=np.repeat(above, count),
    )


def _edges(left: Array, right: Array, exponent: Exponent) -> Array:
    """Where panels for its exponential end, from the end of each piece where it is larger."""
    sizes = [np.where(np.isinf(z), -np.inf, exponent(z)) for z in (left, right)]
    from_right = sizes[1] > sizes[0]
    start = np.where(from_right, right, left)
    slope = np.abs(exponent.b - exponent.a * start)
    inside = slope**2 + 2.0 * REACH * exponent.a
    reach = 2.0 * REACH / (slope + np.sqrt(np.maximum(inside, 0.0)))
    reach = np.where(inside < 0.0, right - left, np.minimum(reach, right - left))
    steps = reach[..., np.newaxis] * STEPS
    ends = start[..., np.newaxis] + np.where(from_right, -1.0, 1.0)[..., np.newaxis] * steps
    counts = (left >= exponent.low) & (right <= exponent.high)
    ends = np.where(counts[..., np.newaxis], ends, np.nan)
    return np.clip(ends, left[..., np.newaxis], right[..., np.newaxis])


def _kept(
    fine: FineLine,
    log_c: Array,
    jumps: Array,
    exponents: list[Exponent],
    row: Integers,
    left: Array,
    right: Array,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which panels count in any integrand over what lies above or below c, on one side of any
    jump; and which lie above c."""
    middle = 0.5 * (left + right)
    above = fine.log_w(middle) > log_c[row]
    sides = len(jumps) + 1
    group = (row * 2 + above) * sides + np.searchsorted(jumps, middle)
    kept = np.zeros(len(row), dtype=bool)
    for exponent in exponents:
        size = np.maximum(exponent(left), exponent(right)) + np.log(right - left)
        size = np.where((left >= exponent.low) & (right <= exponent.high), size, -np.inf)
        largest = np.full(len(log_c) * 2 * sides, -np.inf)
        np.maximum.at(largest, group, size)
        kept |= size > largest[group] - NEGLIGIBLE
    return kept, above
