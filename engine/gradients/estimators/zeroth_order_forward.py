"""The zeroth-order estimator with f(mu) subtracted: forward differences."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.estimators.zeroth_order import estimate_with, exact_of
from engine.gradients.noise import step_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(mu + eps u_i) - f(mu)) u_i / eps, (1, r)."""
    moments = step_moments(batches.setting)
    return estimate_with(batches, moments.at_mean)


def exact(setting: Setting) -> dict[str, Exact]:
    """The score function of N(mu, eps^2) with the baseline f(mu)."""
    moments = step_moments(setting)
    return exact_of(setting, float(moments.variance_away(moments.mu_away)))


ESTIMATOR = Estimator(
    name="zeroth_order/forward",
    label="zeroth-order, forward",
    formula="(f(μ + εu) − f(μ)) u / ε",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    perturbs=True,
    source="Nesterov, Spokoiny 2017, Foundations of Computational Mathematics 17",
)
