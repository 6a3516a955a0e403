"""Rollouts: log-probabilities of the tokens of many sequences, under two policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.data.rollouts.found import Found

Floats = NDArray[np.float32] | NDArray[np.float64]
Whole = NDArray[np.int64]
Values = NDArray[Any]

PER_TOKEN = ("new", "old", "position", "version", "advantage", "token_id", "token_text")
PER_SEQUENCE = ("lengths", "step", "trainer_version", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollouts:
    """A ragged table of the tokens that count, sequence after sequence, n tokens in m sequences.

    Sequence i holds the tokens ``offsets[i]:offsets[i + 1]``; none is empty. x is drawn from the
    old policy (the sampler, q), the new one is the trainer's (p). All arrays are read-only and in
    nats where they are log-probabilities; None stands for what the file does not tell.
    Raises ParameterError where lengths do not fit.
    """

    new: Floats  # (n,) log-probabilities of the trained policy, as exact as in the file
    old: Floats  # (n,) those of the policy that drew the tokens
    lengths: Whole  # (m,) tokens of each sequence, 1 or more
    position: Whole | None = None  # (n,) from 0; None: 0, 1, 2, ... in each sequence
    version: Whole | None = None  # (n,) of the policy that drew the token; -1 unknown
    advantage: Floats | None = None  # (n,) NaN unknown
    token_id: Whole | None = None  # (n,) -1 unknown
    token_text: NDArray[np.object_] | None = None  # (n,) str, "" unknown
    step: Whole | None = None  # (m,) of the training; -1 unknown
    trainer_version: Whole | None = None  # (m,) of the trained policy, if not its step; -1 unknown
    group: Whole | None = None  # (m,) of sequences with one prompt, a number for each; -1 none
    new_name: str = "new"  # as the file calls it
    old_name: str = "old"
    mask_name: str = ""  # empty: all tokens count
    found: Found = field(default_factory=Found)

    def __post_init__(self) -> None:
        for names, size in ((PER_TOKEN, len(self.new)), (PER_SEQUENCE, len(self.lengths))):
            for name in names:
                array = getattr(self, name)
                if array is None:
                    continue
                if array.shape != (size,):
                    raise ParameterError(name, array.shape, f"must have the shape ({size},)")
                array.flags.writeable = False
        if np.any(self.lengths < 1) or np.sum(self.lengths) != len(self.new):
            raise ParameterError("lengths", self.lengths, "must be 1 or more and sum to the tokens")

    @property
    def log_ratio(self) -> Array:
        """(n,) log w = log p - log q of each token, in double precision."""
        with np.errstate(over="ignore"):  # of marks as far apart as doubles reach
            return np.subtract(self.new, self.old, dtype=float)

    @property
    def offsets(self) -> Whole:
        """(m + 1,) where each sequence begins; the last entry is the number of tokens."""
        return np.concatenate(([0], np.cumsum(self.lengths)))

    @property
    def sequence(self) -> Whole:
        """(n,) the number of each token's sequence, from 0."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @property
    def places(self) -> Whole:
        """(n,) the position of each token in its answer, from 0, whether the file tells or not."""
        if self.position is not None:
            return self.position
        return np.arange(len(self.new)) - np.repeat(self.offsets[:-1], self.lengths)

    @property
    def age(self) -> Array | None:
        """(n,) how many versions the trainer is ahead of the policy that drew the token, or None.

        Where the file tells no trainer's version or step, age counts from the newest version;
        NaN where the token's own version is unknown.
        """
        if self.version is None:
            return None
        newest = np.max(self.version, initial=-1)
        trainer = np.full(len(self.lengths), newest)
        for told in (self.step, self.trainer_version):
            if told is not None:
                trainer = np.where(told >= 0, told, trainer)
        age = np.repeat(trainer, self.lengths) - self.version
        return np.where(self.version < 0, np.nan, age)

    def select(self, sequences: NDArray[np.bool_]) -> Self:
        """Some of the sequences; ``sequences`` (m,) says which. What was found stays."""
        return self.keep(np.repeat(sequences, self.lengths))

    def keep(self, tokens: NDArray[np.bool_]) -> Self:
        """Some of the tokens; ``tokens`` (n,) says which. Sequences without one are left out."""
        kept = np.bincount(self.sequence[tokens], minlength=len(self.lengths))
        sequences = kept > 0
        changes: dict[str, Values] = {}
        for names, taken in ((PER_TOKEN, tokens), (PER_SEQUENCE, sequences)):
            for name in names:
                array = getattr(self, name)
                if array is not None:
                    changes[name] = array[taken]
        changes["lengths"] = kept[sequences]
        if self.position is None and not np.all(tokens):
            changes["position"] = self.places[tokens]
        return replace(self, **changes)  # type: ignore[arg-type]

    def between(self, first: int, last: int) -> Self:
        """The sequences from ``first`` to before ``last``, without a copy."""
        start, stop = int(np.sum(self.lengths[:first])), int(np.sum(self.lengths[:last]))
        changes: dict[str, Values] = {}
        for names, part in ((PER_TOKEN, slice(start, stop)), (PER_SEQUENCE, slice(first, last))):
            for name in names:
                array = getattr(self, name)
                if array is not None:
                    changes[name] = array[part]
        return replace(self, **changes)  # type: ignore[arg-type]

    def at_step(self, step: int) -> Self:
        """The sequences of one step of the training."""
        if self.step is None:
            raise ParameterError("step", step, "the file does not tell steps")
        return self.select(self.step == step)

    @classmethod
    def joined(cls, parts: Sequence[Rollouts]) -> Rollouts:
        """Pieces one after the other, at least one; what one of them lacks is unknown there."""
        first = parts[0]
        if len(parts) == 1:
            return first
        arrays = {name: _joined(name, parts) for name in (*PER_TOKEN, *PER_SEQUENCE)}
        if arrays["position"] is not None:
            arrays["position"] = np.concatenate([part.places for part in parts])
        found = Found.joined([part.found for part in parts])
        names = {f.name: getattr(first, f.name) for f in fields(cls) if f.name.endswith("_name")}
        return cls(**arrays, **names, found=found)  # type: ignore[arg-type]


def _joined(name: str, parts: Sequence[Rollouts]) -> Values | None:
    arrays = [getattr(part, name) for part in parts]
    known = [array for array in arrays if array is not None]
    if not known:
        return None
    missing = {"advantage": np.nan, "token_text": ""}.get(name, -1)
    filled = []
    for part, array in zip(parts, arrays, strict=True):
        size = len(part.new) if name in PER_TOKEN else len(part.lengths)
        filled.append(np.full(size, missing, known[0].dtype) if array is None else array)
    return np.concatenate(filled)
