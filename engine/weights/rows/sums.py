"""Sums over the rows of a file, in bins of log w and of the first n rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.sampling.accumulators.histogram import Bins
from engine.weights.binned import BinnedWeights
from engine.weights.rows.ppo_range import PPO_RANGE
from engine.weights.rows.terms import TERMS, Terms

PIECE = 1_024
RUNNING_POINTS = 160
LOW, HIGH = float(np.log1p(-PPO_RANGE)), float(np.log1p(PPO_RANGE))


@dataclass(frozen=True, slots=True)
class RunningMeans:
    """Means of the first n rows, (m,) each, and of their squares."""

    n: Array
    w: Array
    w_squared: Array
    log_w: Array  # log w less its mean over all rows; a weight of 0 counts as the mean
    log_w_squared: Array
    wl: Array  # w log w
    wl_squared: Array


class RowSums:
    """Gathers sums of `Terms`: all in bins of log w, those of every piece, and how many weights
    are further than `PPO_RANGE` from 1."""

    def __init__(self, bins: Bins, reference: float, first: bool) -> None:
        self.binned = BinnedWeights(bins)
        self.outside = 0
        self._reference = reference
        self._first = first
        self._rows = np.empty((TERMS, 0))  # sums of the first n rows, for each n of a chunk
        self._pieces: list[Array] = []  # (7, pieces): counts, then sums

    def add(self, chunk: Terms) -> None:
        """Take in a chunk of the own block."""
        logs, values = chunk.logs, chunk.values
        if self._first and not self._pieces:
            self._rows = np.cumsum(values, axis=1)
        starts = np.arange(0, len(logs), PIECE)
        counts = np.diff(np.append(starts, len(logs)))
        self._pieces.append(np.vstack([counts, np.add.reduceat(values, starts, axis=1)]))
        self.binned.add(logs, 0.0, values[0], self._reference, values[1])
        self.outside += int(np.count_nonzero(logs > HIGH) + np.count_nonzero(logs < LOW))

    def merge(self, other: RowSums) -> None:
        """Take in the block that follows."""
        self.binned.merge(other.binned)
        self._pieces += other._pieces
        self.outside += other.outside

    def totals(self) -> Array:
        """The sum of each of the six terms, (6,)."""
        return np.array([np.sum(row) for row in np.hstack(self._pieces)[1:]])

    def running(self) -> RunningMeans:
        """At log-spaced n: row by row in the first chunk, then at the ends of pieces."""
        first, pieces = self._rows, np.hstack(self._pieces)
        later = np.cumsum(pieces, axis=1)[:, -(-first.shape[1] // PIECE) :]
        n = np.concatenate([np.arange(1, first.shape[1] + 1), later[0]])
        means = np.hstack([first, later[1:]]) / n
        wanted = np.geomspace(min(10.0, n[-1]), n[-1], RUNNING_POINTS)
        chosen = np.unique(np.searchsorted(n, wanted.round(), side="left"))
        return RunningMeans(n[chosen].astype(float), *means[:, chosen])
