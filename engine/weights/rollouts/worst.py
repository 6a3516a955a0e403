"""The tokens and the sequences whose log-ratio is largest, with their text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.sampling.gather import gather
from engine.weights.largest import Floor, Largest
from engine.weights.rollouts.tokens import Tokens, token_source

SHOWN = 10


@dataclass(frozen=True, slots=True)
class WorstTokens:
    """Largest |l| first, (k,) each."""

    token: Array  # the number of the token in the table
    sequence: Array
    position: Array
    new: Array
    old: Array
    log_ratio: Array
    text: tuple[str, ...]  # as `token_texts` tells it


@dataclass(frozen=True, slots=True)
class Spelled:
    """One sequence token by token."""

    sequence: int
    log_ratio: float  # of the whole, S
    tokens: Array  # (n,) log-ratios
    text: tuple[str, ...]  # (n,)


class _Gathered:
    """The largest |l| of tokens and |S| of sequences, with their numbers."""

    def __init__(self, floors: tuple[Floor, Floor]) -> None:
        self.tokens, self.sequences = (Largest(SHOWN, floor) for floor in floors)

    def add(self, chunk: Tokens) -> None:
        for largest, values, first in (
            (self.tokens, chunk.log_ratio, chunk.first_token),
            (self.sequences, chunk.by_sequence(chunk.log_ratio), chunk.first_sequence),
        ):
            largest.add(np.abs(values), np.arange(first, first + len(values), dtype=float))

    def merge(self, other: _Gathered) -> None:
        self.tokens.merge(other.tokens)
        self.sequences.merge(other.sequences)


def worst(rollouts: Rollouts, run: Run) -> tuple[WorstTokens, tuple[Spelled, ...]]:
    """The ten tokens with the largest |l| and the ten sequences with the largest |S|; raises
    Cancelled."""
    floors = (Floor(), Floor())
    found = gather(token_source(rollouts), lambda _: _Gathered(floors), run)
    tokens, sequences = (_numbers(each) for each in (found.tokens, found.sequences))
    return worst_tokens(rollouts, tokens), tuple(spelled(rollouts, int(i)) for i in sequences)


def _numbers(largest: Largest) -> Array:
    """Of the largest, the first of equal ones first."""
    found = largest.largest()
    order = np.lexsort((found.values, -found.log_weights))
    return found.values[order]


def worst_tokens(rollouts: Rollouts, numbers: Array) -> WorstTokens:
    """What is known of the tokens with these numbers."""
    place = numbers.astype(np.int64)
    offsets = rollouts.offsets
    sequence = np.searchsorted(offsets, place, side="right") - 1
    inside = place - offsets[sequence]
    position = rollouts.position[place] if rollouts.position is not None else inside
    new, old = (frozen(side[place].astype(float)) for side in (rollouts.new, rollouts.old))
    return WorstTokens(
        token=frozen(numbers),
        sequence=frozen(sequence.astype(float)),
        position=frozen(position.astype(float)),
        new=new,
        old=old,
        log_ratio=frozen(new - old),
        text=token_texts(rollouts, place),
    )


def spelled(rollouts: Rollouts, sequence: int) -> Spelled:
    """One sequence's tokens."""
    start, stop = (int(each) for each in rollouts.offsets[sequence : sequence + 2])
    ratio = np.subtract(rollouts.new[start:stop], rollouts.old[start:stop], dtype=float)
    text = token_texts(rollouts, np.arange(start, stop))
    return Spelled(sequence, float(np.sum(ratio)), frozen(ratio), text)


def token_texts(rollouts: Rollouts, place: np.ndarray) -> tuple[str, ...]:
    """The text of tokens, else "#" and their number in the vocabulary, else their place in the
    sequence as "[7]"."""
    if rollouts.token_text is not None:
        return tuple(str(each) for each in rollouts.token_text[place])
    if rollouts.token_id is not None:
        return tuple(f"#{each}" if each >= 0 else "" for each in rollouts.token_id[place])
    sequence = np.searchsorted(rollouts.offsets, place, side="right") - 1
    return tuple(f"[{each}]" for each in place - rollouts.offsets[sequence])
