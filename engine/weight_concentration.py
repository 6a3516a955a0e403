"""Which share of the samples carries which share of the weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.covariance import frozen
from engine.weight_monte_carlo import WeightHistogram

Array = NDArray[np.float64]


def concentration(histogram: WeightHistogram) -> tuple[Array, Array]:
    """The share of the samples, those of the largest weights first, and the share of the total
    weight that they carry, (k,) each, from (0, 0) to (1, 1): a Lorenz curve.

    Exact at the edges of the bins of log w; empty bins are left out.
    """
    counts, weights = histogram.counts[::-1], histogram.weights[::-1]
    filled = counts > 0.0
    samples = np.concatenate([[0.0], np.cumsum(counts[filled])])
    weight = np.concatenate([[0.0], np.cumsum(weights[filled])])
    return frozen(samples / samples[-1]), frozen(weight / weight[-1])
