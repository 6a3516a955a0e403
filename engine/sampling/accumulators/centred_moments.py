"""Mean and variance of values of which nothing is known beforehand."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.sampling.accumulators.moments import Moments


class CentredMoments:
    """Gathers `Moments` of k values. Each chunk is centred at its own mean, so that a spread that
    is small beside the mean keeps its digits; `MomentSums` is quicker where a mean is known."""

    def __init__(self) -> None:
        self._total: Moments | None = None

    def add(self, values: Array) -> None:
        """Take in values, (k, m), m at least 1."""
        mean = np.mean(values, axis=1)
        centred = values - mean[:, np.newaxis]
        self.take(Moments(values.shape[1], mean, np.vecdot(centred, centred)))

    def merge(self, other: CentredMoments) -> None:
        """Take in the block that follows."""
        self.take(other.moments())

    def moments(self) -> Moments:
        """Of all that was taken in; raises ValueError if that is nothing."""
        if self._total is None:
            raise ValueError("no values were taken in")
        return self._total

    def take(self, part: Moments) -> None:
        """Take in the moments of values."""
        self._total = part if self._total is None else self._total.merged(part)
