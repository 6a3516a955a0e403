"""Values that stand for something else than a log-probability, counted by kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.repeats import FAR, MISSING
from engine.data.rollouts.found import Sentinel, Side
from engine.data.rollouts.table import Floats

Truths = NDArray[np.bool_]

CLAMPS = (10.0, 20.0)
CLOSE = 1e-6  # of the clamp: single precision
UNSCORED = (("zero", 0.0), ("one", 1.0))
NAMED = 8  # marks of one column


def sentinels(new: Floats, old: Floats, counted: Truths) -> tuple[Sentinel, ...]:
    """Those in all tokens of a piece, (n,); ``counted`` says which the mask lets count."""
    everything = bool(counted.all())
    found = list(_of(new, old, True) if everything else _of(new[counted], old[counted], True))
    if not everything:
        masked = ~counted
        found += _of(new[masked], old[masked], False)
    return tuple(replace(one, tokens=int(one.tokens)) for one in found if one.tokens)


def _of(new: Floats, old: Floats, counted: bool) -> Iterator[Sentinel]:
    for kind, value in UNSCORED:
        first, second = new == value, old == value
        both = np.count_nonzero(first & second)
        yield Sentinel(kind, value, "both", counted, both)  # type: ignore[arg-type]
        for side, hits in (("new", first), ("old", second)):
            alone = np.count_nonzero(hits) - both
            yield Sentinel(kind, value, side, counted, alone)  # type: ignore[arg-type]
    sides: tuple[tuple[Side, Floats], ...] = (("new", new), ("old", old))
    for side, values in sides:
        finite = np.isfinite(values)
        if not finite.all():
            missing = int(np.count_nonzero(np.isnan(values)))
            yield Sentinel("missing", np.nan, side, counted, missing)
            for infinity in (np.inf, -np.inf):
                hits = int(np.count_nonzero(values == infinity))
                yield Sentinel("infinite", infinity, side, counted, hits)
        yield from _marks(values[finite] if not finite.all() else values, side, counted)
    if counted:
        yield from _clamps(new, old)


def _marks(values: Floats, side: Side, counted: bool) -> Iterator[Sentinel]:
    """-100 and its like, and numbers too large to be log-probabilities."""
    if not len(values):
        return
    if float(np.min(values)) > max(MISSING) and float(np.max(values)) < FAR:
        return
    hits = values[np.isin(values, MISSING) | (np.abs(values) >= FAR)]
    marks, counts = np.unique(hits, return_counts=True)
    order = np.argsort(-counts)[:NAMED]
    for value, count in zip(marks[order].tolist(), counts[order].tolist(), strict=True):
        yield Sentinel("mark", value, side, counted, count)


def _clamps(new: Floats, old: Floats) -> Iterator[Sentinel]:
    """Numbers that end at +-10 or +-20: of each policy, and of the log-ratio."""
    if not len(new):
        return
    with np.errstate(invalid="ignore"):
        ratio = np.subtract(new, old, dtype=float)
    sides: tuple[tuple[Side, NDArray[np.floating]], ...] = (
        ("new", new), ("old", old), ("log-ratio", ratio),
    )  # fmt: skip
    for side, values in sides:
        least = float(np.min(values, initial=0.0, where=np.isfinite(values)))
        largest = float(np.max(values, initial=0.0, where=np.isfinite(values)))
        for end in {least, largest}:
            clamp = next((c for c in CLAMPS if abs(abs(end) - c) <= CLOSE * c), None)
            if clamp is not None:
                hits = np.count_nonzero(np.abs(values - end) <= 2 * CLOSE * clamp)
                yield Sentinel("clamp", float(np.copysign(clamp, end)), side, True, int(hits))
