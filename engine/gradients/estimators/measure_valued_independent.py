"""The measure-valued estimator with two independent samples."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.measure_valued_coupled import exact_of
from engine.gradients.estimators.setting import Setting


def estimate(batches: Batches) -> Array:
    """As the coupled one, with W and W', and M and Z, drawn apart, (2, r)."""
    left = batches.reward(np.negative(batches.other_distances))
    mu = _apart(batches, batches.right_rewards, left) / math.sqrt(2.0 * math.pi)
    sigma = _apart(batches, batches.maxwell_rewards, batches.reward(batches.normals[3]))
    return np.asarray(np.stack([mu, sigma]) / (batches.size * batches.setting.std))


def _apart(batches: Batches, first: Array, second: Array) -> Array:
    """Sums of differences whose sides draw all other coordinates apart, (r,)."""
    first = batches.with_others(first, "first")
    return batches.total(first) - batches.total(batches.with_others(second, "second"))


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f; the variances of both samples add up."""
    return exact_of("independent", setting)


ESTIMATOR = Estimator(
    name="measure_valued/independent",
    label="measure-valued, independent",
    formula="c (f(x⁺) − f(x⁻)), two draws",
    unbiased=True,
    evaluations=2,
    estimate=estimate,
    exact=exact,
    source="Mohamed, Rosca, Figurnov, Mnih 2020, JMLR 21, 132, section 6",
)
