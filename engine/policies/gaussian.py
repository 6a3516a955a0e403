"""A Gaussian policy, whose parameters are the means and the log standard deviations."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian


class GaussianPolicy:
    """N(mean, D C D), D = diag(std); theta = (mean, log std), the correlations C stay.

    With y = D^-1 (x - mean) the score is Sigma^-1 (x - mean) for the mean, and y (C^-1 y) - 1,
    entry by entry, for log std.
    """

    def __init__(self, gaussian: Gaussian) -> None:
        self.gaussian = gaussian
        self._inverse = np.linalg.inv(gaussian.correlation)  # C^-1

    @property
    def parameters(self) -> tuple[str, ...]:
        """mu, then log sigma, of each coordinate."""
        places = range(1, self.gaussian.dimension + 1)
        return tuple(f"{name}[{i}]" for name in ("mean", "log_std") for i in places)

    def sample(self, n: int, seed: int) -> Array:
        """(n, d)."""
        return self.gaussian.sample(n, seed)

    def log_density(self, action: ArrayLike) -> Any:
        """Of (n, d): (n,)."""
        return self.gaussian.log_density(action)

    def score(self, action: ArrayLike) -> Array:
        """(n, 2 d)."""
        std = self.gaussian.std
        away = (np.asarray(action, dtype=float) - self.gaussian.mean) / std
        pull = away @ self._inverse
        return np.concatenate((pull / std, away * pull - 1.0), axis=1)

    def fisher(self) -> Array:
        """Sigma^-1 for the mean, I + C * C^-1 entry by entry for log std, 0 between them."""
        d, std = self.gaussian.dimension, self.gaussian.std
        found = np.zeros((2 * d, 2 * d))
        found[:d, :d] = self._inverse / np.outer(std, std)
        found[d:, d:] = np.eye(d) + self.gaussian.correlation * self._inverse
        return found
