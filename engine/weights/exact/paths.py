"""Paths in the complex plane for many clipping points at once, and the trapezoidal rule on them.

As `engine.numerics.contour`, but for a whole curve over c: each path starts near its own saddle
point, is bent to where its integrand falls off soonest, and has the same number of nodes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.numerics.small_differences import Complex
from engine.weights.exact.tilted_transform import TiltedTransform

Bools = NDArray[np.bool_]

BENDS = np.radians([0.0, 12.0, -12.0, 25.0, -25.0, 38.0, -38.0])
# Where a path's length is looked for: the end of most lies among the closer steps.
SCAN = np.concatenate([np.arange(18) / 3.0, np.arange(6.0, 31.0)])
NODES, FEW_NODES = 256, 128
# A rule of half the nodes may differ by so much: the error is about the square of that.
ACCURACY = 1e-6
STRAIGHT_ACCURACY = 2e-5
# What has fallen by so many nats counts no more; rises on the way cost digits.
NEGLIGIBLE, RISE = 40.0, 3.0
HIGHEST = 2.0


@dataclass(frozen=True, slots=True)
class Paths:
    """One path for each of m clipping points; s starts at ``start`` on the real axis."""

    log_c: Array  # (m,)
    start: Array  # (m,)
    s: Complex  # (m, nodes)
    exponent: Complex  # (m, nodes), K(s) - s log c
    rule: Complex  # (m, nodes), the rule's weights, ds / pi
    check: Array  # (nodes,), by which the rule is multiplied for a coarser one
    settled: float  # how much the coarser one may change, of the sum of absolute values
    sure: Bools  # (m,), whether the start is about the saddle point, where nothing cancels

    def integral(self, factor: Complex, log_scale: Array) -> tuple[Array, Bools]:
        """exp(log_scale) / (2 pi i) times the integral of factor(s), which includes the exponential
        of the exponent, along the paths and their mirror images, (m,), and whether it settles;
        leading axes of the factor, (..., m, nodes), and of the scale stay."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            terms = (self.rule * factor).imag
            value = np.sum(terms, axis=-1)
            error = np.abs(value - np.sum(terms * self.check, axis=-1))
            settled = error <= self.settled * np.sum(np.abs(terms), axis=-1)
            value = value * np.exp(log_scale)
        good = settled & self.sure & np.isfinite(value)
        return np.where(good, value, 0.0), np.asarray(good)


def paths(
    transform: TiltedTransform, log_c: Array, poles: tuple[float, ...], nodes: int = NODES
) -> Paths:
    """Paths that keep off the poles, on the side of each where the saddle point is."""
    start = _starts(transform, log_c, poles)
    width = _width(transform, start, poles)
    bend, end = _bends(transform, log_c, start, width)
    u = end[:, np.newaxis] * np.linspace(0.0, 1.0, nodes + 1)
    s, step = _points(start[:, np.newaxis], width[:, np.newaxis], bend[:, np.newaxis], u)
    exponent = _exponent(transform, s, log_c)
    rule = step * (end / (nodes * np.pi))[:, np.newaxis]
    rule[:, [0, -1]] *= 0.5
    every_other = np.where(np.arange(nodes + 1) % 2 == 0, 2.0, 0.0)
    return Paths(log_c, start, s, exponent, rule, every_other, ACCURACY, _sure(exponent))


def quick_paths(transform: TiltedTransform, log_c: Array, poles: tuple[float, ...]) -> Paths:
    """Those of fewer nodes, which are mostly enough."""
    return paths(transform, log_c, poles, FEW_NODES)


def straight_paths(
    transform: TiltedTransform, log_c: Array, poles: tuple[float, ...], nodes: int = 9_000
) -> Paths:
    """Vertical paths for integrands that fall off on no other, slowly and oscillating: many even
    steps, and a smooth end, which leaves of the rest what does not oscillate (next to nothing).
    """
    start = _starts(transform, log_c, poles)
    ends = [x for x in (*poles, transform.low, transform.high) if math.isfinite(x)]
    room = np.min([np.abs(start - x) for x in ends], axis=0) if ends else np.ones_like(start)
    step = np.minimum(0.3 * room, 0.15)
    place = np.linspace(0.0, 1.0, nodes + 1)
    s = start[:, np.newaxis] + 1j * step[:, np.newaxis] * nodes * place
    exponent = _exponent(transform, s, log_c)
    rule: Complex = (1j * step / np.pi)[:, np.newaxis] * _fade(place)
    rule[:, 0] *= 0.5
    shorter = _fade(1.5 * place) / np.maximum(_fade(place), 1e-300)
    return Paths(log_c, start, s, exponent, rule, shorter, STRAIGHT_ACCURACY, _sure(exponent))


