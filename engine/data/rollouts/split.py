"""Where sequences begin: at rows, and within rows that hold several packed ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.data.rollouts.fields import Values, Whole
from engine.data.rollouts.sentinels import Truths


def sequence_starts(
    lengths: Whole, segments: Values | None, position_ids: Values | None
) -> tuple[Whole, Whole]:
    """The first token of each sequence and the row that it stands in, (k,) each.

    ``lengths`` (m,) are those of the rows; a new sequence begins where ``segments`` (n,) change or
    ``position_ids`` (n,) are 0 again. Zeros that only fill a row begin none.
    """
    rows = np.flatnonzero(lengths)
    starts = (np.cumsum(lengths) - lengths)[rows]
    if segments is None and position_ids is None:
        return starts, rows
    begins = np.zeros(int(np.sum(lengths)), dtype=bool)
    begins[starts] = True
    if segments is not None and len(begins):
        begins[1:] |= segments[1:] != segments[:-1]
    if position_ids is not None and len(begins):
        zeros = np.flatnonzero(position_ids == 0)
        padded = np.concatenate(([0], position_ids, [0]))
        begins[zeros] |= (padded[zeros + 2] == 1) | (padded[zeros] > 0)
    found = np.flatnonzero(begins)
    return found, rows[np.searchsorted(starts, found, side="right") - 1]


@dataclass(frozen=True, slots=True)
class Kept:
    """The tokens of a piece that are kept, by sequence."""

    mask: Truths | None  # (n,) of the piece; None: all
    sizes: Whole  # (m,) kept tokens of each sequence, of those that have any
    begins: Whole  # (m,) where the first token that counts stands
    ends: Whole  # (m,) where the last kept one does
    rows: Whole  # (m,) the row of the piece
    empty: int  # sequences without any

    def take(self, values: Values) -> Values:
        """Of each kept token."""
        return values if self.mask is None else values[self.mask]


def kept_tokens(counted: Truths, kept: Truths, starts: Whole, rows: Whole) -> Kept:
    """Those of a piece, whose sequences begin at ``starts`` (k,) in ``rows`` (k,)."""
    stops = np.append(starts[1:], len(kept))
    if kept.all():
        return Kept(None, stops - starts, starts, stops - 1, rows, 0)
    sizes = np.add.reduceat(kept, starts, dtype=np.int64)
    some = sizes > 0
    places, held = np.flatnonzero(kept), sizes[some]
    ends = np.cumsum(held)
    begins = places[ends - held]
    if not np.array_equal(counted, kept):
        # A token that counts but has no number keeps its place.
        all_sizes = np.add.reduceat(counted, starts, dtype=np.int64)
        firsts = np.cumsum(all_sizes) - all_sizes
        begins = np.flatnonzero(counted)[firsts[some]]
    return Kept(kept, held, begins, places[ends - 1], rows[some], int(np.sum(~some)))
