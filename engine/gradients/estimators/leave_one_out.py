"""The score-function estimator with the mean of the other rewards of the batch as baseline."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.noise import policy_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - mean of the other f(x_j)) s(x_i), (2, r); N > 1.

    It is N / (N - 1) times the estimate with the batch mean.
    """
    _check(batches.size)
    return batches.score_sums.leave_one_out(batches.reward_total)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f; the estimate is the sample covariance of f and s."""
    n = setting.batch_size
    _check(n)
    moments = policy_moments(setting)
    return {
        name: Exact(each.gradient, n * each.leave_one_out_variance(n))
        for name, each in moments.items()
    }


def _check(batch_size: int) -> None:
    if batch_size < 2:
        allowed = "must be at least 2: leave-one-out compares each reward with the others"
        raise ParameterError("batch_size", batch_size, allowed)


ESTIMATOR = Estimator(
    name="score_function/leave_one_out",
    label="score function, leave-one-out",
    formula="(f(xᵢ) − mean of the other f) ∇log π(xᵢ)",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    minimum_batch=2,
    uses_batch=True,
    source="Kool, van Hoof, Welling 2019, ICLR workshop; Mnih, Rezende 2016",
)
