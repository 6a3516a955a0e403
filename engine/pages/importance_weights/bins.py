"""The bins of log w that hold the samples of a pair of Gaussians."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from engine.core.arrays import Array
from engine.divergence.exact_moments import exact_moments
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.sampling.accumulators.histogram import Bins
from engine.weights.exact.density import log_weight_bounds
from engine.weights.exact.tilted_transform import TiltedTransform

BINS = 120
# Where each edge takes an inversion of the transform.
FEW_BINS = 40
# A multiple of both: the concentration is exact at the edges of these.
FINE_BINS = 3_840
# The bins leave out at most exp(-this) of the samples on each side.
NEGLIGIBLE = 10.0


@lru_cache(maxsize=16)
def fine_bins(p: Gaussian, q: Gaussian) -> Bins:
    """Bins of log w that hold all but next to nothing, by Chernoff's bound
    P(log w > l) <= exp(K(s) - s l), K(s) = log E w^s, and within the ends of log w."""
    moments = exact_moments(p, q).k1
    spread = moments.std
    if not spread > 0.0:
        # All log w are 0, which is in the middle of a shown bin.
        return Bins(-1.0 - 1.0 / BINS, 1.0 - 1.0 / BINS, FINE_BINS)
    transform = TiltedTransform(relative(p, q), None, None)
    reach = math.sqrt(2.0 * NEGLIGIBLE) / spread
    steps = reach * np.geomspace(1e-3, 1e2, 81)
    bounds = log_weight_bounds(p, q)
    low = max(_chernoff(transform, -steps[-steps > transform.low], np.max), bounds[0])
    high = min(_chernoff(transform, steps[steps < transform.high], np.min), bounds[1])
    if not low < high < math.inf or low == -math.inf:
        low, high = -moments.mean - 8.0 * spread, -moments.mean + 8.0 * spread
    margin = max(0.01 * (high - low), 1e-9 * max(abs(low), abs(high)))
    return Bins(low - margin, high + margin, FINE_BINS)


def _chernoff(transform: TiltedTransform, s: Array, best: Callable[[Array], Any]) -> float:
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        levels = (transform.log_modulus(s, np.zeros_like(s)) + NEGLIGIBLE) / s
    levels = levels[np.isfinite(levels)]
    if not len(levels):
        return math.nan
    return float(best(levels))
