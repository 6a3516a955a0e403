"""The histogram of the weights, sampled and exact."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.facts import UNKNOWN
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.page.scene import Scene
from engine.pages.importance_weights import demo
from engine.pages.importance_weights.bins import BINS, FEW_BINS, FINE_BINS, fine_bins
from engine.pages.importance_weights.gather import Gathered, Rows
from engine.pages.importance_weights.records import WeightHistogram
from engine.sampling.accumulators.histogram import Bins, Histogram
from engine.sampling.gather import gather
from engine.weights.exact.density import log_weight_shares
from engine.weights.exact.line import weight_line
from engine.weights.exact.moments import NotAvailable
from engine.weights.log_weights import LogWeights, RowLogWeights, SampledLogWeights
from engine.weights.rows.first_look import FirstLook, bins_for

LOG_10 = math.log(10.0)
LOG_SCALE = "log10 w"
# Of w itself this share of the samples is shown; its logarithm must not leave the doubles.
SHOWN_SHARE = 0.995
LARGEST_LOG = 600.0
QUICK_DIMENSION = 8
TOO_SLOW = "left out in more than 8 dimensions unless slow exact curves are switched on"
# Of rows the histogram leaves out this share on either side, and is widened by this.
OUTSIDE, WIDENED = 2e-4, 0.3


def histogram(gathered: Gathered, run: Run) -> WeightHistogram:
    """Counts of log10 w or of w, beside the exact ones where they are known."""
    if gathered.rows is not None:
        return _of_rows(gathered.rows, gathered.options.clip, gathered.options.histogram, run)
    logarithmic = gathered.options.histogram == LOG_SCALE
    if gathered.gaussians is None:
        edges, counts = _of_demo(gathered, logarithmic)
        shares, note = np.empty(0), demo.NOT_GAUSSIAN
    else:
        find = _log_counts if logarithmic else _counts_of_w
        edges, log_edges, counts = find(gathered, run)
        scene, slow = gathered.scene, gathered.options.slow_curves
        shares, note = exact_shares(scene.p, scene.q, tuple(log_edges), slow)
    assert gathered.limits is not None
    c, samples = gathered.options.clip, gathered.findings.counted
    return WeightHistogram(
        edges=frozen(edges / LOG_10 if logarithmic else edges),
        counts=frozen(counts[1:-1]),
        outside=frozen(counts[[0, -1]]),
        expected=frozen(shares * samples),
        expected_note=note,
        scale=gathered.options.histogram,
        mean=-gathered.limits.kl_qp / LOG_10 if logarithmic else 1.0,
        clip=math.log10(c) if logarithmic else c,
        samples=samples,
    )


@lru_cache(maxsize=16)
def exact_shares(
    p: Gaussian, q: Gaussian, log_edges: tuple[float, ...], thorough: bool
) -> tuple[Array, str]:
    """The exact share of the samples in each bin of log w, or an empty array and why."""
    if p.dimension > QUICK_DIMENSION and not thorough and weight_line(p, q) is None:
        return np.empty(0), TOO_SLOW
    try:
        return frozen(log_weight_shares(p, q, log_edges)), ""
    except NotAvailable as reason:
        return np.empty(0), str(reason)


def _bin_count(scene: Scene) -> int:
    return FEW_BINS if weight_line(scene.p, scene.q) is None else BINS


def _log_counts(gathered: Gathered, _: Run) -> tuple[Array, list[float], Array]:
    """Edges, their log w, and the counts between, below and beyond."""
    assert gathered.target is not None
    scene, counts = gathered.scene, gathered.target.counts
    bins = _bin_count(scene)
    edges = fine_bins(scene.p, scene.q).edges[:: FINE_BINS // bins]
    inner = counts[1:-1].reshape(bins, -1).sum(axis=1)
    return edges, edges.tolist(), np.concatenate([counts[:1], inner, counts[-1:]])


def _counts_of_w(gathered: Gathered, run: Run) -> tuple[Array, list[float], Array]:
    """From 0 to what most samples lie below."""
    assert gathered.target is not None
    scene, counted = gathered.scene, gathered.findings.counted
    shares = np.cumsum(gathered.target.counts[:-1]) / counted
    place = min(int(np.searchsorted(shares, SHOWN_SHARE)), FINE_BINS)
    log_top = float(fine_bins(scene.p, scene.q).edges[place])
    top = math.exp(min(max(log_top, -LARGEST_LOG), LARGEST_LOG))
    bins = Bins(0.0, top, _bin_count(scene))
    ratio = log_ratio(scene.p, scene.q)
    weights = SampledLogWeights(ratio, counted, scene.dimension, scene.seed)
    # An edge at w = 0 lies below all weights.
    log_edges = [-math.inf, *np.log(bins.edges[1:]).tolist()]
    return bins.edges, log_edges, _counts(weights, bins, logarithmic=False, run=run)


def _of_demo(gathered: Gathered, logarithmic: bool) -> tuple[Array, Array]:
    assert gathered.target is not None
    if logarithmic:
        return demo.LOG_EDGES, gathered.target.counts
    counts = demo.weight_counts(gathered.scene)
    return demo.EDGES, np.concatenate([[0.0], counts, [0.0]])


def _of_rows(rows: Rows, c: float, scale: str, run: Run) -> WeightHistogram:
    """The mean is that of the finite log10 w, or of all w."""
    found, look = rows.weights, rows.weights.look
    logarithmic = scale == LOG_SCALE
    bins = _log_bins(look) if logarithmic else _bins_of_w(look)
    counts = _counts(RowLogWeights(rows.data.log_weights, look), bins, logarithmic, run)
    finite = look.n - look.zeros
    error = math.sqrt(found.central.ll * look.n / finite / max(finite - 1, 1)) / LOG_10
    mean = look.mean / LOG_10
    if not logarithmic:
        mean, error = found.mean_weight.value, found.mean_weight.standard_error
    return WeightHistogram(
        edges=frozen(bins.edges),
        counts=frozen(counts[1:-1]),
        outside=frozen(counts[[0, -1]]),
        expected=frozen(np.empty(0)),
        expected_note=UNKNOWN,
        scale=scale,
        mean=mean,
        clip=math.log10(c) if logarithmic else c,
        samples=look.n,
        mean_error=error,
    )


class _Counts:
    """Gathers counts of log10 w or of w."""

    def __init__(self, bins: Bins, about: float, logarithmic: bool) -> None:
        self.histogram = Histogram(bins)
        self._about = about
        self._logarithmic = logarithmic

    def add(self, chunk: tuple[Array, Array | None]) -> None:
        """Take in log w less its mean, and log w where it is at hand."""
        logs = chunk[0] + self._about if chunk[1] is None else chunk[1]
        if self._logarithmic:
            self.histogram.add(logs / LOG_10)
            return
        with np.errstate(under="ignore", over="ignore"):
            self.histogram.add(np.minimum(np.exp(logs), 1e300))

    def merge(self, other: _Counts) -> None:
        """Take in the block that follows."""
        self.histogram.merge(other.histogram)


class _Logs:
    """The log-weights as they are, chunk by chunk."""

    def __init__(self, weights: LogWeights) -> None:
        self._weights = weights
        self.blocks = weights.blocks

    def chunks(self, block: int) -> Iterator[tuple[Array, Array | None]]:
        """Those of one block."""
        return self._weights.chunks(block, self._weights.space(1).array, 1)


def _counts(weights: LogWeights, bins: Bins, logarithmic: bool, run: Run) -> Array:
    """Below, in and beyond the bins."""
    counted = gather(_Logs(weights), lambda _: _Counts(bins, weights.about, logarithmic), run)
    return counted.histogram.counts


def _log_bins(look: FirstLook) -> Bins:
    low, high = look.range_of_most(OUTSIDE, WIDENED)
    if not high > low:
        reach = 0.5 * abs(low) or 1.0
        low, high = low - reach, high + reach
    margin = 1e-9 * (high - low)
    return Bins((low - margin) / LOG_10, (high + margin) / LOG_10, bins_for(look.n))


def _bins_of_w(look: FirstLook) -> Bins:
    top = float(look.spread[int(SHOWN_SHARE * (len(look.spread) - 1))])
    top = min(max(top, -LARGEST_LOG), LARGEST_LOG)
    return Bins(0.0, 1.02 * math.exp(top), bins_for(look.n))
