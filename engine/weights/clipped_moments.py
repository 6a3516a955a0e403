"""Moments of actions weighted by clipped importance weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.weights.pieces import PANELS, Piece, inside, panel_nodes, roots

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
    spread = float(mu.cholesky[0, 0])
    ratio = spread / float(pi.cholesky[0, 0])
    shift = float(mu.mean[0] - pi.mean[0]) / float(pi.cholesky[0, 0])
    log_w = (0.5 * (1.0 - ratio) * (1.0 + ratio), -ratio * shift, math.log(ratio) - 0.5 * shift**2)
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
