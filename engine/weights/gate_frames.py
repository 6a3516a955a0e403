"""Coordinates of the line in which w^k q is a Gaussian, and what an integrand is made of there.

Along y, q is N(0, 1) and log w a quadratic. In its own coordinate each density, each level that w
passes and each root of A keeps its digits, however far p and q are from each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.weights.exact.line import HALF_LOG_2PI, weight_line

EPSILON = 2.0**-52
WIDE = 1.5  # of lam: beyond it w^2 q hardly falls off, and has no coordinate of its own

Quadratic = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Advantage:
    """A(x) = constant + slope x + bend x^2."""

    constant: float = 0.0
    slope: float = 1.0
    bend: float = 0.0

    @property
    def coefficients(self) -> Array:
        """Those of 1, x and x^2, (3,)."""
        return np.array([self.constant, self.slope, self.bend])

    def along(self, start: float | Fraction, step: float) -> Quadratic:
        """The coefficients of 1, t, t^2 at x = start + step t, each right to half a digit."""
        x = Fraction(start)
        a, b, c = map(Fraction, (self.constant, self.slope, self.bend))
        slope, bend = float(b + 2 * c * x), float(c)
        return float(a + x * (b + c * x)), step * slope, step * bend * step

    @property
    def steepness(self) -> float:
        """slope^2 - 4 bend constant, right to half a digit: below 0 A has no roots."""
        a, b, c = map(Fraction, (self.constant, self.slope, self.bend))
        return float(b * b - 4 * a * c)

    def slope_at(self, x: float) -> float:
        """A'(x), right to half a digit."""
        return self.along(x, 1.0)[1]

    def mean(self, mean: float, variance: float) -> float:
        """E A under N(mean, variance)."""
        return self.along(mean, 1.0)[0] + self.bend * variance


class Frame(NamedTuple):
    """One coordinate t, which grows as y does."""

    curve: Quadratic  # log of w^k q = -P t^2 / 2 + B t + C
    ratio: Quadratic  # log w = a t^2 / 2 + b t + c
    unit: float  # of t in y, over the root of lam
    start: Fraction  # x = start + step t
    step: float
    away: tuple[float, float]  # (x - mean of p) / std of p = away[0] + away[1] t


class Frames(NamedTuple):
    """Of w^0, w^1 and w^2; w passes a level where b^2 - 2 a (c - level), unit^2 times
    `steepness`, is above 0."""

    of: tuple[Frame, Frame, Frame]
    steepness: Callable[[float], float]
    finest: int  # of the narrower policy


def action_frames(p: Gaussian, q: Gaussian) -> Frames:
    """Of one action."""
    line = weight_line(p, q)
    assert line is not None  # in one dimension it always is
    lam, excess, margin, d = line.eigenvalue, line.excess, line.margin, line.delta
    log_lam, root, std = (
        line.log_eigenvalue,
        math.sqrt(line.eigenvalue),
        math.sqrt(float(p.covariance[0, 0])),
    )
    sign = math.copysign(1.0, line.slope)
    own = Frame(
        (1.0, 0.0, -HALF_LOG_2PI),
        (excess / lam, d / lam, -0.5 * (d * d / lam + log_lam)),
        1.0 / root,
        Fraction(line.start),
        line.slope,
        (-sign * d / root, sign / root),
    )
    other = Frame(
        (1.0, 0.0, -HALF_LOG_2PI),
        (excess, d * root, 0.5 * (d * d - log_lam)),
        1.0,
        Fraction(line.end),
        sign * std,
        (0.0, sign),
    )
    if lam > WIDE:
        square = own._replace(
            curve=(margin / lam, 2.0 * d / lam, -d * d / lam - log_lam - HALF_LOG_2PI)
        )
    else:
        width = 1.0 / math.sqrt(margin)
        shift = d * root / margin  # of its centre from the mean of p, in deviations of p
        mass = d * d / margin - 0.5 * (log_lam + math.log(margin))
        square = Frame(
            (1.0, 0.0, mass - HALF_LOG_2PI),
            (excess / margin, d * root / margin * width, _height(d, lam, margin, log_lam)),
            width,
            Fraction(line.end) + Fraction(sign * std) * Fraction(shift),
            sign * std * width,
            (sign * shift, sign * width),
        )

    def steepness(level: float) -> float:
        return d * d + excess * (log_lam + 2.0 * level)

    return Frames((own, other, square), steepness, int(excess < 0.0))


