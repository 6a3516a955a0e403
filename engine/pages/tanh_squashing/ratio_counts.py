"""How often each log-ratio occurs, for the picture of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.log_ratio import LogRatio
from engine.pages.tanh_squashing.chunk import squash_chunk
from engine.pages.tanh_squashing.plan import squash_plan
from engine.pages.tanh_squashing.quadratic_forms import basis_of, basis_rows
from engine.sampling.accumulators.histogram import Bins, Histogram
from engine.sampling.normals import chunk_rows, normal_chunks
from engine.squash.squashed_gaussian import SquashedGaussian

RATIO_BINS = 120
# A histogram of the first block of samples looks like that of all.
BLOCK = 0


@dataclass(frozen=True, slots=True)
class RatioCounts:
    """Of the log-ratio corrected on both sides, on the other policy alone, on the sampled one."""

    counts: Array  # (3, bins + 2): below, in and beyond the bins
    bins: Bins
    samples: int  # how many, the first ones


def ratio_counts(
    sampled: SquashedGaussian, other: SquashedGaussian, n: int, seed: int
) -> RatioCounts:
    """Over the first of n samples, log w = log ``other`` - log ``sampled``."""
    plan, d = squash_plan(sampled, other, ratios=False), sampled.dimension
    ratio = plan.forms.ratio
    bins = log_ratio_bins(sampled, ratio)
    histograms = [Histogram(bins) for _ in range(3)]
    space, samples = np.empty((basis_rows(d) + plan.rows, chunk_rows(d))), 0
    for z in normal_chunks(n, BLOCK, d, seed):
        working = space[:, : z.shape[1]]
        chunk = squash_chunk(plan, basis_of(z, working), working[-plan.rows :])
        log_w, log_jacobian = ratio.mean - chunk.deviations[0], chunk.log_jacobian
        three = log_w, log_w - log_jacobian, log_w + log_jacobian
        samples += len(log_w)
        for histogram, values in zip(histograms, three, strict=True):
            histogram.add(values)
    return RatioCounts(np.array([each.counts for each in histograms]), bins, samples)


def log_ratio_bins(sampled: SquashedGaussian, ratio: LogRatio) -> Bins:
    """A range that holds the bulk of the log-ratio with both corrections and with either."""
    # The variance of log w = constant + slope . z + z' curvature z.
    variance = float(np.sum(ratio.slope**2) + 2.0 * np.sum(ratio.curvature**2))
    reach = 5.0 * math.sqrt(variance) + 3.0 * abs(sampled.jacobian_term()) + 1e-6
    # Where the log-ratios are huge and nearly equal, their rounding alone is wider than that.
    reach = max(reach, 1e-9 * abs(ratio.mean))
    return Bins(ratio.mean - reach, ratio.mean + reach, RATIO_BINS)
