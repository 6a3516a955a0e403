"""The numbers of rollouts by their usual names: one dictionary, a framework each within it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.divergence.kl_estimators import Estimate
from engine.weights.importance import effective_sample_size
from engine.weights.rollouts.frameworks.catalogue import FRAMEWORKS
from engine.weights.rollouts.frameworks.number import Number, over_tokens
from engine.weights.rollouts.shares import token_effective_share
from engine.weights.rollouts.sums import RolloutSums, rollout_sums
from engine.weights.rows.first_look import ORDINARY


def rollout_metrics(rollouts: Rollouts) -> dict[str, Any]:
    """What frameworks log about l = log w = new - old of the tokens that count, w = e^l.

    With T the mean over tokens, B over sequences, S a sequence's sum of l:
    "tokens", "sequences"; "mean_ratio" T w; "mean_log_ratio" T l; "largest_abs_log_ratio" max |l|;
    "share_abs_above_half" T 1[|l| > 1/2]; "catastrophic_token_fraction(1e-4)" T 1[w < 1e-4];
    "sequence_ess_fraction" (sum e^S)^2 / (m sum e^(2S)) of m sequences; "token_ess_fraction" the
    same over tokens; "rows_left_out_tokens" tokens without a finite number that reading left out;
    and "verl", "slime", "ms_swift", "nemo_rl", "prime_rl", "trl", "openrlhf", "miles": their own
    numbers, formulas in `engine.weights.rollouts.frameworks`. Nats; infinite where exp overflows.

    Raises ParameterError where no token counts, or one has no finite log-ratio.
    """
    _check(rollouts)
    return metrics_of(rollout_sums(rollouts, Run()))


def metrics_of(sums: RolloutSums) -> dict[str, Any]:
    """The same from what was gathered."""
    table, rollouts = sums.table, sums.rollouts
    found: dict[str, Any] = {
        "tokens": len(rollouts.new),
        "sequences": len(rollouts.lengths),
        "mean_ratio": table.value(over_tokens("e", 1.0)),
        "mean_log_ratio": table.value(over_tokens("l")),
        "largest_abs_log_ratio": sums.extremes.largest,
        "share_abs_above_half": table.value(over_tokens("far")),
        "catastrophic_token_fraction(1e-4)": table.value(over_tokens("catastrophic")),
        "sequence_ess_fraction": _effective_share(sums.sequence_log_ratio),
        "token_ess_fraction": _token_share(sums),
        "rows_left_out_tokens": rollouts.found.left_out,
    }
    for framework in FRAMEWORKS:
        found[framework.key] = {each.name: value_of(each, sums) for each in framework.numbers}
    return found


def value_of(number: Number, sums: RolloutSums) -> float:
    """What the framework would log."""
    if number.extreme is not None:
        return number.extreme(sums.extremes)
    assert number.statistic is not None
    return sums.table.value(number.statistic)


def estimate_of(number: Number, sums: RolloutSums) -> Estimate:
    """The same with its error by cluster; that of an extreme is 0, for it is of these tokens."""
    if number.statistic is None:
        return Estimate(value_of(number, sums), 0.0)
    return sums.table.estimate(number.statistic)


def _token_share(sums: RolloutSums) -> float:
    """(sum w)^2 / (n sum w^2); of scaled weights where these overflow."""
    if sums.extremes.largest > ORDINARY:
        return _effective_share(sums.rollouts.log_ratio)
    return sums.table.value(token_effective_share)


def _effective_share(log_weights: Array) -> float:
    return effective_sample_size(log_weights) / len(log_weights)


def _check(rollouts: Rollouts) -> None:
    if not len(rollouts.new):
        raise ParameterError("rollouts", "0 tokens", "must hold at least 1 that counts")
    for name in ("new", "old"):
        bad = int(np.count_nonzero(~np.isfinite(getattr(rollouts, name))))
        if bad:
            raise ParameterError(name, f"{bad:,} values", "must be finite")
