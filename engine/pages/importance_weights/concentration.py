"""Which share of the samples carries which share of the weight."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array, frozen
from engine.pages.importance_weights.monte_carlo import WeightHistogram


def concentration(histogram: WeightHistogram, largest: Array | None = None) -> tuple[Array, Array]:
    """The share of the samples, those of the largest weights first, and the share of the total
    weight that they carry, (k,) each, from (0, 0) to (1, 1): a Lorenz curve.

    Exact for each of the ``largest`` log-weights, (m,), which must be all of that size, and at
    the edges of the bins of log w below them; empty bins are left out.
    """
    counts, weights = histogram.counts[::-1], histogram.weights[::-1]
    filled = counts > 0.0
    samples, weight = np.cumsum(counts[filled]), np.cumsum(weights[filled])
    logs = np.empty(0) if largest is None else np.sort(largest)[::-1]
    with np.errstate(under="ignore"):
        single = np.cumsum(np.exp(logs - histogram.reference))
    below = samples > len(logs)
    samples = np.concatenate([np.arange(len(logs) + 1.0), samples[below]])
    # Both sums are of the same weights: rounding must not let the curve fall where they meet.
    weight = np.maximum.accumulate(np.concatenate([[0.0], single, weight[below]]))
    return frozen(samples / samples[-1]), frozen(weight / weight[-1])
