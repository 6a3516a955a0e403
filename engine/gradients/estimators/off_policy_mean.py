"""The off-policy score-function estimator with the expected reward as baseline."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.off_policy import estimate_with, exact_with
from engine.gradients.estimators.setting import Setting


def estimate(batches: Batches) -> Array:
    """(1/N) sum w(x_i) (f(x_i) - E_p f) s(x_i), (2, r)."""
    return estimate_with(batches, batches.expected)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E_p f; the variance is infinite where sigma_p^2 >= 2 sigma_q^2."""
    return exact_with(setting, None)


ESTIMATOR = Estimator(
    name="off_policy/mean",
    label="off-policy, b = E f",
    formula="w (f(x) − E f) ∇log π(x), w = p/q, x ~ q",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    off_policy=True,
)
