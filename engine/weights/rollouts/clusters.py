"""What standard errors are clustered by: sequences, groups of them, or pieces of a few long ones.

Tokens of one sequence share a prompt and a state of the policy, and so do the sequences of one
group; an error that takes them as independent is too small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.data.rollouts.table import Rollouts

Rows = NDArray[np.int64]

# More clusters are pooled, neighbours together: 4,096 know an error to 1 %.
MOST_ROWS = 4_096
# Fewer groups tell less about the error than the sequences do.
FEWEST_GROUPS = 10
# Fewer sequences are cut into pieces, so many in all.
FEWEST_SEQUENCES = 8
PIECES = 32


@dataclass(frozen=True, slots=True)
class Clusters:
    """A row for each cluster; sums over a cluster's tokens stand in its row."""

    kind: Literal["sequences", "groups", "pieces"]
    count: int  # of independent ones; more than there are rows where they are pooled
    rows: int
    row: Rows  # (sequences,) that of each sequence, or of its first piece
    piece: int  # tokens of a piece, 0 for whole sequences

    def pooled(self, most: int) -> Clusters:
        """With at most so many rows, neighbours together."""
        if self.rows <= most or self.piece:
            return self
        return replace(self, rows=most, row=self.row * most // self.rows)

    @property
    def words(self) -> str:
        """What stands behind an error."""
        if self.kind == "pieces":
            return f"{self.rows} pieces of {self.piece} tokens"
        return f"{self.count:,} {self.kind}"


def clusters_of(rollouts: Rollouts) -> Clusters:
    """Groups where the file tells enough of them, else sequences; pieces of very few sequences."""
    lengths, group = rollouts.lengths, rollouts.group
    m = len(lengths)
    if group is not None:
        # A sequence without a group is one of its own.
        alone = np.where(group < 0, -1 - np.arange(m), group)
        _, first, label = np.unique(alone, return_index=True, return_inverse=True)
        order = np.empty(len(first), dtype=np.int64)
        order[np.argsort(first)] = np.arange(len(first))
        if FEWEST_GROUPS <= len(first) < m:
            return _pooled("groups", len(first), order[label])
    if m < FEWEST_SEQUENCES:
        return _pieces(lengths)
    return _pooled("sequences", m, np.arange(m))


def _pooled(kind: Literal["sequences", "groups"], count: int, label: Rows) -> Clusters:
    rows = min(count, MOST_ROWS)
    return Clusters(kind, count, rows, label * rows // count, 0)


def _pieces(lengths: Rows) -> Clusters:
    piece = max(int(np.sum(lengths)) // PIECES, 2)
    pieces = -(-lengths // piece)
    total = int(np.sum(pieces))
    return Clusters("pieces", total, total, np.cumsum(pieces) - pieces, piece)
