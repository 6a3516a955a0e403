"""The zeroth-order estimator f(mu + eps u) u / eps, one-sided, without a baseline."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.functions.closed_forms import gradient_change
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import true_gradient
from engine.gradients.noise import step_moments


def estimate(batches: Batches) -> Array:
    """(1/N) sum f(mu + eps u_i) u_i / eps, (1, r): of mu alone."""
    return estimate_with(batches, 0.0)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean d/dmu E f under N(mu, eps^2), which is that of the policy where eps = sigma."""
    return exact_of(setting, float(step_moments(setting).variance_with(0.0)))


def estimate_with(batches: Batches, baseline: float) -> Array:
    """(1/N) sum (f(mu + eps u_i) - b) u_i / eps, (1, r)."""
    sums = batches.product(batches.perturbed_rewards, batches.z)
    sums = sums - (baseline - batches.expected) * batches.z_total
    return np.asarray(sums[np.newaxis] / (batches.size * batches.setting.step))


def exact_of(setting: Setting, variance: float) -> dict[str, Exact]:
    """Mean and bias of all zeroth-order estimators, with the variance of one."""
    objective, mean, std, step = setting.objective, setting.mean, setting.std, setting.step
    gradient = true_gradient(objective, mean, step)["mu"]
    return {"mu": Exact(gradient, variance, gradient_change(objective, mean, std, step))}


ESTIMATOR = Estimator(
    name="zeroth_order/one_sided",
    label="zeroth-order",
    formula="f(μ + εu) u / ε",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    perturbs=True,
    source="Nesterov, Spokoiny 2017; Salimans et al. 2017, arXiv 1703.03864",
)
