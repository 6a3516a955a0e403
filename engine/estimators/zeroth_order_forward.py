"""The zeroth-order estimator with f(mu) subtracted: forward differences."""

from __future__ import annotations

from engine.estimators.batches import Array, Batches
from engine.estimators.estimator import Estimator, Exact
from engine.estimators.setting import Setting
from engine.estimators.zeroth_order import estimate_with, exact_with
from engine.gradient_noise import noise


def estimate(batches: Batches) -> Array:
    """(1/N) sum (f(mu + eps u_i) - f(mu)) u_i / eps, (1, r)."""
    return estimate_with(batches, _centre(batches.setting))


def exact(setting: Setting) -> dict[str, Exact]:
    """The score function of N(mu, eps^2) with the baseline f(mu)."""
    return exact_with(setting, _centre(setting))


def _centre(setting: Setting) -> float:
    return float(setting.objective.value(setting.mean)) + noise(setting, setting.step).centre


ESTIMATOR = Estimator(
    name="zeroth_order/forward",
    label="zeroth-order, forward",
    formula="(f(μ + εu) − f(μ)) u / ε",
    unbiased=True,
    evaluations=1,
    estimate=estimate,
    exact=exact,
    source="Nesterov, Spokoiny 2017, Foundations of Computational Mathematics 17",
)
