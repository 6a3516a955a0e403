"""Moments of actions weighted by clipped importance weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.weights.pieces import PANELS, Piece, inside, panel_nodes, roots
from engine.weights.vtrace_policy import clipped_policy

MOST_PANELS = 4_000


def clipped_moments(
    pi: Gaussian, mu: Gaussian, clips: Sequence[float | None], degree: int
) -> Array:
    """E_mu[prod_i min(clip_i, w) z^j] for j = 0 .. degree, (degree + 1,), in one dimension.

    w = pi / mu and z is the action in deviations of mu from its mean; a clip of None clips
    nothing. Where the product is not integrable all moments are inf. Between the places where w
    passes a clip the integrand is a polynomial times the exponential of a quadratic; each piece
    is integrated to about 1e-14.
    """
    log_w = _log_weight(pi, mu)
    levels = [math.inf if clip is None else _log(clip) for clip in clips]
    breaks = {u for level in levels if math.isfinite(level) for u in _crossings(log_w, level)}
    total = np.zeros(degree + 1)
    for low, high in pairwise([-math.inf, *sorted(breaks), math.inf]):
        z = inside(low, high)
        here = (log_w[0] * z + log_w[1]) * z + log_w[2]
        clipped = sum(level for level in levels if level < here)
        if clipped == -math.inf:
            continue
        free = sum(level >= here for level in levels)
        a, b, c = (free * part for part in log_w)
        found = _piece(a - 0.5, b, c + clipped - 0.5 * LOG_2PI, low, high)
        if found is None:
            return np.full(degree + 1, np.inf)
        nodes, mass = found
        total += mass @ np.vander(nodes, degree + 1, increasing=True)
    return total


def excess_moments(pi: Gaussian, mu: Gaussian, clip: float | None, degree: int) -> Array:
    """E_mu[max(w - clip, 0) z^j] for j = 0 .. degree: what clipping takes away, (degree + 1,).

    The same as `clipped_moments` of no clip less those of this one, without cancellation.
    """
    if clip is None:
        return np.zeros(degree + 1)
    z, mass = _excess(_log_weight(pi, mu), _log(clip))
    return np.asarray(mass @ np.vander(z, degree + 1, increasing=True))


def clip_shift(pi: Gaussian, mu: Gaussian, clip: float | None) -> tuple[float, float]:
    """Mean and variance of min(clip mu, pi), made whole, less those of pi: what V-trace changes.

    From what clipping takes away, so that little of it keeps its digits; where it takes more
    than half, the clipped policy itself is accurate, and better.
    """
    if clip is None:
        return 0.0, 0.0
    std = float(pi.cholesky[0, 0])
    spread, apart = float(mu.cholesky[0, 0]), float(mu.mean[0] - pi.mean[0])
    z, mass = _excess(_log_weight(pi, mu), _log(clip))
    lost, first, second = mass @ np.vander((spread * z + apart) / std, 3, increasing=True)
    if lost > 0.5:
        found = clipped_policy(pi, mu, clip)
        return found.mean - float(pi.mean[0]), found.variance - float(pi.covariance[0, 0])
    left = 1.0 - lost
    mean = -first / left
    return float(std * mean), float(std**2 * ((lost - second) / left - mean**2))


def _log_weight(pi: Gaussian, mu: Gaussian) -> tuple[float, float, float]:
    """log w = a z^2 + b z + c."""
    spread = float(mu.cholesky[0, 0])
    ratio = spread / float(pi.cholesky[0, 0])
    shift = float(mu.mean[0] - pi.mean[0]) / float(pi.cholesky[0, 0])
    return 0.5 * (1.0 - ratio) * (1.0 + ratio), -ratio * shift, math.log(ratio) - 0.5 * shift**2


def _excess(log_w: tuple[float, float, float], level: float) -> tuple[Array, Array]:
    """Nodes and masses of pi less clip mu, where it is positive."""
    a, b, c = log_w
    nodes, masses = [np.zeros(0)], [np.zeros(0)]
    for low, high in pairwise([-math.inf, *_crossings(log_w, level), math.inf]):
        z = inside(low, high)
        if (a * z + b) * z + c <= level:
            continue
        found = _piece(a - 0.5, b, c - 0.5 * LOG_2PI, low, high)
        if found is not None:  # pi is integrable
            x, mass = found
            nodes.append(x)
            masses.append(mass * np.maximum(-np.expm1(level - ((a * x + b) * x + c)), 0.0))
    return np.concatenate(nodes), np.concatenate(masses)


def _log(clip: float) -> float:
    return math.log(clip) if clip > 0.0 else -math.inf


def _crossings(log_w: tuple[float, float, float], level: float) -> list[float]:
    return roots(log_w[0], log_w[1], log_w[2] - level)


def _piece(a: float, b: float, c: float, low: float, high: float) -> tuple[Array, Array] | None:
    """Nodes and masses of exp(a z^2 + b z + c) between two ends, or None where it is infinite."""
    if a < 0.0:
        std, mean = 1.0 / math.sqrt(-2.0 * a), -0.5 * b / a
        piece = Piece(0.0, mean, std, low, high)
        z, weights = piece.nodes()
        away = (z - mean) / std
        return z, weights * np.exp(c + 0.5 * (mean / std) ** 2 - 0.5 * away * away)
    if math.isinf(low) or math.isinf(high):
        return None
    ends = [(a * z + b) * z for z in (low, high)]
    reach = max(ends) - min(*ends, -0.25 * b * b / a if a > 0.0 else ends[0])
    z, weights = panel_nodes(low, high, min(PANELS + math.ceil(reach / 4.0), MOST_PANELS))
    return z, weights * np.exp((a * z + b) * z + c)
