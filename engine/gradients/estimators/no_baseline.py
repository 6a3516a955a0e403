"""The score-function estimator f(x) grad log N(x), also called REINFORCE."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.constant_baseline import exact_with
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting


def estimate(batches: Batches) -> Array:
    """(1/N) sum f(x_i) s(x_i), (2, r)."""
    return batches.baseline_estimates(0.0)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f, variance E f^2 s^2 - (grad E f)^2."""
    return exact_with(setting, 0.0)


ESTIMATOR = Estimator(
    name="score_function/none",
    label="score function",
    formula="f(x) ∇log π(x)",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Williams 1992, Machine Learning 8",
)
