"""The score-function estimator with the baseline that is best for the total variance."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import weighted_away, weighted_baseline
from engine.gradients.noise import policy_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(x_i) - b*) s(x_i), b* = E f |s|^2 / E |s|^2, (2, r)."""
    return batches.baseline_estimates(weighted_baseline(policy_moments(batches.setting)))


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f; the sum of both variances is the least that one b can give."""
    moments = policy_moments(setting)
    best = weighted_away(moments)
    return {
        name: Exact(each.gradient, float(each.variance_away(best)))
        for name, each in moments.items()
    }


ESTIMATOR = Estimator(
    name="score_function/optimal_total",
    label="score function, best b",
    formula="(f(x) − b*) ∇log π(x), b* = E f|s|² / E|s|²",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Greensmith, Bartlett, Baxter 2004, JMLR 5",
)
