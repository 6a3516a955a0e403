"""The score-function estimator with the expected reward as baseline."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.noise import policy_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - E f) s(x_i), (2, r)."""
    return batches.baseline_estimates(batches.expected)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f, variance E (f - E f)^2 s^2 - (grad E f)^2; more than without at times."""
    moments = policy_moments(setting)
    return {name: Exact(each.gradient, each.mean_variance) for name, each in moments.items()}


ESTIMATOR = Estimator(
    name="score_function/mean",
    label="score function, b = E f",
    formula="(f(x) − E f) ∇log π(x)",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Mohamed, Rosca, Figurnov, Mnih 2020, JMLR 21, 132, section 4",
)
