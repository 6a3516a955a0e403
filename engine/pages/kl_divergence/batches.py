"""How often the mean k1 of a batch of consecutive samples or rows is negative."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.pages.kl_divergence.gather import Gathered

# A share is read off at least so many batches.
FEWEST = 10


def share(negative: float, count: float) -> tuple[float, float]:
    """A share and its error; Laplace's rule keeps the error of an empty share above zero."""
    hedged = (negative + 1.0) / (count + 2.0)
    return float(negative / count), math.sqrt(hedged * (1.0 - hedged) / count)


def row_batches(gathered: Gathered) -> tuple[float, float] | None:
    """The share of negative batches of the size that the options say, and its error; None for
    fewer than `FEWEST` batches."""
    assert gathered.rows is not None
    logs, size = gathered.rows.data.log_weights, gathered.options.batch
    count = len(logs) // size
    return share(_negative(logs, size), count) if count >= FEWEST else None


def _negative(logs: Array, size: int) -> float:
    if size == 1:
        return float(np.count_nonzero(logs > 0.0))
    whole = logs[: len(logs) // size * size].reshape(-1, size)
    return float(np.count_nonzero(np.add.reduce(whole, axis=1) > 0.0))
