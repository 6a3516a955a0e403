"""Leave-one-out advantages divided by the standard deviation of the other rewards."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - m_i) / (d_i + floor) s(x_i), (2, r); N > 2.

    m_i and d_i are mean and population deviation of the other N - 1 rewards. In small batches
    these agree nearly now and then, and the estimate explodes: with N = 3 it has no mean. Raises
    ParameterError where they agree entirely, unless there is a floor.
    """
    n = batches.size
    if n < 3:
        allowed = "must be at least 3: the other rewards need a standard deviation"
        raise ParameterError("batch_size", n, allowed)
    deviations = batches.rewards - (batches.reward_total / n)[:, np.newaxis]
    squares = np.square(deviations)
    # The other rewards' squared deviations add up to all of them less n/(n - 1) times one's own.
    rest = batches.total(squares)[:, np.newaxis] - squares * (n / (n - 1.0))
    if np.any(rest <= 1e-9 * squares):
        _recompute(batches.rewards, rest, 1e-9 * squares)
    np.sqrt(rest / (n - 1.0), out=rest)
    rest += batches.setting.deviation_floor
    if np.any(rest == 0.0):
        raise ParameterError(
            "batch_size",
            n,
            "in some batches all the other rewards are equal, and their deviation 0 divides "
            "nothing; more samples a batch or a floor under the deviation are needed",
        )
    deviations /= rest
    factor = 1.0 / ((n - 1.0) * batches.setting.std)
    return np.stack(
        [
            batches.product(deviations, batches.z) * factor,
            batches.product(deviations, batches.square) * factor,
        ]
    )


def _recompute(rewards: Array, rest: Array, doubtful: Array) -> None:
    """Where the difference of sums has lost its digits, from the rewards themselves."""
    equal_rows = np.ptp(rewards, axis=1) == 0.0
    rest[equal_rows] = 0.0
    uncertain = (rest <= doubtful) & ~equal_rows[:, np.newaxis]
    for row, column in np.argwhere(uncertain):
        others = np.delete(rewards[row], column)
        equal = np.ptp(others) == 0.0
        rest[row, column] = 0.0 if equal else np.sum(np.square(others - np.mean(others)))


ESTIMATOR = Estimator(
    name="score_function/leave_one_out_standardised",
    label="leave-one-out, divided by std",
    formula="(f(xᵢ) − mean of the others) / std of the others ∇log π(xᵢ)",
    unbiased=False,
    evaluations=1,
    estimate=estimate,
    exact=None,
    minimum_batch=3,
    uses_batch=True,
)