def _height(d: float, lam: float, margin: float, log_lam: float) -> float:
    """log w where w^2 q is largest."""
    return 0.5 * (d / margin * d / margin * (4.0 - lam) - log_lam)


def sequence_frames(p: Gaussian, q: Gaussian, tokens: int) -> Frames:
    """Of the mean of T actions with s = exp(mean log w) in place of w, for equal variances."""
    std, root = math.sqrt(float(q.covariance[0, 0])), math.sqrt(tokens)
    shift = Fraction(float(p.mean[0])) - Fraction(float(q.mean[0]))
    d = float(shift) / std
    slope = d / root

    def frame(power: int) -> Frame:
        left = 1.0 - power / tokens
        mass = -0.5 * power * d * d * left
        return Frame(
            (1.0, 0.0, mass - HALF_LOG_2PI),
            (0.0, slope, d * d * (power / tokens - 0.5)),
            1.0,
            Fraction(float(q.mean[0])) + shift * power / tokens,
            std / root,
            (-d * left, 1.0 / root),
        )

    return Frames((frame(0), frame(1), frame(2)), lambda _: slope * slope, 0)


class Factor(NamedTuple):
    """lead times the product of (t - root), or a quadratic without real roots."""

    lead: float
    roots: tuple[tuple[float, float], ...]  # each with a bound on its rounding
    quadratic: Quadratic | None = None

    @property
    def is_zero(self) -> bool:
        """Everywhere."""
        return self.lead == 0.0 and self.quadratic is None

    def at(self, start: Array, step: Array) -> tuple[Array, Array]:
        """At start + step, and its relative rounding there."""
        if self.quadratic is not None:
            t = start + step
            parts = [c * t**n for n, c in enumerate(self.quadratic)]
            value = np.asarray(sum(parts))
            return value, np.asarray(4.0 * EPSILON * sum(map(np.abs, parts)) / np.abs(value))
        value, rounding = np.full(np.shape(step), self.lead), np.full(np.shape(step), EPSILON)
        for root, error in self.roots:
            away = (start - root) + step
            value = value * away
            rounding = rounding + error / np.maximum(np.abs(away), max(error, 1e-300))
        return value, rounding


def advantage_factor(frame: Frame, advantage: Advantage) -> Factor:
    """A(t)."""
    a, b, c = advantage.along(frame.start, frame.step)
    if c == 0.0 or abs(b) > 1e100 * abs(c):
        return Factor(a, ()) if b == 0.0 else Factor(b, ((-a / b, 2.0 * EPSILON * abs(a / b)),))
    if advantage.steepness < 0.0:
        return Factor(0.0, (), (a, b, c))
    root = abs(frame.step) * math.sqrt(advantage.steepness)
    larger = -0.5 * (b + math.copysign(root, b))
    roots = sorted((larger / c, a / larger if larger != 0.0 else 0.0))

    def error(t: float) -> float:
        size = 4.0 * EPSILON * (abs(a) + abs(b * t) + abs(c * t * t))
        # Where two roots meet, neither is known well.
        return min(size / max(root, 1e-300), math.sqrt(size / abs(c)))

    return Factor(c, tuple((t, error(t)) for t in roots))


def score_factors(frame: Frame, std: float, level: float) -> dict[str, Factor]:
    """(x - mean) / std^2, and ((x - mean) / std)^2 - level."""
    before, by = frame.away

    def root(away: float) -> tuple[float, float]:
        return (away - before) / by, 2.0 * EPSILON * (abs(away) + abs(before)) / abs(by)

    edge = math.sqrt(level)
    return {
        "mu": Factor(by / std, (root(0.0),)),
        "log_sigma": Factor(by * by, (root(edge), root(-edge))),
    }
