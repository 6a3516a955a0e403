"""A number that a framework logs: its name there, its formula, and how it is made of sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.core.arrays import Array
from engine.weights.rollouts.cluster_table import Statistic, Totals
from engine.weights.rollouts.extremes import Extremes


@dataclass(frozen=True, slots=True)
class Number:
    """One of `statistic` (an estimate) and `extreme` (of these tokens, without an error) is given.

    In formulas l = log w of a token, n, S, m: a sequence's token count, sum and mean of l; T: mean
    over all tokens; B: over sequences; B(T): within each sequence, then over them.
    """

    name: str
    formula: str
    statistic: Statistic | None = None
    extreme: Callable[[Extremes], float] | None = None
    differs: str = ""  # from what it looks like, or from others of that name


@dataclass(frozen=True, slots=True)
class Framework:
    """A training framework and what it logs about the ratio."""

    key: str
    title: str
    numbers: tuple[Number, ...]


def over_tokens(column: str, constant: float = 0.0) -> Statistic:
    """T of a column, and a constant that was left out of it."""

    def mean(totals: Totals) -> Array:
        return totals[column] / totals["tokens"] + constant

    return mean


def over_sequences(column: str, constant: float = 0.0) -> Statistic:
    """B of a column, and a constant that was left out of it."""

    def mean(totals: Totals) -> Array:
        return totals[column] / totals["sequences"] + constant

    return mean


def negative(statistic: Statistic) -> Statistic:
    """Its opposite."""

    def opposite(totals: Totals) -> Array:
        return -statistic(totals)

    return opposite
