"""How the log-ratio of a sequence grows with its length: as of independent tokens, or faster.

S_t is the sum of a sequence's first t log-ratios. Of independent tokens its variance is t times
that of one, of tokens that lean the same way all along a sequence it grows as t^2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.divergence.kl_estimators import Estimate
from engine.sampling.gather import gather
from engine.weights.rollouts.cluster_table import ClusterTable, Columns, Totals
from engine.weights.rollouts.clusters import Rows
from engine.weights.rollouts.profile import MOST_ROWS, Band, growing_bins
from engine.weights.rollouts.tokens import Tokens, token_source

# A variance of fewer sequences says too little.
FEWEST = 8


@dataclass(frozen=True, slots=True)
class PartialSums:
    """Of the sequences that are at least t tokens long, for some t, (k,) each."""

    t: Array
    sequences: Array  # how many are that long
    variance: Band  # of S_t, nats^2
    independent: Array  # t times the variance of a token's log-ratio
    effective_share: Band  # (sum e^S_t)^2 / (m sum e^(2 S_t)) of sequences cut at t
    power: Estimate  # the slope of log variance against log t; NaN for fewer than 3 t


class _Gathered:
    """Sums over the sequences of each cluster for each t, (rows, k) a column."""

    def __init__(self, rows: int, t: Rows) -> None:
        self._t = t
        names = ("sequences", "sum", "square", "weight", "weight_squared")
        self.columns: Columns = {name: np.zeros((rows, len(t))) for name in names}
        self.token = np.zeros(3)

    def add(self, chunk: Tokens) -> None:
        ratio = chunk.log_ratio
        self.token += len(ratio), np.sum(ratio), np.vecdot(ratio, ratio)
        running = np.append(0.0, np.cumsum(ratio))
        before = running[chunk.starts]
        for place, t in enumerate(self._t):
            long = chunk.lengths >= t
            if not np.any(long):
                break
            rows, total = chunk.rows[long], running[chunk.starts[long] + t] - before[long]
            with np.errstate(over="ignore"):
                weight = np.exp(total)
                values = (np.ones(len(total)), total, total**2, weight, weight * weight)
            for column, each in zip(self.columns.values(), values, strict=True):
                column[:, place] += np.bincount(rows, weights=each, minlength=len(column))

    def merge(self, other: _Gathered) -> None:
        self.token += other.token
        for name, values in other.columns.items():
            self.columns[name] += values


def partial_sums(rollouts: Rollouts, run: Run) -> PartialSums | None:
    """None where fewer than 8 sequences have two tokens; raises Cancelled."""
    lengths = np.sort(rollouts.lengths)
    if len(lengths) < FEWEST or lengths[-FEWEST] < 2:
        return None
    t = growing_bins(int(lengths[-FEWEST]))[0].astype(np.int64)
    source = token_source(rollouts, MOST_ROWS)
    rows = source.clusters.rows
    found = gather(source, lambda _: _Gathered(rows, t), run)
    table = ClusterTable(found.columns)
    n, total, square = found.token
    spread = square / n - (total / n) ** 2

    # Each t counts as much as there are sequences of that length.
    weight = table.totals["sequences"]
    x = np.log(t) - np.average(np.log(t), weights=weight)

    def power(totals: Totals) -> Array:
        return np.asarray(np.log(variance(totals)) @ (weight * x) / (weight @ x**2))

    grows = len(t) > 2 and bool(np.all(variance(table.totals) > 0.0))
    return PartialSums(
        t=frozen(t.astype(float)),
        sequences=frozen(table.totals["sequences"]),
        variance=Band(*map(frozen, table.curve(variance))),
        independent=frozen(t * spread),
        effective_share=Band(*map(frozen, table.curve(effective_share))),
        power=table.estimate(power) if grows else Estimate(np.nan, np.inf),
    )


def variance(totals: Totals) -> Array:
    """Of S_t over sequences, with the divisor m - 1."""
    m = totals["sequences"]
    return (totals["square"] - totals["sum"] ** 2 / m) / (m - 1.0)


def effective_share(totals: Totals) -> Array:
    """(sum w)^2 / (m sum w^2) of m sequences."""
    return totals["weight"] ** 2 / (totals["sequences"] * totals["weight_squared"])
