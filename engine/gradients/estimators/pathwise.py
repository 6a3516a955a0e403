"""The pathwise estimator f'(x) dx/dtheta, also called reparameterisation."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import pathwise_variances, true_gradient


def estimate(batches: Batches) -> Array:
    """(1/N) sum f'(x_i) (1, z_i), x = mu + sigma z, (2, r); raises ParameterError for the step."""
    setting = batches.setting
    slopes = setting.objective.slope(setting.mean + setting.std * batches.z)
    along = batches.product(slopes, batches.z)
    return np.asarray(np.stack([batches.total(slopes), along]) / batches.size)


def exact(setting: Setting) -> dict[str, Exact]:
    """Mean grad E f, variances of f' and f' z; raises ParameterError for the step."""
    variances = pathwise_variances(setting.objective, setting.mean, setting.std)
    true = true_gradient(setting.objective, setting.mean, setting.std)
    return {name: Exact(true[name], variance) for name, variance in variances.items()}


ESTIMATOR = Estimator(
    name="pathwise",
    label="pathwise",
    formula="f′(x) ∂x/∂θ, x = μ + σz",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Kingma, Welling 2014; Mohamed et al. 2020, section 5",
)
