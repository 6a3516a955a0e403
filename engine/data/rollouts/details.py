"""What a file tells of its tokens and sequences beside log-probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine.data.rollouts.fields import Piece, Values, Whole
from engine.data.rollouts.groups import Groups
from engine.data.rollouts.roles import Roles
from engine.data.rollouts.split import Kept

LARGEST = 2**62  # of whole numbers


class Context(Protocol):
    """What is known of the file beside its pieces."""

    step: int
    scope: int
    groups: Groups


def details(
    roles: Roles, piece: Piece, tokens: Mapping[str, Values], kept: Kept, file: Context
) -> dict[str, Values | None]:
    """The optional arrays of Rollouts by name, None where the file tells nothing."""
    sources = _Sources(piece.records, tokens, kept)
    step = sources.whole_of_sequence(roles.step)
    if step is None and file.step >= 0:
        step = np.full(len(kept.sizes), file.step, dtype=np.int64)
    names = sources.of_sequence(roles.group)
    group = None if names is None else file.groups.numbers(names, step, file.scope)
    text = tokens.get(roles.token_text)
    return {
        "position": _position(tokens.get(roles.position), kept),
        "version": sources.whole_of_token(roles.version),
        "advantage": sources.of_token(roles.advantage),
        "token_id": sources.whole_of_token(roles.token_id),
        "token_text": None if text is None else kept.take(text).astype(object),
        "step": step,
        "trainer_version": sources.whole_of_sequence(roles.trainer_version),
        "group": group,
    }


@dataclass(frozen=True, slots=True)
class _Sources:
    records: Mapping[str, Values]
    tokens: Mapping[str, Values]
    kept: Kept

    def of_token(self, name: str) -> Values | None:
        """(n,) of each kept token."""
        if name in self.tokens:
            return _plain(self.kept.take(self.tokens[name]))
        found = self.of_sequence(name)
        return None if found is None else np.repeat(_plain(found), self.kept.sizes)

    def of_sequence(self, name: str) -> Values | None:
        """(m,) of each sequence, that of its first token where each has one."""
        if name in self.records:
            return self.records[name][self.kept.rows]
        if name in self.tokens:
            return self.tokens[name][self.kept.begins]
        return None

    def whole_of_token(self, name: str) -> Whole | None:
        """(n,), -1 where it is unknown."""
        return _whole(self.of_token(name))

    def whole_of_sequence(self, name: str) -> Whole | None:
        """(m,), -1 where it is unknown."""
        return _whole(self.of_sequence(name))


def _position(told: Values | None, kept: Kept) -> Whole | None:
    """From 0 at the first token that counts; None where it is 0, 1, 2, ... in each sequence."""
    if told is None and np.array_equal(kept.ends - kept.begins + 1, kept.sizes):
        return None
    if told is not None:
        places, begins = kept.take(told), told[kept.begins]
    else:
        count = 0 if kept.mask is None else len(kept.mask)
        places, begins = kept.take(np.arange(count)), kept.begins
    found = _numbered(places - np.repeat(begins, kept.sizes))
    within = np.arange(len(found)) - np.repeat(np.cumsum(kept.sizes) - kept.sizes, kept.sizes)
    return None if np.array_equal(found, within) else found


def _plain(values: Values) -> Values:
    """Numbers in the machine's order of bytes, at least in single precision."""
    if values.dtype.kind == "f" and values.dtype.itemsize <= 4:
        return values.astype(np.float32, copy=False)
    if values.dtype.kind in "fiub":
        return values.astype(np.float64, copy=False)
    return values


def _whole(values: Values | None) -> Whole | None:
    if values is None or values.dtype.kind not in "fiub":
        return None
    return _numbered(values)


def _numbered(values: Values) -> Whole:
    """Whole numbers, -1 where there is none."""
    ends = (np.min(values), np.max(values)) if values.dtype.kind == "f" and len(values) else ()
    if all(abs(end) < LARGEST for end in ends):  # not so with NaN
        return values.astype(np.int64)
    known = np.isfinite(values) & (np.abs(values) < LARGEST)
    return np.where(known, values, -1).astype(np.int64)
