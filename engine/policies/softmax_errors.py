"""Standard errors of what REINFORCE is measured to be over r batches, from the exact law.

A sample in which a rare action is missing shows too small an error with too small a value.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engine.core.arrays import Array
from engine.policies.batch_counts import BatchCounts
from engine.policies.softmax import SoftmaxPolicy, exact_variances
from engine.policies.softmax_exact import BASELINES
from engine.policies.softmax_reinforce import (
    ReinforceSamples,
    compiled_batches,
    leave_one_out_estimates,
)

PILOT = 8_192  # batches
PILOT_STREAM = 2


def with_law_errors(
    found: dict[str, ReinforceSamples], policy: SoftmaxPolicy, batch_size: int, batches: int
) -> dict[str, ReinforceSamples]:
    """The same with the errors of the means and of the total variances by the law."""
    variances = exact_variances(policy, batch_size)
    compiled = compiled_batches(batch_size, batches)
    with_law = {}
    for name in BASELINES:
        error = np.sqrt(variances[name] / batch_size / batches)
        error.flags.writeable = False
        total = float(np.sum(variances[name])) / batch_size
        spread = _relative_spread(policy, name, batch_size, variances, compiled)
        with_law[name] = replace(
            found[name], mean_error=error, total_error=total * math.sqrt(spread / batches)
        )
    return with_law


def _relative_spread(
    policy: SoftmaxPolicy,
    name: str,
    batch_size: int,
    variances: dict[str, Array],
    compiled: bool,
) -> float:
    """Var |S|^2 / (E |S|^2)^2 of one batch's distance S from the true gradient.

    S is the mean of N summands Y of covariance C: E |S|^4 N^3 = E |Y|^4 + (N - 1) [(tr C)^2 +
    2 tr C^2]. Leave-one-out is no such mean: its own comes from PILOT batches.
    """
    if name == "leave_one_out":
        return _pilot_spread(policy, batch_size, compiled)
    less = {
        "none": policy.rewards,
        "mean": policy.away,
        "optimal": policy.away - policy.best_away(),
    }
    away = less[name][:, np.newaxis] * policy.scores() - policy.gradient()
    largest = float(np.max(np.abs(away)))
    whole = float(np.sum(variances[name]))
    if largest == 0.0 or whole == 0.0:
        return 0.0
    with np.errstate(under="ignore"):
        away = away / largest
        probabilities, lengths = policy.probabilities, np.sum(np.square(away), axis=1)
        covariance = (away.T * probabilities) @ away
        trace = float(np.trace(covariance))
        if trace == 0.0:
            return 0.0
        # In units of the trace, whose square may underflow.
        square = float(np.sum(np.square(covariance / trace)))
        fourth = float(probabilities @ np.square(lengths)) / trace / trace
    return max((fourth - 1.0 - 2.0 * square) / batch_size + 2.0 * square, 0.0)


def _pilot_spread(policy: SoftmaxPolicy, batch_size: int, compiled: bool) -> float:
    pilot = BatchCounts(policy, batch_size, PILOT, 0, PILOT_STREAM, compiled)
    counts = np.concatenate(list(pilot.chunks(0)))
    away = leave_one_out_estimates(policy, counts) - policy.gradient()
    largest = float(np.max(np.abs(away)))
    with np.errstate(under="ignore"):
        lengths = np.sum(np.square(away / largest), axis=1) if largest else np.zeros(1)
        mean = float(np.mean(lengths))
        return float(np.var(lengths)) / mean**2 if mean > 0.0 else 0.0
