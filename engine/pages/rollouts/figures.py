"""The arrays of each plot of the Rollouts page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.rollouts.gather import Gathered, Studied
from engine.weights.rollouts.by_step import ByStep, by_step
from engine.weights.rollouts.frameworks.catalogue import FRAMEWORKS
from engine.weights.rollouts.histograms import (
    PairHistogram,
    RatioHistogram,
    pair_histogram,
    ratio_histogram,
)
from engine.weights.rollouts.metrics import estimate_of
from engine.weights.rollouts.partial_sums import PartialSums
from engine.weights.rollouts.presets import PRESETS
from engine.weights.rollouts.profile import Profile, by_age, by_length, by_position
from engine.weights.rollouts.sequence_weights import SequenceHistogram, sequence_histogram
from engine.weights.rollouts.what_if import what_if
from engine.weights.rollouts.worst import Spelled, WorstTokens, worst

Figure = TypeVar("Figure")

SHOWN = 4_000  # sequences in the scatter


@dataclass(frozen=True, slots=True)
class SequenceScatter:
    """Evenly chosen sequences, (k,) each; and what independent tokens would give."""

    length: Array
    log_ratio: Array  # S, nats
    mean: float  # of a token's l
    std: float


@dataclass(frozen=True, slots=True)
class Worst:
    """Tokens and sequences that are furthest off, with their text."""

    tokens: WorstTokens
    sequences: tuple[Spelled, ...]
    current: int  # which of the sequences is spelled out, from 0


@dataclass(frozen=True, slots=True)
class AsLogged:
    """What frameworks log, a row a number, (k,) each."""

    framework: tuple[str, ...]
    name: tuple[str, ...]
    formula: tuple[str, ...]
    value: Array
    error: Array  # 0 of an extreme
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """Every preset with its usual numbers, (k,) each; the errors are those of the values."""

    name: tuple[str, ...]
    kept: Array
    effective_share: Array
    effective_share_error: Array
    bias: Array
    bias_error: Array
    variance_ratio: Array
    variance_ratio_error: Array
    current: int  # which one is chosen


def _kept(make: Callable[[Studied, Run], Figure]) -> Callable[[Gathered, Run], Figure]:
    """Made once for as long as the rollouts are there, whatever a gate's sliders do."""
    last: Kept[Figure] = Kept(most=3)  # of first pictures, too

    def figure(gathered: Gathered, run: Run) -> Figure:
        studied = gathered.studied
        return last.answer(studied.sums.sequence_log_ratio, lambda: make(studied, run))

    return figure


@_kept
def histogram(studied: Studied, run: Run) -> RatioHistogram:
    """Of l."""
    return ratio_histogram(studied.sums, run)


@_kept
def pair(studied: Studied, run: Run) -> PairHistogram:
    """New against old."""
    return pair_histogram(studied.sums, run)


@_kept
def position(studied: Studied, run: Run) -> Profile:
    """By the place of a token in its sequence."""
    return by_position(studied.rollouts, run)


@_kept
def length(studied: Studied, run: Run) -> Profile:
    """By the length of the sequence."""
    return by_length(studied.rollouts, run)


@_kept
def age(studied: Studied, run: Run) -> Profile | None:
    """By the age of the policy that drew the token."""
    return by_age(studied.rollouts, run)


def scatter(gathered: Gathered, _: Run) -> SequenceScatter:
    """S against length."""
    studied = gathered.studied
    total, lengths = studied.sums.sequence_log_ratio, studied.rollouts.lengths
    stride = -(-len(total) // SHOWN)
    totals = studied.sums.table.totals
    n, l, square = (float(totals[name]) for name in ("tokens", "l", "l_squared"))  # noqa: E741
    mean = l / n
    return SequenceScatter(
        frozen(lengths[::stride].astype(float)),
        frozen(total[::stride]),
        mean,
        max(square / n - mean**2, 0.0) ** 0.5,
    )


def partial_sums(gathered: Gathered, _: Run) -> PartialSums | None:
    """The variance of the first t tokens' sum against t."""
    return gathered.studied.growth


@_kept
def sequences(studied: Studied, _: Run) -> SequenceHistogram:
    """Of S."""
    return sequence_histogram(studied.sums)


def steps(gathered: Gathered, run: Run) -> ByStep | None:
    """Every number at every step of the training."""
    return by_step(gathered.whole, run)


def worst_ones(gathered: Gathered, run: Run) -> Worst:
    """Ten tokens and ten sequences."""
    tokens, sequences = worst(gathered.studied.rollouts, run)
    return Worst(tokens, sequences, min(gathered.options.rank, len(sequences)) - 1)


@_kept
def as_logged(studied: Studied, _: Run) -> AsLogged:
    """The table of frameworks."""
    rows = [(framework, number) for framework in FRAMEWORKS for number in framework.numbers]
    found = [estimate_of(number, studied.sums) for _, number in rows]
    return AsLogged(
        framework=tuple(framework.title for framework, _ in rows),
        name=tuple(number.name for _, number in rows),
        formula=tuple(number.formula for _, number in rows),
        value=frozen(np.array([each.value for each in found])),
        error=frozen(np.array([each.standard_error for each in found])),
        differs=tuple(number.differs for _, number in rows),
    )


def gates(gathered: Gathered, run: Run) -> Gates:
    """All presets on these rollouts, the chosen one with its own numbers."""
    options, found = gathered.options, []
    for name, preset in PRESETS.items():
        chosen = name == options.gate
        rollouts = gathered.studied.rollouts
        found.append(gathered.what_if if chosen else what_if(rollouts, preset.gate(), run))

    def column(field: str, part: str = "value") -> Array:
        return frozen(np.array([getattr(getattr(each, field), part) for each in found]))

    return Gates(
        name=tuple(preset.title for preset in PRESETS.values()),
        kept=column("kept"),
        effective_share=column("effective_share"),
        effective_share_error=column("effective_share", "standard_error"),
        bias=column("bias"),
        bias_error=column("bias", "standard_error"),
        variance_ratio=column("variance_ratio"),
        variance_ratio_error=column("variance_ratio", "standard_error"),
        current=list(PRESETS).index(options.gate),
    )


FIGURES = {
    "histogram": histogram,
    "pair": pair,
    "position": position,
    "age": age,
    "length": length,
    "scatter": scatter,
    "partial_sums": partial_sums,
    "sequences": sequences,
    "steps": steps,
    "worst": worst_ones,
    "as_logged": as_logged,
    "gates": gates,
}
