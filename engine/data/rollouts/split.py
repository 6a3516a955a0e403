"""Where sequences begin: at rows, and within rows that hold several packed ones."""

from __future__ import annotations

import numpy as np

from engine.data.rollouts.fields import Values, Whole


def sequence_starts(
    lengths: Whole, segments: Values | None, position_ids: Values | None
) -> tuple[Whole, Whole]:
    """The first token of each sequence and the row that it stands in, (k,) each.

    ``lengths`` (m,) are those of the rows; a new sequence begins where ``segments`` (n,) change or
    ``position_ids`` (n,) are 0 again. Zeros that only fill a row begin none.
    """
    size = int(np.sum(lengths))
    begins = np.zeros(size, dtype=bool)
    begins[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
    if segments is not None and size:
        begins[1:] |= segments[1:] != segments[:-1]
    if position_ids is not None and size:
        zero = position_ids == 0
        after, before = np.append(position_ids[1:], 0), np.insert(position_ids[:-1], 0, 0)
        begins |= zero & ((after == 1) | (before > 0))
    starts = np.flatnonzero(begins)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    return starts, rows[starts]


def sizes_of(kept: Values, starts: Whole) -> Whole:
    """(k,) how many tokens of each sequence are kept."""
    if not len(starts):
        return np.empty(0, dtype=np.int64)
    return np.add.reduceat(kept, starts, dtype=np.int64)


def firsts(kept: Values, sizes: Whole) -> Whole:
    """The place of the first kept token of each sequence that has any."""
    held = sizes[sizes > 0]
    found: Whole = np.flatnonzero(kept)[np.cumsum(held) - held]
    return found
