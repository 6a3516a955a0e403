"""How often the mean of a batch of consecutive values is negative, for many sizes at once."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array

SIZES = tuple(4**power for power in range(8))  # 1 to 16,384


class BatchSigns:
    """Counts whole batches of each of `SIZES` within a chunk, and those with a negative mean."""

    def __init__(self) -> None:
        self.batches = np.zeros(len(SIZES))
        self.negative = np.zeros(len(SIZES))

    def add(self, values: Array) -> None:
        """Take in the values of one chunk, (m,)."""
        sums = values
        for index in range(len(SIZES)):
            self.batches[index] += len(sums)
            self.negative[index] += np.count_nonzero(sums < 0.0)
            whole = sums[: len(sums) // 4 * 4]
            sums = (whole[0::4] + whole[1::4]) + (whole[2::4] + whole[3::4])

    def merge(self, other: BatchSigns) -> None:
        """Take in the counts of other samples."""
        self.batches += other.batches
        self.negative += other.negative
