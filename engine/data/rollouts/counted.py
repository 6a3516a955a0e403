"""Which tokens count: by masks, labels, the lengths of answers, or by padding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.data.rollouts.fields import Notes, Values, Whole
from engine.data.rollouts.found import Sentinel
from engine.data.rollouts.sentinels import Truths

IGNORED = -100.0  # what PyTorch's losses ignore


def truths(values: Values) -> Truths:
    """Cells of a mask: more than 0 counts; 0, -100, NaN and null do not.

    Beside -100 there may be token ids, all of which count.
    """
    if values.dtype.kind == "b":
        return values.astype(bool)
    if values.dtype.kind in "OUS":
        return np.array([str(value).strip().lower() in ("1", "1.0", "true") for value in values])
    if values.dtype.kind == "u":
        return values > 0
    with np.errstate(invalid="ignore"):
        ids = np.any(values == IGNORED) and np.any(values > 1)
        return np.asarray(values >= 0 if ids else values > 0, dtype=bool)


def ignored(name: str, values: Values, found: list[Sentinel]) -> None:
    """Counts -100 in a mask or in labels."""
    if values.dtype.kind in "fi":
        count = int(np.count_nonzero(values == IGNORED))
        if count:
            found.append(Sentinel("mark", IGNORED, "mask", False, count))


def within_length(lengths: Whole, answers: Values, unscored: Truths) -> Truths:
    """(n,) the tokens of answers so long, in rows that are padded at the right or at the left."""
    starts = np.cumsum(lengths) - lengths
    place = np.arange(int(np.sum(lengths))) - np.repeat(starts, lengths)
    size = np.nan_to_num(answers.astype(float))
    right = place < np.repeat(size, lengths)
    left = place >= np.repeat(lengths - size, lengths)
    return left if np.sum(unscored & right) > np.sum(unscored & left) else right


def unpadded(new: Values, old: Values, lengths: Whole, notes: Notes) -> Truths:
    """(n,) without the ends of rows of one length in which both policies hold one mark.

    Only where the file has no mask: two zeros or ones are a token that was never scored, unless
    both policies were certain of it.
    """
    void = (new == old) & ((new == 0) | (new == 1)) | (np.isnan(new) & np.isnan(old))
    counted = np.ones(len(new), dtype=bool)
    if len(lengths) < 2 or lengths[0] < 2 or np.any(lengths != lengths[0]) or not void.any():
        return counted
    table = void.reshape(len(lengths), -1)
    ends = np.logical_and.accumulate(table, axis=1)
    ends |= np.logical_and.accumulate(table[:, ::-1], axis=1)[:, ::-1]
    count = int(np.count_nonzero(ends))
    if count:
        notes.add("there is no mask: tokens at the ends of rows in which both policies hold "
                  "0, 1 or nothing are taken for padding")  # fmt: skip
    return ~ends.reshape(-1)


def all_of(masks: Sequence[Truths], size: int) -> Truths:
    """(n,) where every mask says so."""
    counted = np.ones(size, dtype=bool)
    for mask in masks:
        counted &= mask
    return counted
