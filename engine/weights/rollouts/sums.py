"""Everything that the numbers about rollouts are made of, gathered in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.sampling.gather import gather
from engine.weights.rollouts.cluster_table import ClusterSums, ClusterTable
from engine.weights.rollouts.clusters import Clusters
from engine.weights.rollouts.columns import (
    age_columns,
    first_columns,
    pair_columns,
    ratio_columns,
    sequence_columns,
)
from engine.weights.rollouts.extremes import Extremes
from engine.weights.rollouts.tokens import Tokens, token_source
from engine.weights.rollouts.values import Values


class _Pass:
    """All summaries of one block."""

    def __init__(self, rows: int, about: tuple[float, float]) -> None:
        of_sequences = (sequence_columns, first_columns, age_columns)
        self.clusters = ClusterSums(rows, (ratio_columns, pair_columns(about)), of_sequences)
        self.extremes = Extremes()
        self.values = Values()

    def add(self, chunk: Tokens) -> None:
        self.clusters.add(chunk)
        self.extremes.add(chunk)
        self.values.add(chunk)

    def merge(self, other: _Pass) -> None:
        self.clusters.merge(other.clusters)
        self.extremes.merge(other.extremes)
        self.values.merge(other.values)


@dataclass(frozen=True, slots=True)
class RolloutSums:
    """Of the finite tokens."""

    rollouts: Rollouts
    clusters: Clusters
    table: ClusterTable
    extremes: Extremes
    values: Values
    about: tuple[float, float]  # what was taken from old and new before their products
    sequence_log_ratio: Array = field(repr=False)  # (sequences,) S


def rollout_sums(rollouts: Rollouts, run: Run) -> RolloutSums:
    """One pass over rollouts with at least one token, all of them finite; raises Cancelled."""
    source = token_source(rollouts)
    about = (_near(rollouts.old), _near(rollouts.new))
    found = gather(source, lambda _: _Pass(source.clusters.rows, about), run)
    extremes = found.extremes
    return RolloutSums(
        rollouts,
        source.clusters,
        found.clusters.table(),
        extremes,
        found.values,
        about,
        extremes.sequence_log_ratio,
    )


def _near(values: np.ndarray) -> float:
    """About the mean: of a few thousand, evenly apart."""
    return float(np.mean(values[:: max(len(values) // 4_096, 1)], dtype=float))
