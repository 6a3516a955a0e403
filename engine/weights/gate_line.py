"""Integrals of w^k A score q over pieces of the line: of polynomials under q, p and p^2 / q.

Along y, q is N(0, 1) and w a quadratic's exponential, so that w^k q is a normal density times a
number, and a polynomial over an interval of it is made of pieces of Phi. Each density has its own
coordinate t, in which x and the distance from p's mean are written without cancellation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.polynomial import Polynomial

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.numerics.normal_pieces import ROOT_2PI, normal_moments
from engine.weights.exact.line import WeightLine, weight_line
from engine.weights.gates import Gate

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
PANELS = 32
REACH = 38.0
LARGEST = 709.0

# From x and (x - mean_p) / std_p as polynomials of t: the factor of an integrand.
Factor = Callable[[Polynomial, Polynomial], Polynomial]


@dataclass(frozen=True, slots=True)
class Advantage:
    """A(x) = constant + slope x + bend x^2."""

    constant: float = 0.0
    slope: float = 1.0
    bend: float = 0.0

    def __call__(self, x: Polynomial) -> Polynomial:
        """Of a polynomial."""
        found: Polynomial = self.constant + self.slope * x + self.bend * x**2
        return found


class Frame(NamedTuple):
    """w^k q dy = exp(log_mass) N(t; 0, 1) dt with y = centre + scale t."""

    log_mass: float
    centre: float
    scale: float
    x: Polynomial
    away: Polynomial


class Piece(NamedTuple):
    """An interval of y on which a gate does one thing."""

    low: float
    high: float
    level: float | None  # what stands in place of w in the loss; None for w itself
    flows: float  # what stands before the score in the gradient, where level is not None


FARTHEST = 1e100  # from 0 in y; beyond it squares may overflow, and nothing has mass


@dataclass(frozen=True, slots=True)
class GateLine:
    """Everything as a function of y ~ N(0, 1) under q; log w has the line's, and an offset."""

    line: WeightLine
    offset: float
    advantage: Advantage
    frames: tuple[Frame, Frame, Frame | None]  # of w^0, w^1 and w^2; none where that grows

    def log_weight(self, y: Array) -> Array:
        """log w."""
        return self.line.log_weight(y) + self.offset

    def pieces(self, gate: Gate) -> Iterator[Piece]:
        """From left to right."""
        levels = {gate.positive.low, gate.positive.high, gate.negative.low, gate.negative.high}
        logs = np.array([math.log(each) for each in levels if 0.0 < each < math.inf])
        edges = np.concatenate([*self.line.crossings(logs - self.offset), self._roots()])
        edges = edges[np.abs(edges) < FARTHEST]
        for low, high in pairwise(sorted({-math.inf, *edges.tolist(), math.inf})):
            middle = np.array([_inner(low, high)])
            x = self.line.start + self.line.slope * float(middle[0])
            value = self.advantage.constant + x * (self.advantage.slope + x * self.advantage.bend)
            found, log_w = gate.levels(value > 0.0), float(self.log_weight(middle)[0])
            below = found.low > 0.0 and log_w < math.log(found.low)
            if not (below or (found.high < math.inf and log_w > math.log(found.high))):
                yield Piece(low, high, None, 1.0)
            elif gate.outside == "mask":
                yield Piece(low, high, 0.0, 0.0)
            else:
                level = found.low if below else found.high
                yield Piece(low, high, level, level if gate.outside == "truncate" else 0.0)

    def gated(self, piece: Piece, factor: Factor, power: int, weight: float) -> float:
        """The integral of weight^power times the factor, or of w^power where w is left."""
        if piece.level is None:
            return self.integral(power, factor, piece.low, piece.high)
        if weight == 0.0:
            return 0.0
        return weight**power * self.integral(0, factor, piece.low, piece.high)

    def integral(self, power: int, factor: Factor, low: float, high: float) -> float:
        """Of w^power times the factor under q over (low, high); infinite where it grows."""
        frame = self.frames[power]
        if frame is None:
            return self._growing(factor, low, high)
        polynomial = factor(frame.x, frame.away)
        ends = (low - frame.centre) / frame.scale, (high - frame.centre) / frame.scale
        if power == 2 and math.isfinite(low) and math.isfinite(high):
            # Here pieces of Phi may cancel: a wide density over a short interval.
            return _by_panels(polynomial, max(ends[0], -REACH), min(ends[1], REACH), frame)
        return _scaled(polynomial, ends, frame.log_mass)

    def _growing(self, factor: Factor, low: float, high: float) -> float:
        """Of w^2 where lam >= 2, and it does not fall off to both sides."""
        base = self.frames[0]
        polynomial = factor(base.x, base.away)
        line = self.line
        for end, other in ((high, low), (low, high)):
            if math.isfinite(end):
                continue
            falls = line.margin == 0.0 and line.delta * end < 0.0 and math.isfinite(other)
            if not falls:
                trend = polynomial(math.copysign(1e9, end))
                return math.copysign(math.inf, trend) if trend != 0.0 else 0.0
            far = other - 0.25 * LARGEST / line.delta
            low, high = min(other, far), max(other, far)

        def density(y: Array) -> Array:
            return np.asarray(np.exp(2.0 * self.log_weight(y) - 0.5 * y * y) / ROOT_2PI)

        return _panels(polynomial, low, high, density)

    def _roots(self) -> Array:
        """Where the advantage is 0, in y."""
        a = self.advantage
        found = Polynomial([a.constant, a.slope, a.bend]).trim().roots()
        real = np.real(found[np.isreal(found)])
        return np.asarray((real - self.line.start) / self.line.slope, dtype=float)


