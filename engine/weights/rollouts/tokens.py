"""The tokens of rollouts as a source of chunks: whole sequences, and each token's log-ratio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.clusters import MOST_ROWS, Clusters, Rows, clusters_of

TOKENS = 65_536  # of a block, which ends with a sequence


@dataclass(frozen=True, slots=True)
class Tokens:
    """Whole sequences: m tokens, k sequences, j pieces (a sequence is one piece, or several)."""

    first_token: int
    first_sequence: int
    new: Array  # (m,) log-probabilities, in nats
    old: Array
    log_ratio: Array  # (m,) new - old
    age: Array | None  # (m,) NaN where unknown
    advantage: Array | None  # (m,) NaN where unknown
    starts: Rows  # (k,) within the chunk
    lengths: Rows  # (k,)
    rows: Rows  # (k,) the cluster of each sequence
    piece_starts: Rows  # (j,)
    piece_rows: Rows  # (j,) the cluster of each piece

    @property
    def places(self) -> Rows:
        """(m,) the place of each token in its sequence, from 0."""
        return np.arange(len(self.log_ratio)) - np.repeat(self.starts, self.lengths)

    def by_sequence(self, values: Array) -> Array:
        """Sums over each sequence, (k,)."""
        return np.add.reduceat(values, self.starts)


@dataclass(frozen=True, slots=True)
class TokenSource:
    """The source that every number about rollouts is gathered from."""

    rollouts: Rollouts
    clusters: Clusters
    offsets: Rows  # (m + 1,)
    ends: Rows  # (blocks + 1,) the first sequence of each block
    age: Array | None

    @property
    def blocks(self) -> int:
        """How many."""
        return len(self.ends) - 1

    def chunks(self, block: int) -> Iterator[Tokens]:
        """One chunk."""
        first, last = int(self.ends[block]), int(self.ends[block + 1])
        start, stop = int(self.offsets[first]), int(self.offsets[last])
        new = np.asarray(self.rollouts.new[start:stop], dtype=float)
        old = np.asarray(self.rollouts.old[start:stop], dtype=float)
        given = self.rollouts.advantage
        starts = self.offsets[first:last] - start
        lengths = self.rollouts.lengths[first:last]
        rows = self.clusters.row[first:last]
        pieces, piece_rows = self._pieces(starts, lengths, rows)
        yield Tokens(
            first_token=start,
            first_sequence=first,
            new=new,
            old=old,
            log_ratio=new - old,
            age=None if self.age is None else self.age[start:stop],
            advantage=None if given is None else np.asarray(given[start:stop], dtype=float),
            starts=starts,
            lengths=lengths,
            rows=rows,
            piece_starts=pieces,
            piece_rows=piece_rows,
        )

    def _pieces(self, starts: Rows, lengths: Rows, rows: Rows) -> tuple[Rows, Rows]:
        size = self.clusters.piece
        if not size:
            return starts, rows
        counts = -(-lengths // size)
        number = np.arange(int(np.sum(counts))) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(starts, counts) + size * number, np.repeat(rows, counts) + number


def token_source(rollouts: Rollouts, most_rows: int = MOST_ROWS) -> TokenSource:
    """Of rollouts with at least one token, all of them finite; with at most so many clusters."""
    offsets = rollouts.offsets
    marks = np.arange(0, int(offsets[-1]), TOKENS)
    ends = np.unique(np.searchsorted(offsets, marks, side="left"))
    ends = np.append(ends[ends < len(rollouts.lengths)], len(rollouts.lengths))
    return TokenSource(
        rollouts, clusters_of(rollouts).pooled(most_rows), offsets, ends, rollouts.age
    )
