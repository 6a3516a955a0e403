"""The zeroth-order estimator with the best constant subtracted."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.estimators.zeroth_order import estimate_with, exact_of
from engine.gradients.noise import step_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(mu + eps u_i) - b) u_i / eps, b = E f(mu + eps u) u^2, (1, r)."""
    return estimate_with(batches, step_moments(batches.setting).best_baseline)


def exact(setting: Setting) -> dict[str, Exact]:
    """The least variance that a constant can give."""
    return exact_of(setting, step_moments(setting).best_variance)


ESTIMATOR = Estimator(
    name="zeroth_order/optimal",
    label="zeroth-order, best b",
    formula="(f(μ + εu) − b*) u / ε, b* = E f u²",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    perturbs=True,
)
