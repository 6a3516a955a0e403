"""Moments of actions weighted by clipped importance weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.weights.pieces import PANELS, NarrowRatio, Piece, inside, panel_nodes
from engine.weights.vtrace_policy import clipped_policy

MOST_PANELS = 4_000
ROUNDING = 1e-15
LITTLE = 0.1  # of pi, for a difference that keeps its digits
Nodes = tuple[Array, Array]


def clipped_moments(
    pi: Gaussian, mu: Gaussian, clips: Sequence[float | None], degree: int
) -> Array:
    """E_mu[prod_i min(clip_i, w) z^j] for j = 0 .. degree, (degree + 1,), in one dimension.

    w = pi / mu and z is the action in deviations of mu from its mean; a clip of None clips
    nothing. Where the product is not integrable all moments are inf. Between the places where w
    passes a clip the integrand is a polynomial times the exponential of a quadratic; each piece
    is integrated to about 1e-14.
    """
    weight = _weight(pi, mu)
    levels = [math.inf if clip is None else _log(clip) for clip in clips]
    breaks = {u for level in levels if math.isfinite(level) for u in weight.crossings(level)}
    total = np.zeros(degree + 1)
    for low, high in pairwise([-math.inf, *sorted(breaks), math.inf]):
        z = inside(low, high)
        here = float(weight.log(z))
        clipped = sum(level for level in levels if level < here)
        if clipped == -math.inf:
            continue
        free = sum(level >= here for level in levels)
        found = weight.piece(free, clipped, low, high)
        if found is None:
            return np.full(degree + 1, np.inf)
        total += _summed(*found, degree)
    return total


def excess_moments(pi: Gaussian, mu: Gaussian, clip: float | None, degree: int) -> Array:
    """E_mu[max(w - clip, 0) z^j] for j = 0 .. degree: what clipping takes away, (degree + 1,).

    The same as `clipped_moments` of no clip less those of this one, without cancellation.
    """
    if clip is None:
        return np.zeros(degree + 1)
    return _summed(*_excess(_weight(pi, mu), _log(clip)), degree)


def _summed(nodes: Array, mass: Array, degree: int) -> Array:
    """sum_i mass_i x_i^j for j = 0 .. degree; inf or NaN where a power outgrows doubles."""
    there = mass != 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.vander(nodes[there], degree + 1, increasing=True)
        return np.asarray(mass[there] @ powers)


class ClipShift(NamedTuple):
    """Of the policy that V-trace evaluates, mean and variance less those of pi, and how far they
    may be off by rounding."""

    mean: float
    variance: float
    mean_error: float
    variance_error: float


def clip_shift(pi: Gaussian, mu: Gaussian, clip: float | None) -> ClipShift:
    """Mean and variance of min(clip mu, pi), made whole, less those of pi: what V-trace changes.

    From what clipping takes away, so that little of it keeps its digits; where it takes more
    than half, the clipped policy itself is accurate, and better.
    """
    if clip is None:
        return ClipShift(0.0, 0.0, 0.0, 0.0)
    std, centre = float(pi.cholesky[0, 0]), float(pi.mean[0])
    spread, apart = float(mu.cholesky[0, 0]), float(mu.mean[0]) - centre
    z, mass = _excess(_weight(pi, mu), _log(clip))
    u = (spread * z + apart) / std
    lost, first, second = _summed(u, mass, 2)
    if lost > 0.5:
        found = clipped_policy(pi, mu, clip)
        away, change = found.mean - centre, found.variance - std**2
        rounding = ROUNDING * (abs(centre) + abs(float(mu.mean[0])) + math.sqrt(found.variance))
        return ClipShift(away, change, rounding, ROUNDING * (found.variance + std**2))
    left = 1.0 - lost
    mean = -first / left
    size = ROUNDING * _summed(np.abs(u), np.abs(mass), 2)
    return ClipShift(
        mean=float(std * mean),
        variance=float(std**2 * ((lost - second) / left - mean**2)),
        mean_error=float(2.0 * std * size[1]),
        variance_error=float(2.0 * std**2 * (size[0] + size[2])),
    )


class _Weight(NamedTuple):
    """log w = log ratio + z^2 / 2 - (ratio z + shift)^2 / 2."""

    ratio: float  # deviation of mu over that of pi
    shift: float  # mean of mu less that of pi, in deviations of pi

    def log(self, z: Array | float) -> Array:
        """At these z."""
        z = np.asarray(z, dtype=float)
        if abs(self.shift) < 1.0:  # near each other, where z - u would cancel
            a, b = self._bend
            return np.asarray((a * z + b) * z + (math.log(self.ratio) - 0.5 * self.shift**2))
        u = self.ratio * z + self.shift
        return np.asarray(math.log(self.ratio) + 0.5 * (z - u) * (z + u))

    @property
    def _bend(self) -> tuple[float, float]:
        """Of z^2 and z in log w."""
        return 0.5 * (1.0 - self.ratio) * (1.0 + self.ratio), -self.ratio * self.shift

    def crossings(self, level: float) -> list[float]:
        """Where log w passes a level."""
        if self.ratio > 1.0:  # pi is the narrower one
            found = NarrowRatio(self.shift, self.ratio, level).roots()
            return [(u - self.shift) / self.ratio for u in found]
        return NarrowRatio(-self.shift / self.ratio, 1.0 / self.ratio, -level).roots()

    def piece(self, power: int, log_scale: float, low: float, high: float) -> Nodes | None:
        """Nodes and masses of scale w^power under mu between two ends; None where infinite.

        w^k mu is a Gaussian of precision t = (1 - k) + k ratio^2 and mass
        ratio^k exp(k (k - 1) shift^2 / (2 t)) / sqrt t, where t > 0.
        """
        k, ratio, shift = float(power), self.ratio, self.shift
        precision = (1.0 - k) + k * ratio**2
        log_height = k * math.log(ratio) + log_scale - 0.5 * LOG_2PI
        if precision > 0.0:
            mean, std = -k * ratio * shift / precision, 1.0 / math.sqrt(precision)
            log_height += 0.5 * k * (k - 1.0) * shift**2 / precision
            z, weights = Piece(0.0, mean, std, low, high).nodes()
            with np.errstate(over="ignore"):
                return z, weights * np.exp(log_height - 0.5 * np.square((z - mean) / std))
        if math.isinf(low) or math.isinf(high):
            return None
        a, b = -0.5 * precision, -k * ratio * shift
        ends = [(a * z + b) * z for z in (low, high)]
        reach = max(ends) - min(*ends, -0.25 * b * b / a if a > 0.0 else ends[0])
        z, weights = panel_nodes(low, high, min(PANELS + math.ceil(reach / 4.0), MOST_PANELS))
        with np.errstate(over="ignore"):
            return z, weights * np.exp((a * z + b) * z + log_height - 0.5 * k * shift**2)


def _weight(pi: Gaussian, mu: Gaussian) -> _Weight:
    std = float(pi.cholesky[0, 0])
    return _Weight(float(mu.cholesky[0, 0]) / std, float(mu.mean[0] - pi.mean[0]) / std)


def _excess(weight: _Weight, level: float) -> Nodes:
    """Nodes and masses of pi less clip mu, where it is positive."""
    nodes, masses = [np.zeros(0)], [np.zeros(0)]
    for low, high in pairwise([-math.inf, *weight.crossings(level), math.inf]):
        if float(weight.log(inside(low, high))) <= level:
            continue
        own, other = weight.piece(1, 0.0, low, high), weight.piece(0, level, low, high)
        if own is None or other is None:  # never, for both policies are integrable
            continue
        (z, mass), (others, clipped) = own, other
        if float(clipped.sum()) < LITTLE * float(mass.sum()):
            # w leaves the clip at once: no node of pi would see how.
            nodes += [z, others]
            masses += [mass, -clipped]
        else:
            nodes.append(z)
            masses.append(mass * -np.expm1(np.minimum(level - weight.log(z), 0.0)))
    return np.concatenate(nodes), np.concatenate(masses)


def _log(clip: float) -> float:
    return math.log(clip) if clip > 0.0 else -math.inf
