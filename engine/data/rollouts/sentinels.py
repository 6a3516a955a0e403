"""Values that stand for something else than a log-probability, counted by kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.data.repeats import FAR, MISSING
from engine.data.rollouts.fields import Values
from engine.data.rollouts.found import Sentinel, Side
from engine.data.rollouts.table import Floats

Truths = NDArray[np.bool_]

CLAMPS = (10.0, 20.0)
CLOSE = 1e-6  # of the clamp: single precision
UNSCORED: tuple[tuple[Literal["zero", "one"], float], ...] = (("zero", 0.0), ("one", 1.0))
Pair = tuple[Floats, Floats]  # (n,) each, new and old
NAMED = 8  # marks of one column


def finite(new: Floats, old: Floats) -> Truths | None:
    """(n,) whether both are finite numbers; None where all are, which is told in few passes."""
    ends = [float(end(values)) for values in (new, old) if len(values) for end in (np.min, np.max)]
    if np.isfinite(ends).all():
        return None
    return np.isfinite(new) & np.isfinite(old)


def sentinels(kept: Pair, all_: Pair, counted: Truths, bad: Truths | None) -> tuple[Sentinel, ...]:
    """Those in a piece: in the tokens that are ``kept``, in the ``bad`` ones, which count but hold
    no number, and in all others, which the mask leaves out."""
    found = [*_of(*kept, True), *_clamps(*kept)]
    if bad is not None:
        found += _missing(all_[0][bad], all_[1][bad], True)
    if len(counted) > len(kept[0]):
        masked = ~counted
        new, old = all_[0][masked], all_[1][masked]
        found += [*_of(new, old, False), *_missing(new, old, False)]
    return tuple(replace(one, tokens=int(one.tokens)) for one in found if one.tokens)


def unknown_versions(version: Values | None) -> list[Sentinel]:
    """-1 in the versions of tokens that count."""
    count = 0 if version is None else int(np.count_nonzero(version == -1))
    return [Sentinel("unknown", -1.0, "version", True, count)] if count else []


def _of(new: Floats, old: Floats, counted: bool) -> Iterator[Sentinel]:
    """Values that were never scored, and marks."""
    ordinary = all(_is_ordinary(values) for values in (new, old))
    for kind, value in () if ordinary else UNSCORED:
        first, second = new == value, old == value
        both = int(np.count_nonzero(first & second))
        yield Sentinel(kind, value, "both", counted, both)
        for side, hits in _sides(first, second):
            yield Sentinel(kind, value, side, counted, int(np.count_nonzero(hits)) - both)
    for side, values in _sides(new, old):
        yield from _marks(values, side, counted)


def _is_ordinary(values: Floats) -> bool:
    """Whether all are below 0: no other mark has to be looked for."""
    return not len(values) or float(np.max(values)) < 0  # not so with NaN


def _missing(new: Floats, old: Floats, counted: bool) -> Iterator[Sentinel]:
    for side, values in _sides(new, old):
        missing = int(np.count_nonzero(np.isnan(values)))
        yield Sentinel("missing", np.nan, side, counted, missing)
        for infinity in (np.inf, -np.inf):
            hits = int(np.count_nonzero(values == infinity))
            yield Sentinel("infinite", infinity, side, counted, hits)


def _sides(new: Values, old: Values) -> tuple[tuple[Side, Values], tuple[Side, Values]]:
    return ("new", new), ("old", old)


def _marks(values: Floats, side: Side, counted: bool) -> Iterator[Sentinel]:
    """-100 and its like, and numbers too large to be log-probabilities."""
    if not len(values):
        return
    if float(np.min(values)) > max(MISSING) and float(np.max(values)) < FAR:  # not so with NaN
        return
    with np.errstate(invalid="ignore"):
        hits = values[np.isfinite(values) & (np.isin(values, MISSING) | (np.abs(values) >= FAR))]
    marks, counts = np.unique(hits, return_counts=True)
    order = np.argsort(-counts)[:NAMED]
    for value, count in zip(marks[order].tolist(), counts[order].tolist(), strict=True):
        yield Sentinel("mark", value, side, counted, count)


def _clamps(new: Floats, old: Floats) -> Iterator[Sentinel]:
    """Numbers that end at +-10 or +-20: of each policy, and of the log-ratio."""
    if not len(new):
        return
    with np.errstate(over="ignore"):
        ratio = np.subtract(new, old, dtype=float)
    for side, values in (*_sides(new, old), ("log-ratio", ratio)):
        for end in {float(np.min(values)), float(np.max(values))}:
            clamp = next((c for c in CLAMPS if abs(abs(end) - c) <= CLOSE * c), None)
            if clamp is not None:
                hits = int(np.count_nonzero(np.abs(values - end) <= 2 * CLOSE * clamp))
                yield Sentinel("clamp", float(np.copysign(clamp, end)), side, True, hits)
