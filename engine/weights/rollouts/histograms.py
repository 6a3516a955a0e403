"""Histograms of the log-ratio of a token, and of new against old log-probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.rollouts.table import Floats, Rollouts
from engine.sampling.accumulators.histogram import Bins, Histogram
from engine.sampling.gather import Mapped, gather
from engine.weights.rollouts.cluster_table import ClusterTable
from engine.weights.rollouts.frameworks.number import over_tokens
from engine.weights.rollouts.sums import RolloutSums
from engine.weights.rollouts.tokens import Tokens, token_source
from engine.weights.rows.first_look import SPREAD_ROWS, bins_for

OUTSIDE = 0.002  # the share of the tokens at either end that need not be in view
MARGIN = 0.25
FINE, LEAST = 1e-9, 1e-6  # of the width of all bins: of their place, and in nats
SIDE = 96  # bins of new and of old
LOWEST = -40.0  # nats: what is below is a mark


@dataclass(frozen=True, slots=True)
class RatioHistogram:
    """Counts of l in equal bins, and of a Gaussian with its mean and variance."""

    edges: Array  # (bins + 1,) nats
    counts: Array  # (bins,)
    below: int
    above: int
    gaussian: Array  # (bins,) expected counts


@dataclass(frozen=True, slots=True)
class PairHistogram:
    """Counts of (old, new) in bins of one width, and the line of new on old."""

    edges: Array  # (bins + 1,) of both, nats
    counts: Array  # (bins, bins) [old, new]
    outside: int
    slope: float
    intercept: float


class _PairCounts:
    """Counts of (old, new), (bins + 2, bins + 2)."""

    def __init__(self, bins: Bins) -> None:
        self._bins = bins
        self.counts = np.zeros((bins.count + 2, bins.count + 2))

    def add(self, chunk: Tokens) -> None:
        old, new = (self._bins.places(each.copy()) for each in (chunk.old, chunk.new))
        size = len(self.counts)
        found = np.bincount(old * size + new, minlength=size * size)
        self.counts += found.reshape(size, size)

    def merge(self, other: _PairCounts) -> None:
        self.counts += other.counts


def ratio_histogram(sums: RolloutSums, run: Run) -> RatioHistogram:
    """Of l; raises Cancelled."""
    bins = _ratio_bins(sums.rollouts)
    ratios = Mapped(token_source(sums.rollouts), lambda chunk: chunk.log_ratio)
    counts = gather(ratios, lambda _: Histogram(bins), run).counts
    return RatioHistogram(
        edges=frozen(bins.edges),
        counts=frozen(counts[1:-1]),
        below=int(counts[0]),
        above=int(counts[-1]),
        gaussian=frozen(_gaussian(sums.table, bins)),
    )


def pair_histogram(sums: RolloutSums, run: Run) -> PairHistogram:
    """Of old and new; raises Cancelled."""
    bins = _pair_bins(sums.rollouts)
    found = gather(token_source(sums.rollouts), lambda _: _PairCounts(bins), run)
    inside = found.counts[1:-1, 1:-1]
    slope, intercept = line(sums.table, sums.about)
    outside = len(sums.rollouts.new) - int(np.sum(inside))
    return PairHistogram(frozen(bins.edges), frozen(inside), outside, slope, intercept)


def line(table: ClusterTable, about: tuple[float, float]) -> tuple[float, float]:
    """Slope and intercept of new on old; of slope 1 where old does not vary."""
    n, x, y, xx, xy = (float(table.totals[name]) for name in ("tokens", "x", "y", "xx", "xy"))
    spread = xx - x * x / n
    slope = (xy - x * y / n) / spread if spread > 0.0 else 1.0
    return slope, about[1] + y / n - slope * (about[0] + x / n)


def _gaussian(table: ClusterTable, bins: Bins) -> Array:
    n = float(table.totals["tokens"])
    mean = table.value(over_tokens("l"))
    variance = table.value(over_tokens("l_squared")) - mean**2
    if not variance > 0.0:
        return np.zeros(bins.count)
    z = (bins.edges - mean) / math.sqrt(variance)
    middle, width = 0.5 * (z[1:] + z[:-1]), z[1] - z[0]
    with np.errstate(under="ignore"):
        return np.asarray(n * width * np.exp(-0.5 * middle**2) / math.sqrt(2.0 * math.pi))


def _ratio_bins(rollouts: Rollouts) -> Bins:
    """Where nearly all are, about a quarter wider, and 0 always."""
    step = max(len(rollouts.new) // SPREAD_ROWS, 1)
    some = np.subtract(rollouts.new[::step], rollouts.old[::step], dtype=float)
    low, high = np.quantile(some, (OUTSIDE, 1.0 - OUTSIDE))
    return wide_bins(min(low, 0.0), max(high, 0.0), MARGIN, bins_for(len(rollouts.new)))


def _pair_bins(rollouts: Rollouts) -> Bins:
    ends = [_ends(side) for side in (rollouts.new, rollouts.old)]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return wide_bins(low, high, 0.01, SIDE)


def wide_bins(low: float, high: float, margin: float, count: int) -> Bins:
    """Bins that reach beyond both ends by this share of their distance, and can be told apart."""
    reach = max(margin * (high - low), FINE * max(abs(low), abs(high)), LEAST)
    return Bins(float(low - reach), float(high + reach), count)


def _ends(side: Floats) -> tuple[float, float]:
    """Where nearly all are, marks far below left out."""
    some = np.asarray(side[:: max(len(side) // SPREAD_ROWS, 1)], dtype=float)
    usual = some[some > LOWEST]
    some = usual if len(usual) else some
    return float(np.quantile(some, OUTSIDE / 2.0)), float(np.max(some))
