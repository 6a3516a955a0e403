"""The score-function estimator with advantages divided by their standard deviation."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator

# Below this share of its mean square, a variance from sums has lost its digits.
DOUBTFUL = 1e-9


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - mean f) / (std f + floor) s(x_i), (2, r); N > 1.

    ``std f`` is the population deviation of the batch. It estimates no gradient but about
    grad E f / std f, so rewards that nearly agree count as much as rewards that differ. Raises
    ParameterError for a batch of equal rewards, unless there is a floor.
    """
    n = batches.size
    if n < 2:
        allowed = "must be at least 2: one reward has no standard deviation"
        raise ParameterError("batch_size", n, allowed)
    squares = batches.product(batches.rewards, batches.rewards) / n
    variance = squares - np.square(batches.reward_total / n)
    estimates = batches.centred_estimates
    rows = np.flatnonzero(variance <= DOUBTFUL * squares)
    if len(rows):
        rewards = batches.rewards[rows]
        deviations = rewards - rewards.mean(axis=1, keepdims=True)
        deviations[np.ptp(rewards, axis=1) == 0.0] = 0.0
        variance[rows] = np.square(deviations).mean(axis=1)
        scores = np.stack([batches.z[rows], batches.square[rows]])
        estimates = estimates.copy()
        estimates[:, rows] = np.vecdot(scores, deviations) / (n * batches.setting.std)
    floor = batches.setting.deviation_floor
    divisor = np.sqrt(np.maximum(variance, 0.0)) + floor
    if np.any(divisor == 0.0):
        raise ParameterError(
            "batch_size",
            n,
            "in some batches all rewards are equal, and their deviation 0 divides nothing; "
            "more samples a batch or a floor under the deviation are needed",
        )
    return np.asarray(estimates / divisor)


ESTIMATOR = Estimator(
    name="score_function/standardised",
    label="score function, divided by std",
    formula="(f(xᵢ) − mean f) / std f ∇log π(xᵢ)",
    unbiased=False,
    evaluations=1,
    estimate=estimate,
    exact=None,
    minimum_batch=2,
    uses_batch=True,
    source="Shao et al. 2024, arXiv 2402.03300 (group-relative advantages)",
)
