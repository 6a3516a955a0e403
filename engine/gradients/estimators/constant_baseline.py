"""The score-function estimator with a constant baseline b."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.noise import policy_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - b) s(x_i), (2, r)."""
    return batches.baseline_estimates(batches.setting.baseline)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f; the variance is a parabola in b."""
    return exact_with(setting, setting.baseline)


def exact_with(setting: Setting, baseline: float) -> dict[str, Exact]:
    """Mean and variance with this b for both coordinates."""
    moments = policy_moments(setting)
    return {
        name: Exact(each.gradient, float(each.variance_with(baseline)))
        for name, each in moments.items()
    }


ESTIMATOR = Estimator(
    name="score_function/constant",
    label="score function, constant b",
    formula="(f(x) − b) ∇log π(x)",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Williams 1992, Machine Learning 8",
)
