"""What the importance-weights study computes for own data: one record of arrays for each plot."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array
from engine.core.quantity import Readout
from engine.data.facts import DataFacts
from engine.pages.importance_weights.result import (
    Concentration,
    RunningDiagnostics,
    WeightHistogram,
)


@dataclass(frozen=True, slots=True)
class ClipCurve:
    """What clipping or masking at c does to the rows: how many are clipped, and how much weight
    min(w, c) takes away, as shares, with standard errors."""

    c: Array  # (m,), log-spaced
    clipped: Array  # (m,), share of the rows with w > c
    clipped_error: Array
    lost: Array  # (m,), sum of (w - c)+ over the sum of w
    lost_error: Array
    today: float  # today's c
    today_clipped: float
    today_clipped_error: float
    today_lost: float
    today_lost_error: float


@dataclass(frozen=True, slots=True)
class RunningMeanWeight:
    """The mean of w from the first n rows, which should be 1."""

    n: Array  # (m,)
    mean: Array  # (m,)
    error: Array  # (m,)


@dataclass(frozen=True, slots=True)
class RunningDivergences:
    """KL both ways from the first n rows, in nats; infinite where a weight of 0 makes it so."""

    n: Array  # (m,)
    kl_qp: Array  # (m,), mean of -log w
    kl_qp_error: Array
    kl_pq: Array  # (m,), mean of w log w
    kl_pq_error: Array


@dataclass(frozen=True, slots=True)
class WeightsDataResult:
    """Everything on the page of importance weights, for a file of log-ratios."""

    histogram: WeightHistogram
    concentration: Concentration
    diagnostics: RunningDiagnostics
    clipping: ClipCurve
    mean_weight: RunningMeanWeight
    divergences: RunningDivergences
    data: DataFacts
    readouts: tuple[Readout, ...]
    banners: tuple[str, ...]