def action_line(p: Gaussian, q: Gaussian, advantage: Advantage) -> GateLine:
    """Of one action."""
    line = weight_line(p, q)
    assert line is not None  # in one dimension it always is
    root, std = math.sqrt(line.eigenvalue), float(p.std[0])
    sign = math.copysign(1.0, line.slope)
    frames: list[Frame | None] = [
        Frame(
            0.0,
            0.0,
            1.0,
            Polynomial([line.start, line.slope]),
            Polynomial([-sign * line.delta / root, sign / root]),
        ),
        Frame(0.0, line.delta, root, Polynomial([line.end, sign * std]), Polynomial([0.0, sign])),
    ]
    if line.margin > 0.0:
        margin = line.margin
        scale, shift = root / math.sqrt(margin), sign * line.delta * root / margin
        along = Polynomial([shift, sign / math.sqrt(margin)])
        log_mass = line.delta**2 / margin - 0.5 * (line.log_eigenvalue + math.log(margin))
        centre = 2.0 * line.delta / margin
        frames.append(Frame(log_mass, centre, scale, line.end + std * along, along))
    else:
        frames.append(None)
    assert frames[0] is not None
    assert frames[1] is not None
    return GateLine(line, 0.0, advantage, (frames[0], frames[1], frames[2]))


def sequence_line(p: Gaussian, q: Gaussian, advantage: Advantage, tokens: int) -> GateLine:
    """Of the mean of T actions with s = exp(mean log w) in place of w, for equal variances."""
    std, root = float(q.std[0]), math.sqrt(tokens)
    delta = float(p.mean[0] - q.mean[0]) / std
    start, end, slope = float(q.mean[0]), float(p.mean[0]), std / root
    line = WeightLine(delta / root, 1.0, 0.0, 1.0, 0.0, start, end, slope, 0.0)
    frames = [
        Frame(
            -0.5 * power * delta**2 * (1.0 - power / tokens),
            power * delta / root,
            1.0,
            Polynomial([start + std * power * delta / tokens, slope]),
            Polynomial([-delta * (1.0 - power / tokens), 1.0 / root]),
        )
        for power in (0, 1, 2)
    ]
    offset = -0.5 * delta**2 * (1.0 - 1.0 / tokens)
    return GateLine(line, offset, advantage, (frames[0], frames[1], frames[2]))


def _scaled(polynomial: Polynomial, ends: tuple[float, float], log_mass: float) -> float:
    coefficients = np.asarray(polynomial.coef, dtype=float)
    value = float(coefficients @ normal_moments(*ends, len(coefficients) - 1))
    return _times(value, log_mass)


def _times(value: float, log_mass: float) -> float:
    if log_mass > LARGEST and value != 0.0:
        return math.copysign(math.inf, value)
    return math.exp(min(log_mass, LARGEST)) * value


def _by_panels(polynomial: Polynomial, low: float, high: float, frame: Frame) -> float:
    def density(t: Array) -> Array:
        return np.asarray(np.exp(-0.5 * t * t) / ROOT_2PI)

    return _times(_panels(polynomial, low, high, density), frame.log_mass)


def _panels(
    polynomial: Polynomial, low: float, high: float, density: Callable[[Array], Array]
) -> float:
    if not low < high:
        return 0.0
    edges = np.linspace(low, high, PANELS + 1)
    half = 0.5 * np.diff(edges)[:, np.newaxis]
    y = (0.5 * (edges[1:] + edges[:-1])[:, np.newaxis] + half * _NODES).ravel()
    with np.errstate(over="ignore", under="ignore"):
        return float((half * _WEIGHTS).ravel() @ (density(y) * polynomial(y)))


def _inner(low: float, high: float) -> float:
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - 1.0
    return low + 1.0 if math.isinf(high) else 0.5 * (low + high)
