"""Score-function estimates with a baseline, for any policy, from sums over batches of N samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class ScoreSums:
    """Sums of the scores s and of (r - E r) s over each batch, of shapes that go together.

    Rewards are less their mean, for sums of them lose no digits to a constant. ``scale`` takes a
    sum to a mean, and the score's unit with it where that is left out of the sums.
    """

    size: float | Array  # N
    scores: Array
    products: Array
    scale: float | Array

    def estimates(self, away: ArrayLike) -> Array:
        """(1/N) sum (r - b) s with the baseline b = E r + away."""
        return np.asarray((self.products - np.asarray(away) * self.scores) * self.scale)

    def less_batch_mean(self, rewards: Array) -> Array:
        """With the batch's own mean reward as baseline: biased; ``rewards`` are sums of r - E r."""
        return self.estimates(rewards / self.size)

    def leave_one_out(self, rewards: Array) -> Array:
        """With the mean of the other rewards: N / (N - 1) times that with the batch mean; N > 1."""
        return np.asarray(self.less_batch_mean(rewards) * (self.size / (self.size - 1.0)))
