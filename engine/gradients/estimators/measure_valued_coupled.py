"""The measure-valued estimator, its two samples coupled."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import measure_valued_variances, true_gradient
from engine.gradients.noise import noise


def estimate(batches: Batches) -> Array:
    """Means of [f(mu + sigma W) - f(mu - sigma W)] / (sigma sqrt(2 pi)) and of [f(mu + sigma M)
    - f(mu + sigma U M)] / sigma, (2, r).

    W has the density w exp(-w^2/2), M m^2 phi(m), U is uniform: both differences share a draw.
    """
    left = batches.reward(np.negative(batches.distances))
    np.subtract(batches.right_rewards, left, out=left)
    mu = batches.total(left) / math.sqrt(2.0 * math.pi)
    sigma = batches.total(batches.maxwell_rewards) - batches.total(batches.own_rewards)
    return np.asarray(np.stack([mu, sigma]) / (batches.size * batches.setting.std))


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f."""
    return exact_of("coupled", setting)


def exact_of(kind: str, setting: Setting) -> dict[str, Exact]:
    """Mean and variance of the coupled or the independent estimator."""
    question = (setting.objective, setting.mean, setting.std)
    true = true_gradient(*question)
    variances = measure_valued_variances(*question)[kind]
    # Coupled samples share all other coordinates, which cancel.
    apart = 2.0 * noise(setting).variance / setting.std**2 if kind == "independent" else 0.0
    factors = {"mu": 1.0 / (2.0 * math.pi), "sigma": 1.0}
    return {
        name: Exact(true[name], variance + factors[name] * apart)
        for name, variance in variances.items()
    }


ESTIMATOR = Estimator(
    name="measure_valued/coupled",
    label="measure-valued, coupled",
    formula="c (f(x⁺) − f(x⁻)), one draw for both",
    unbiased=True,
    evaluations=2,
    estimate=estimate,
    exact=exact,
    source="Mohamed, Rosca, Figurnov, Mnih 2020, JMLR 21, 132, section 6",
)
