"""Importance weights from log-ratios of a file: what the study computes for own data.

q is the policy that the samples were drawn from (old), p the other one (new).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import Array
from engine.core.run import Run
from engine.data.facts import facts_of, file_banners
from engine.data.file import log_ratios
from engine.data.source import DataSource
from engine.pages.importance_weights.data_clipping import clip_curve
from engine.pages.importance_weights.data_curves import (
    concentration,
    diagnostics,
    histogram,
    largest_share,
    running_divergences,
    running_mean_weight,
    top_share,
)
from engine.pages.importance_weights.data_pass import WeightsPass, weights_pass
from engine.pages.importance_weights.data_readouts import PPO_RANGE, DataWeights, banners, readouts
from engine.pages.importance_weights.data_result import WeightsDataResult
from engine.pages.importance_weights.result import Concentration, RunningDiagnostics
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.pareto.smoothing import SmoothedTail
from engine.weights.rows.first_look import rows_of, usable_look
from engine.weights.rows.independence import correlation_time
from engine.weights.rows.tail import fitted_tail, inverse_mean


@dataclass(frozen=True, slots=True)
class _Pass:
    """What does not depend on the page's options."""

    found: WeightsPass
    tail: SmoothedTail
    inverse: tuple[float, float]
    top: tuple[float, float]
    largest: tuple[float, float]
    outside: float
    time: float  # of correlation
    concentration: Concentration
    diagnostics: RunningDiagnostics


_kept: Kept[_Pass] = Kept()


def weights_of_data(source: DataSource, c: float, scale: str, run: Run) -> WeightsDataResult:
    """The page's result for a file of log-ratios, clipped at c; raises DataError, Cancelled."""
    data = log_ratios(source, run)
    logs = data.log_weights
    kept = _kept.answer(logs, lambda: _pass(source, logs, run))
    facts = facts_of(source, data)
    clipping = clip_curve(logs, kept.found, c, run)
    weights = DataWeights(
        facts=facts,
        found=kept.found,
        tail=kept.tail,
        top_share=kept.top,
        largest_share=kept.largest,
        clipping=clipping,
        outside=kept.outside,
        inverse=kept.inverse,
        time=kept.time,
    )
    return WeightsDataResult(
        histogram=histogram(logs, kept.found, c, scale, run),
        concentration=kept.concentration,
        diagnostics=kept.diagnostics,
        clipping=clipping,
        mean_weight=running_mean_weight(kept.found),
        divergences=running_divergences(kept.found),
        data=facts,
        readouts=readouts(weights),
        banners=(*file_banners(source, data), *banners(weights)),
    )


def _pass(source: DataSource, logs: Array, run: Run) -> _Pass:
    look = usable_look(source, logs, run)
    found = weights_pass(logs, look, run)
    return _Pass(
        found=found,
        tail=fitted_tail(logs, run),
        inverse=inverse_mean(logs, look, run),
        top=top_share(logs, found),
        largest=largest_share(logs, found, run),
        outside=_outside(logs, run),
        time=correlation_time(logs, look, run),
        concentration=concentration(logs, found),
        diagnostics=diagnostics(logs, found, run),
    )


def _outside(logs: Array, run: Run) -> float:
    """The share of the rows with |w - 1| > PPO_RANGE."""
    low, high = np.log1p(-PPO_RANGE), np.log1p(PPO_RANGE)

    def count(block: int) -> int:
        rows = rows_of(logs, block)
        return int(np.count_nonzero(rows > high) + np.count_nonzero(rows < low))

    return sum(over_blocks(block_count(len(logs)), count, run)) / len(logs)
