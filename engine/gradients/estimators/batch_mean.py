"""The score-function estimator with the batch's own mean reward as baseline: biased."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators import leave_one_out
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import true_gradient


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - mean f) s(x_i), (2, r)."""
    return batches.centred_estimates


def exact(setting: Setting) -> dict[str, Exact]:
    """(N - 1)/N times the leave-one-out estimate: mean and deviation shrink by this factor."""
    n = setting.batch_size
    if n == 1:
        true = true_gradient(setting.objective, setting.mean, setting.std)
        return {name: Exact(0.0, 0.0, 0.0 - gradient) for name, gradient in true.items()}
    factor = 1.0 - 1.0 / n
    return {
        name: Exact(factor * each.mean, factor**2 * each.variance, 0.0 - each.mean / n)
        for name, each in leave_one_out.exact(setting).items()
    }


ESTIMATOR = Estimator(
    name="score_function/batch_mean",
    label="score function, batch mean",
    formula="(f(xᵢ) − mean f) ∇log π(xᵢ)",
    unbiased=False,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    uses_batch=True,
)