def _sure(exponent: Complex) -> Bools:
    """K(s) - s log c is 0 at s = 0 and convex on the real axis, so that it is not above 0 at its
    saddle point; pushed off a pole, the start lies higher by less than 1."""
    return np.asarray(exponent[:, 0].real <= HIGHEST)


def _fade(place: Array) -> Array:
    """1 up to 1/3, falling smoothly to 0 at 1."""
    inner = np.clip((place - 1.0 / 3.0) * 1.5, 1e-9, 1.0 - 1e-9)
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(1.0 / (1.0 - inner) - 1.0 / inner)))


def _exponent(transform: TiltedTransform, s: Complex, log_c: Array) -> Complex:
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return transform.logarithm(s) - s * log_c[:, np.newaxis]


def _width(transform: TiltedTransform, start: Array, poles: tuple[float, ...]) -> Array:
    """The length over which the integrand changes near the start."""
    width = 1.0 / np.sqrt(transform.curvature(start))
    for pole in poles:
        width = np.minimum(width, np.abs(start - pole))
    return np.asarray(width)


def _starts(transform: TiltedTransform, log_c: Array, poles: tuple[float, ...]) -> Array:
    saddle = transform.saddle(log_c)
    width = 1.0 / np.sqrt(transform.curvature(saddle))
    edges = [transform.low, *(x for x in poles if transform.low < x < transform.high)]
    edges.append(transform.high)
    start = saddle.copy()
    for low, high in pairwise(edges):
        inside = (saddle > low) & (saddle <= high)
        margin = np.minimum(width, 0.3 * (high - low))
        # The saddle point keeps off the ends of the strip by itself.
        least = low + margin if low in poles else np.full_like(saddle, -np.inf)
        most = high - margin if high in poles else np.full_like(saddle, np.inf)
        start = np.where(inside, np.clip(saddle, least, most), start)
    return start


def _points(start: Array, width: Array, bend: Array, u: Array) -> tuple[Complex, Complex]:
    up, aside = 1j * np.cos(bend), np.sin(bend)
    s = start + width * (up * np.sinh(u) + aside * (np.cosh(u) - 1.0))
    return s, np.asarray(width * (up * np.cosh(u) + aside * np.sinh(u)))


def _bends(
    transform: TiltedTransform, log_c: Array, start: Array, width: Array
) -> tuple[Array, Array]:
    """The bend on which the integrand falls off soonest, and where it has, (m,) each."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        size = _sizes(transform, log_c, start, width)
    size = np.where(np.isnan(size), np.inf, size)
    first = size[..., 0]
    left = size >= first[..., np.newaxis] - NEGLIGIBLE
    last = len(SCAN) - 1 - np.argmax(left[..., ::-1], axis=-1)
    ends = SCAN[np.minimum(last + 1, len(SCAN) - 1)]
    ends[1:][np.max(size[1:], axis=-1) > first[1:] + RISE] = np.inf
    best = np.argmin(ends, axis=0)
    return BENDS[best], np.take_along_axis(ends, best[np.newaxis], axis=0)[0]


def _sizes(transform: TiltedTransform, log_c: Array, start: Array, width: Array) -> Array:
    """The logarithm of the integrand's size, of the weights and f together, along every bend,
    (bends, m, scan)."""
    up, aside = np.cos(BENDS)[:, np.newaxis], np.sin(BENDS)[:, np.newaxis]
    sinh, cosh = np.sinh(SCAN), np.cosh(SCAN)
    across = width[:, np.newaxis]
    real = start[:, np.newaxis] + across * (aside * (cosh - 1.0))[:, np.newaxis]
    imaginary = across * (up * sinh)[:, np.newaxis]
    step = ((up * cosh) ** 2 + (aside * sinh) ** 2)[:, np.newaxis] * across**2
    size = transform.log_modulus(real, imaginary) - real * log_c[:, np.newaxis]
    size += 0.5 * np.log(step / (real * real + imaginary * imaginary))
    size += transform.log_size(real + 1j * imaginary)
    return np.asarray(size)
