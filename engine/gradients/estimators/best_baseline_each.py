"""The score-function estimator with the best baseline for each coordinate."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.noise import policy_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - b_j) s_j(x_i), b_j = E f s_j^2 / E s_j^2, (2, r)."""
    moments = policy_moments(batches.setting)
    baselines = (moments["mu"].best_baseline, moments["sigma"].best_baseline)
    return batches.two_baseline_estimates(baselines)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f, the least variance of each coordinate."""
    moments = policy_moments(setting)
    return {name: Exact(each.gradient, each.best_variance) for name, each in moments.items()}


ESTIMATOR = Estimator(
    name="score_function/optimal",
    label="score function, best b each",
    formula="(f(x) − bⱼ) ∂ⱼlog π(x), bⱼ = E f sⱼ² / E sⱼ²",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Peters, Schaal 2008, Neural Networks 21",
)
