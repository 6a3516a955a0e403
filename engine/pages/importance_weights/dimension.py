"""The effective sample size against the dimension."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.divergence.closed_forms import log1p_chi_square
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.page.scene import MAXIMUM_DIMENSION, Scene
from engine.pages.importance_weights.records import DimensionCurve
from engine.sampling.normals import standard_normals

COPIES_SAMPLES = 4_096
COPIES_DOTS = 12
COPIES_STREAM = 1
LOG_10 = math.log(10.0)


def dimension_curve(scene: Scene) -> DimensionCurve:
    """ESS / n of k independent copies of the pair: exp(-k log(1 + chi-square)), and sampled."""
    return _dimension_curve(scene.p, scene.q, scene.seed)


@lru_cache(maxsize=16)
def _dimension_curve(p: Gaussian, q: Gaussian, seed: int) -> DimensionCurve:
    d = p.dimension
    each = -log1p_chi_square(p, q) / d / LOG_10
    dimension = np.arange(1.0, MAXIMUM_DIMENSION + 1.0)
    copies = np.unique(np.geomspace(1, MAXIMUM_DIMENSION // d, COPIES_DOTS).round().astype(int))
    steps = np.concatenate([[0], copies[:-1]])
    logs = np.cumsum(np.add.reduceat(_copies(p, q, seed, int(copies[-1])), steps), axis=0)
    sampled, error = _ess_fractions(logs)
    return DimensionCurve(
        dimension=frozen(dimension),
        # Twice 0 is no longer -0.
        log10_ess_fraction=frozen(dimension * each + 0.0),
        sampled_dimension=frozen(copies * float(d)),
        sampled=frozen(sampled),
        sampled_error=frozen(error),
        current=d,
        current_log10_ess_fraction=d * each + 0.0,
        samples=COPIES_SAMPLES,
    )


def _copies(p: Gaussian, q: Gaussian, seed: int, copies: int) -> Array:
    """log w of each copy of the pair, (copies, samples)."""
    d = p.dimension
    z = _copies_normals(seed)[: copies * d].reshape(copies, d, COPIES_SAMPLES)
    together = np.ascontiguousarray(z.transpose(1, 0, 2)).reshape(d, -1)
    return log_ratio(p, q)(together).reshape(copies, COPIES_SAMPLES)


@lru_cache(maxsize=1)
def _copies_normals(seed: int) -> Array:
    normals = standard_normals(COPIES_SAMPLES, MAXIMUM_DIMENSION, seed, COPIES_STREAM)
    return frozen(np.ascontiguousarray(normals.T))


def _ess_fractions(logs: Array) -> tuple[Array, Array]:
    """ESS / n of each row, (j, n) -> (j,), and its standard error by the delta method."""
    with np.errstate(under="ignore"):
        w = np.exp(logs - np.max(logs, axis=1, keepdims=True))
        first, square = np.mean(w, axis=1, keepdims=True), np.mean(w * w, axis=1, keepdims=True)
        fraction = first**2 / square
        influence = fraction * (2.0 * w / first - w * w / square - 1.0)
        error = np.sqrt(np.mean(influence**2, axis=1) / (logs.shape[1] - 1))
    return np.minimum(fraction[:, 0], 1.0), error
