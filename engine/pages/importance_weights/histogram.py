"""The histogram of the weights, sampled and exact, and the bins that hold them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.divergence.exact_moments import exact_moments
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.gaussian.relative import relative
from engine.page.scene import Scene
from engine.pages.importance_weights.monte_carlo import PICTURE_BLOCKS
from engine.pages.importance_weights.monte_carlo import WeightHistogram as Counted
from engine.pages.importance_weights.result import WeightHistogram
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.normals import block_count, normal_chunks
from engine.weights.exact.density import log_weight_bounds, log_weight_shares
from engine.weights.exact.line import weight_line
from engine.weights.exact.moments import NotAvailable
from engine.weights.exact.tilted_transform import TiltedTransform

LOG_10 = math.log(10.0)
BINS = 120
# Where each edge takes an inversion of the transform.
FEW_BINS = 40
# A multiple of both: the concentration is exact at the edges of these.
FINE_BINS = 3_840
# The bins leave out at most exp(-this) of the samples on each side.
NEGLIGIBLE = 10.0
# Of w itself this share of the samples is shown; its logarithm must not leave the doubles.
SHOWN_SHARE = 0.995
LARGEST_LOG = 600.0
QUICK_DIMENSION = 8
TOO_SLOW = "left out in more than 8 dimensions unless slow exact curves are switched on"


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
        levels = (transform.logarithm(s.astype(complex)).real + NEGLIGIBLE) / s
    levels = levels[np.isfinite(levels)]
    if not len(levels):
        return math.nan
    return float(best(levels))


def histogram(
    scene: Scene,
    counted: Counted,
    kl_qp: float,
    c: float,
    scale: str,
    run: Run,
    thorough: bool,
) -> WeightHistogram:
    """Counts beside the exact ones, of log10 w or of w."""
    p, q = scene.p, scene.q
    bins = BINS if depends_on_one_direction(p, q) else FEW_BINS
    if scale == "log10 w":
        log_edges = fine_bins(p, q).edges[:: FINE_BINS // bins]
        counts = np.concatenate(
            [
                counted.counts[:1],
                counted.counts[1:-1].reshape(bins, -1).sum(axis=1),
                counted.counts[-1:],
            ]
        )
        exact = exact_shares(p, q, tuple(log_edges.tolist()), thorough)
        return log_scale_histogram(log_edges, counts, -kl_qp, c, exact)
    edges = _edges_of_w(scene, counted, bins)
    counts = _counts_of_w(scene, edges, run)
    # An edge at w = 0 lies below all weights.
    share, note = exact_shares(p, q, (-math.inf, *np.log(edges[1:]).tolist()), thorough)
    return WeightHistogram(
        edges=frozen(edges),
        counts=frozen(counts[1:-1]),
        outside=frozen(counts[[0, -1]]),
        expected=frozen(share * counted.samples),
        expected_note=note,
        scale=scale,
        mean=1.0,
        clip=c,
        samples=counted.samples,
    )


def log_scale_histogram(
    log_edges: Array, counts: Array, mean: float, c: float, exact: tuple[Array, str]
) -> WeightHistogram:
    """From edges (b + 1,) and the mean of log w in nats, and counts (b + 2,)."""
    samples = int(np.sum(counts))
    return WeightHistogram(
        edges=frozen(log_edges / LOG_10),
        counts=frozen(counts[1:-1]),
        outside=frozen(counts[[0, -1]]),
        expected=frozen(exact[0] * samples),
        expected_note=exact[1],
        scale="log10 w",
        mean=mean / LOG_10,
        clip=math.log10(c),
        samples=samples,
    )


@lru_cache(maxsize=16)
def exact_shares(
    p: Gaussian, q: Gaussian, log_edges: tuple[float, ...], thorough: bool
) -> tuple[Array, str]:
    """The exact share of the samples in each bin of log w, or an empty array and why."""
    if p.dimension > QUICK_DIMENSION and not thorough and not depends_on_one_direction(p, q):
        return np.empty(0), TOO_SLOW
    try:
        return frozen(log_weight_shares(p, q, log_edges)), ""
    except NotAvailable as reason:
        return np.empty(0), str(reason)


def depends_on_one_direction(p: Gaussian, q: Gaussian) -> bool:
    return weight_line(p, q) is not None


def _edges_of_w(scene: Scene, counted: Counted, bins: int) -> Array:
    """From 0 to what most samples lie below."""
    shares = np.cumsum(counted.counts[:-1]) / counted.samples
    place = int(np.searchsorted(shares, SHOWN_SHARE))
    fine = fine_bins(scene.p, scene.q).edges
    log_top = float(fine[min(place, FINE_BINS)])
    return np.linspace(0.0, math.exp(min(max(log_top, -LARGEST_LOG), LARGEST_LOG)), bins + 1)


def _counts_of_w(scene: Scene, edges: Array, run: Run) -> Array:
    ratio, bins = log_ratio(scene.p, scene.q), Bins(0.0, float(edges[-1]), len(edges) - 1)
    counts = np.zeros(bins.count + 2)
    blocks = min(PICTURE_BLOCKS, block_count(scene.samples))
    for block in range(blocks):
        run.step(1.0)
        for z in normal_chunks(scene.samples, block, scene.dimension, scene.seed):
            with np.errstate(under="ignore", over="ignore"):
                counts += bins.histogram(np.minimum(np.exp(ratio(z)), 1e300))
    return counts
