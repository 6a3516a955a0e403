"""The weights e^S of whole sequences, S the sum of a sequence's log-ratios: how many count, and
whether their mean can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.divergence.kl_estimators import Estimate
from engine.weights.pareto.smoothing import SmoothedTail, reliability_threshold
from engine.weights.rollouts.cluster_table import ClusterTable, Totals
from engine.weights.rollouts.histograms import wide_bins
from engine.weights.rollouts.partial_sums import effective_share, variance
from engine.weights.rollouts.sums import RolloutSums
from engine.weights.rows.first_look import bins_for
from engine.weights.rows.tail import fitted_tail


@dataclass(frozen=True, slots=True)
class SequenceWeights:
    """Of m sequences; errors are clustered where there are groups."""

    effective_share: Estimate  # (sum e^S)^2 / (m sum e^(2S)), of every 1
    mean_ratio: Estimate  # mean e^S, 1 for two distributions over the same sequences
    variance: Estimate  # of S, nats^2
    largest_share: float  # of the weight, that of one sequence
    tail: SmoothedTail
    limit: float  # k-hat is reliable below it


@dataclass(frozen=True, slots=True)
class SequenceHistogram:
    """Counts of S in equal bins, and each bin's share of the weight."""

    edges: Array  # (bins + 1,) nats
    counts: Array  # (bins,)
    weight: Array  # (bins,) shares of sum e^S


def sequence_weights(sums: RolloutSums, run: Run) -> SequenceWeights:
    """From S of each sequence; raises Cancelled."""
    total = sums.sequence_log_ratio
    reference = float(np.max(total))
    with np.errstate(under="ignore", over="ignore"):
        weight = np.exp(total - reference)
        scale = np.exp(reference)
    row, rows = sums.clusters.row, sums.clusters.rows
    columns = {
        "sequences": np.ones(len(total)),
        "weight": weight,
        "weight_squared": weight * weight,
        "sum": total,
        "square": total * total,
    }
    sums_of = {n: np.bincount(row, weights=each, minlength=rows) for n, each in columns.items()}
    table = ClusterTable({name: np.asarray(each, dtype=float) for name, each in sums_of.items()})

    def mean(totals: Totals) -> Array:
        return np.asarray(scale * totals["weight"] / totals["sequences"])

    return SequenceWeights(
        effective_share=table.estimate(effective_share),
        mean_ratio=table.estimate(mean),
        variance=table.estimate(variance),
        largest_share=1.0 / float(np.sum(weight)),
        tail=fitted_tail(total, run),
        limit=reliability_threshold(len(total)),
    )


def sequence_histogram(sums: RolloutSums) -> SequenceHistogram:
    """In bins over all of them."""
    total = sums.sequence_log_ratio
    ends = float(np.min(total)), float(np.max(total))
    edges = wide_bins(*ends, 0.0, bins_for(len(total))).edges
    counts, _ = np.histogram(total, bins=edges)
    with np.errstate(under="ignore"):
        weight = np.exp(total - np.max(total))
    shares, _ = np.histogram(total, bins=edges, weights=weight)
    return SequenceHistogram(
        frozen(edges), frozen(counts.astype(float)), frozen(shares / np.sum(weight))
    )
