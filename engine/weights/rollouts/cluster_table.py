"""Sums by cluster, and the jackknife that turns them into numbers with standard errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from engine.core.arrays import Array
from engine.divergence.kl_estimators import Estimate
from engine.weights.rollouts.clusters import Rows
from engine.weights.rollouts.tokens import Tokens

# Columns of a table, by name.
Columns = dict[str, Array]
# Makes columns of a chunk, each of one length: that of the tokens, or that of the sequences.
Fill = Callable[[Tokens], Columns]


class ClusterSums:
    """Gathers a `ClusterTable`: ``of_tokens`` and ``of_sequences`` give what is summed."""

    def __init__(self, rows: int, of_tokens: Sequence[Fill], of_sequences: Sequence[Fill]) -> None:
        self._rows, self._of_tokens, self._of_sequences = rows, of_tokens, of_sequences
        self.columns: Columns = {}

    def add(self, chunk: Tokens) -> None:
        """Take in a chunk of the own block."""
        with np.errstate(all="ignore"):
            self._take(self._of_tokens, chunk, runs_of(chunk.piece_rows, chunk.piece_starts))
            places = np.arange(len(chunk.rows))
            self._take(self._of_sequences, chunk, runs_of(chunk.rows, places))

    def _take(self, fills: Sequence[Fill], chunk: Tokens, runs: tuple[Rows, Rows]) -> None:
        starts, rows = runs
        for fill in fills:
            for name, values in fill(chunk).items():
                sums = np.add.reduceat(values, starts)
                found = self.columns.setdefault(name, np.zeros(self._rows))
                found += np.bincount(rows, weights=sums, minlength=self._rows)

    def merge(self, other: ClusterSums) -> None:
        """Take in the block that follows."""
        with np.errstate(over="ignore", invalid="ignore"):
            for name, values in other.columns.items():
                self.columns[name] += values

    def table(self) -> ClusterTable:
        """Of all that was taken in."""
        return ClusterTable(self.columns)


def runs_of(rows: Rows, starts: Rows) -> tuple[Rows, Rows]:
    """Where neighbours of one cluster begin, and the cluster of each such run; ``rows`` are those
    of what begins at ``starts``, (j,) each."""
    first = np.append(0, np.flatnonzero(np.diff(rows)) + 1)
    return starts[first], rows[first]


class Totals:
    """Sums by name, ``totals["l"]``: of everything, (), or with each cluster left out, (rows,)."""

    def __init__(self, sums: Columns) -> None:
        self._sums = sums

    def __getitem__(self, name: str) -> Array:
        return self._sums[name]


Statistic = Callable[[Totals], Array]


class ClusterTable:
    """Sums of every cluster, by name: (rows,) each, or (rows, bins). Read-only."""

    def __init__(self, columns: Columns) -> None:
        with np.errstate(over="ignore", invalid="ignore"):
            sums = {name: np.asarray(np.sum(values, axis=0)) for name, values in columns.items()}
            without = {name: sums[name] - values for name, values in columns.items()}
        self._rows = len(next(iter(columns.values())))
        self.totals, self.without = Totals(sums), Totals(without)

    @property
    def rows(self) -> int:
        """Clusters, after pooling."""
        return self._rows

    def value(self, statistic: Statistic) -> float:
        """A smooth function of the sums; NaN where it is not defined."""
        with np.errstate(all="ignore"):
            return float(statistic(self.totals))

    def estimate(self, statistic: Statistic) -> Estimate:
        """The same with its jackknife error, each cluster left out in turn: the square root of
        (C - 1)/C sum (t_c - mean t)^2. Infinite where that is not defined.

        Source: Efron and Stein, Annals of Statistics 9 (1981).
        """
        value, error = self.curve(statistic)
        return Estimate(float(value), float(error))

    def curve(self, statistic: Statistic) -> tuple[Array, Array]:
        """The same in every bin: values and errors, (bins,) each."""
        with np.errstate(all="ignore"):
            value = np.asarray(statistic(self.totals))
            away = np.broadcast_to(statistic(self.without), (self._rows, *value.shape))
            spread = np.sum((away - np.mean(away, axis=0)) ** 2, axis=0)
            error = np.sqrt((self._rows - 1) / self._rows * spread)
        known = np.isfinite(error) & (self._rows > 1)
        return value, np.where(known, error, math.inf)
