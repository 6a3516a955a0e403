"""Ratio and divergence in bins: by position in a sequence, by age of the policy, by length, by
anything that tokens or sequences have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.sampling.gather import gather
from engine.weights.rollouts.cluster_table import ClusterTable, Columns
from engine.weights.rollouts.clusters import Rows
from engine.weights.rollouts.columns import FAR
from engine.weights.rollouts.frameworks.number import over_tokens
from engine.weights.rollouts.shares import token_effective_share
from engine.weights.rollouts.tokens import Tokens, token_source

MOST_ROWS = 512  # of clusters, for each bin has a sum for each
MOST_BINS = 48

# The bin of each token of a chunk, (m,); -1 for none.
Place = Callable[[Tokens], Rows]


@dataclass(frozen=True, slots=True)
class Band:
    """A curve and its standard error, (bins,) each; infinite where no error is known."""

    value: Array
    error: Array


@dataclass(frozen=True, slots=True)
class Profile:
    """Bins with at least one token, in order."""

    low: Array  # (bins,) the least number of the bin
    high: Array  # (bins,) the largest
    tokens: Array  # (bins,) how many
    mean_ratio: Band
    mean_log_ratio: Band
    mean_square: Band  # of l
    k3: Band
    effective_share: Band  # (sum w)^2 / (n sum w^2) of the bin's tokens
    far: Band  # the share of tokens with |l| > 1/2

    @property
    def middle(self) -> Array:
        """(bins,) between the ends of each bin."""
        return np.asarray(0.5 * (self.low + self.high))


class BinnedSums:
    """Gathers sums over the tokens of each cluster and bin, (rows, bins) a column."""

    def __init__(self, rows: int, bins: int, place: Place) -> None:
        self._shape, self._place = (rows, bins), place
        self.columns: Columns = {}

    def add(self, chunk: Tokens) -> None:
        """Take in a chunk of the own block."""
        rows, bins = self._shape
        place = self._place(chunk)
        ends = np.append(chunk.piece_starts[1:], len(place))
        row = np.repeat(chunk.piece_rows, ends - chunk.piece_starts)
        there = place >= 0
        index = (row * bins + place)[there]
        with np.errstate(over="ignore"):
            for name, values in _values(chunk.log_ratio[there]).items():
                sums = np.bincount(index, weights=values, minlength=rows * bins)
                found = self.columns.setdefault(name, np.zeros(self._shape))
                found += sums.reshape(self._shape)

    def merge(self, other: BinnedSums) -> None:
        """Take in the block that follows."""
        for name, values in other.columns.items():
            self.columns[name] += values


def _values(ratio: Array) -> Columns:
    e = np.expm1(ratio)
    return {
        "tokens": np.ones(len(ratio)),
        "l": ratio,
        "l_squared": ratio * ratio,
        "e": e,
        "w_squared": e * (e + 2.0),
        "k3": e - ratio,
        "far": (np.abs(ratio) > FAR).astype(float),
    }


def profile(rollouts: Rollouts, low: Array, high: Array, place: Place, run: Run) -> Profile:
    """By bins from ``low`` to ``high``, (bins,) each; raises Cancelled."""
    source = token_source(rollouts, MOST_ROWS)
    rows, bins = source.clusters.rows, len(low)
    sums = gather(source, lambda _: BinnedSums(rows, bins, place), run).columns
    filled = np.sum(sums["tokens"], axis=0) > 0.0
    table = ClusterTable({name: values[:, filled] for name, values in sums.items()})
    statistics = (
        over_tokens("e", 1.0),
        over_tokens("l"),
        over_tokens("l_squared"),
        over_tokens("k3"),
        token_effective_share,
        over_tokens("far"),
    )
    bands = [Band(*map(frozen, table.curve(each))) for each in statistics]
    return Profile(
        frozen(low[filled]), frozen(high[filled]), frozen(table.totals["tokens"]), *bands
    )


def by_position(rollouts: Rollouts, run: Run) -> Profile:
    """By the place in the sequence, from 1: one by one at first, then in growing bins."""
    low, high = growing_bins(int(np.max(rollouts.lengths)))
    return profile(rollouts, low, high, lambda chunk: bin_of(chunk.places + 1, low), run)


def by_length(rollouts: Rollouts, run: Run) -> Profile:
    """By the number of tokens of the sequence."""
    low, high = growing_bins(int(np.max(rollouts.lengths)))

    def place(chunk: Tokens) -> Rows:
        return np.repeat(bin_of(chunk.lengths, low), chunk.lengths)

    return profile(rollouts, low, high, place, run)


def by_age(rollouts: Rollouts, run: Run) -> Profile | None:
    """By how many versions the trainer is ahead; None where the file does not tell."""
    age = rollouts.age
    if age is None or np.all(np.isnan(age)):
        return None
    first, last = int(np.nanmin(age)), int(np.nanmax(age))
    width = -(-(last - first + 1) // MOST_BINS)
    low = np.arange(first, last + 1, width, dtype=float)

    def place(chunk: Tokens) -> Rows:
        assert chunk.age is not None
        known = ~np.isnan(chunk.age)
        found = (np.where(known, chunk.age, first) - first) // width
        return np.where(known, found, -1).astype(np.int64)

    return profile(rollouts, low, low + (width - 1), place, run)


def growing_bins(largest: int) -> tuple[Array, Array]:
    """Whole numbers from 1 to the largest in at most `MOST_BINS` bins, of one number at first and
    of a constant ratio later: their first and last numbers."""
    low = np.unique(np.floor(np.geomspace(1.0, largest + 1.0, MOST_BINS + 1)[:-1]))
    return low, np.append(low[1:] - 1.0, float(largest))


def bin_of(numbers: Rows, low: Array) -> Rows:
    """The bin of each number that is at least the first."""
    return np.searchsorted(low, numbers, side="right") - 1
