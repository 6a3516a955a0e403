"""The zeroth-order estimator from pairs on both sides of mu."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.estimators.zeroth_order import exact_of
from engine.gradients.moments import antithetic_variance
from engine.gradients.noise import noise


def estimate(batches: Batches) -> Array:
    """(1/N) sum [f(mu + eps u_i) - f(mu - eps u_i)] u_i / (2 eps), (1, r)."""
    step = batches.setting.step
    left = batches.with_others(batches.reward(batches.z, -step), "down")
    np.subtract(batches.perturbed_rewards, left, out=left)
    sums = batches.product(left, batches.z)[np.newaxis]
    return np.asarray(sums / (2.0 * batches.size * step))


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean d/dmu E f under N(mu, eps^2); the variance is that of one pair."""
    own = antithetic_variance(setting.objective, setting.mean, setting.step)
    return exact_of(setting, own + noise(setting, setting.step).odd_variance / setting.step**2)


ESTIMATOR = Estimator(
    name="zeroth_order/antithetic",
    label="zeroth-order, antithetic",
    formula="(f(μ + εu) − f(μ − εu)) u / 2ε",
    unbiased=True,
    evaluations=2,
    estimate=estimate,
    exact=exact,
    perturbs=True,
    source="Salimans et al. 2017, arXiv 1703.03864",
)
