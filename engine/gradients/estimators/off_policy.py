"""The score-function estimator from samples of another Gaussian q, weighted by p/q."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import true_gradient
from engine.gradients.noise import weighted_noise
from engine.gradients.off_policy import off_policy_variance


def estimate(batches: Batches) -> Array:
    """(1/N) sum w(x_i) f(x_i) s(x_i), w = p/q, x ~ q, (2, r)."""
    return estimate_with(batches, 0.0)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E_p f; the variance is infinite where sigma_p^2 >= 2 sigma_q^2, save for exp."""
    return exact_with(setting, 0.0)


def estimate_with(batches: Batches, baseline: float) -> Array:
    """(1/N) sum w(x_i) (f(x_i) - b) s(x_i), (2, r)."""
    sums = batches.weighted_rewards - (baseline - batches.expected) * batches.weighted_scores
    return np.asarray(sums / (batches.size * batches.setting.std))


def exact_with(setting: Setting, baseline: float | None) -> dict[str, Exact]:
    """Mean grad E_p f, the variance of w (f - b) s; b = E_p f where it is None."""
    question = (setting.objective, setting.mean, setting.std)
    true = true_gradient(*question)
    others = None
    if setting.others:
        beside = weighted_noise(setting)
        added = beside.away if baseline is None else beside.mean
        others = (beside.log_mass, added, beside.variance)
    variances = off_policy_variance(*question, setting.behaviour, baseline, others)
    return {
        name: Exact(true[name], variance, root=root) for name, (variance, root) in variances.items()
    }


ESTIMATOR = Estimator(
    name="off_policy/none",
    label="off-policy",
    formula="w f(x) ∇log π(x), w = p/q, x ~ q",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    off_policy=True,
    source="Precup, Sutton, Singh 2000; Jie, Abbeel 2010",
)
