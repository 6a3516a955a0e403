"""What a gate on the ratio would do to these rollouts: how much it keeps, and at what bias.

A gate puts g(w) in the place of w = p/q before A times the score. It acts on the ratio of a
token, of a whole sequence (the product e^S), or on the geometric mean e^m of its tokens' ratios;
a rejection leaves out whole sequences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.divergence.kl_estimators import Estimate
from engine.sampling.gather import gather
from engine.weights.gate_samples import gradient_weight, inside
from engine.weights.gates import Gate
from engine.weights.rollouts.cluster_table import ClusterSums, Columns, Statistic, Totals
from engine.weights.rollouts.tokens import Tokens, token_source

Level = Literal["token", "sequence", "geometric", "k3"]


@dataclass(frozen=True, slots=True)
class RatioGate:
    """A gate and the ratio that it acts on; at "k3" the gate's levels are those of the mean k3 of
    a sequence, and the tokens of those that it keeps have their own ratios."""

    name: str
    level: Level
    gate: Gate

    @property
    def words(self) -> str:
        """What it does, with its numbers."""
        what = {
            "token": "w of a token",
            "sequence": "w = e^S of a sequence",
            "geometric": "w = e^m, the geometric mean of a sequence's ratios",
            "k3": "the mean k3 of a sequence in place of w in the condition",
        }
        return f"{self.gate.formula}; {what[self.level]}"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Each with its error by cluster. Shares are of the units that the gate acts on: tokens, or
    sequences."""

    advantages: bool  # whether the file tells them; else A = 1
    kept: Estimate  # the share of the units whose ratio is left as it is
    mean: Estimate  # of g, 1 without bias
    effective_share: Estimate  # (sum g)^2 / (n sum g^2), as it is logged after the gate
    true_share: Estimate  # the same of w
    reference: Estimate  # mean over sequences of sum A w
    bias: Estimate  # mean over sequences of sum A g - sum A w
    variance: Estimate  # over sequences, of sum A g
    variance_ratio: Estimate  # by that of sum A w


def what_if(rollouts: Rollouts, gate: RatioGate, run: Run) -> WhatIf:
    """Of rollouts with at least one token, all of them finite; a token whose advantage is
    unknown has A = 0. Raises Cancelled."""
    source = token_source(rollouts)

    def columns(chunk: Tokens) -> Columns:
        return _columns(chunk, gate)

    rows = source.clusters.rows
    table = gather(source, lambda _: ClusterSums(rows, (), (columns,)), run).table()
    statistics = (
        _ratio("kept", "units"),
        _ratio("g", "units"),
        _effective("g", "g_squared"),
        _effective("w", "w_squared"),
        _ratio("reference", "sequences"),
        _ratio("difference", "sequences"),
        _gated_variance,
        _variance_ratio,
    )
    found = [_told(table.estimate(each)) for each in statistics]
    return WhatIf(rollouts.advantage is not None, *found)


def _columns(chunk: Tokens, gate: RatioGate) -> Columns:
    """By sequence."""
    advantage = _advantage(chunk)
    sequences = np.ones(len(chunk.starts))
    total = chunk.by_sequence(chunk.log_ratio)
    if gate.level in ("sequence", "geometric"):
        exponent = total if gate.level == "sequence" else total / chunk.lengths
        ratio, score = np.exp(exponent), chunk.by_sequence(advantage)
        kept, g = _gated(gate.gate, ratio, score)
        units = {"units": sequences, "kept": kept, **_powers("g", g), **_powers("w", ratio)}
        change = score * g
        reference = score * ratio
        if gate.level == "geometric":
            reference = chunk.by_sequence(advantage * np.exp(chunk.log_ratio))
        return units | _products(sequences, change, reference)
    ratio = np.exp(chunk.log_ratio)
    if gate.level == "token":
        kept, g = _gated(gate.gate, ratio, advantage)
    else:
        k3 = chunk.by_sequence(np.expm1(chunk.log_ratio) - chunk.log_ratio) / chunk.lengths
        low, high = gate.gate.positive.low, gate.gate.positive.high
        kept = np.repeat(((k3 >= low) & (k3 <= high)).astype(float), chunk.lengths)
        g = kept * ratio
    tokens = {"units": np.ones(len(ratio)), "kept": kept}
    tokens |= _powers("g", g) | _powers("w", ratio)
    change, reference = (chunk.by_sequence(advantage * each) for each in (g, ratio))
    sums = {name: chunk.by_sequence(each) for name, each in tokens.items()}
    return sums | _products(sequences, change, reference)


def _advantage(chunk: Tokens) -> Array:
    if chunk.advantage is None:
        return np.ones(len(chunk.log_ratio))
    return np.nan_to_num(chunk.advantage, nan=0.0)


def _gated(gate: Gate, ratio: Array, advantage: Array) -> tuple[Array, Array]:
    return inside(gate, ratio, advantage).astype(float), gradient_weight(gate, ratio, advantage)


def _powers(name: str, values: Array) -> Columns:
    return {name: values, f"{name}_squared": values * values}


def _products(sequences: Array, change: Array, reference: Array) -> Columns:
    return {
        "sequences": sequences,
        "change": change,
        "reference": reference,
        "difference": change - reference,
        "change_squared": change * change,
        "reference_squared": reference * reference,
    }


def _ratio(name: str, by: str) -> Statistic:
    def mean(totals: Totals) -> Array:
        return totals[name] / totals[by]

    return mean


def _effective(name: str, square: str) -> Statistic:
    def share(totals: Totals) -> Array:
        return totals[name] ** 2 / (totals["units"] * totals[square])

    return share


def _variance(totals: Totals, name: str) -> Array:
    m = totals["sequences"]
    return (totals[f"{name}_squared"] - totals[name] ** 2 / m) / (m - 1.0)


def _gated_variance(totals: Totals) -> Array:
    return _variance(totals, "change")


def _variance_ratio(totals: Totals) -> Array:
    return _variance(totals, "change") / _variance(totals, "reference")


def _told(found: Estimate) -> Estimate:
    """An undefined value has no error either."""
    return Estimate(found.value, math.inf) if math.isnan(found.value) else found
