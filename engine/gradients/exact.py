"""Exact means and variances of every gradient estimator of d/dtheta E f(x), x ~ N(mu, sigma^2)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.parameter import ParameterError
from engine.functions.objectives import Objective
from engine.gradients.estimators.catalogue import ESTIMATORS
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import true_gradient

__all__ = [
    "available",
    "batch_variance",
    "exact_means",
    "exact_moments",
    "exact_variances",
    "log_std",
    "samples_for_deviation",
    "samples_needed",
    "true_gradient",
    "unavailable",
]


def exact_variances(
    objective: Objective,
    mean: float,
    std: float,
    *,
    batch_size: int | None = None,
    baseline: float | None = None,
    epsilon: float | None = None,
    behaviour: tuple[float, float] | None = None,
) -> dict[str, dict[str, float]]:
    """Variances per sample, by estimator and coordinate, "mu" and "sigma".

    Always: score_function/none, /mean (b = E f), /optimal (the best b of each coordinate),
    /optimal_total (the best b for both), measure_valued/coupled, /independent, and for mu alone
    zeroth_order/one_sided, /forward (b = f(mu)), /antithetic, /optimal with step ``epsilon`` (by
    default sigma). pathwise, where f has a gradient. score_function/constant with a ``baseline``;
    score_function/batch_mean and /leave_one_out with a ``batch_size`` N, as N times the variance
    of an estimate from N samples; off_policy/none and /mean with a ``behaviour`` (mean, std) of q,
    math.inf where they are infinite.

    Raises ParameterError for bad input and rewards that overflow. Mohamed, Rosca, Figurnov and
    Mnih 2020, JMLR 21, 132.
    """
    setting = _setting(objective, mean, std, batch_size, baseline, epsilon, behaviour)
    moments = exact_moments(setting, batch_size is not None, baseline is not None)
    return {
        name: {coordinate: each.variance for coordinate, each in found.items()}
        for name, found in moments.items()
    }


def exact_means(
    objective: Objective,
    mean: float,
    std: float,
    *,
    batch_size: int | None = None,
    baseline: float | None = None,
    epsilon: float | None = None,
    behaviour: tuple[float, float] | None = None,
) -> dict[str, dict[str, float]]:
    """Expected estimates, as exact_variances; less true_gradient(...) they are the biases.

    The batch mean's is (N - 1)/N of the gradient, the zeroth-order ones' is the gradient under
    N(mu, epsilon^2); all others' is the gradient.
    """
    setting = _setting(objective, mean, std, batch_size, baseline, epsilon, behaviour)
    moments = exact_moments(setting, batch_size is not None, baseline is not None)
    return {
        name: {coordinate: each.mean for coordinate, each in found.items()}
        for name, found in moments.items()
    }


def exact_moments(
    setting: Setting, with_batch: bool = True, with_constant: bool = True
) -> dict[str, dict[str, Exact]]:
    """Mean and variance per sample of every estimator that has exact ones in this setting."""
    found = {}
    for estimator in available(setting):
        if estimator.exact is None or (estimator.uses_batch and not with_batch):
            continue
        if estimator.name == "score_function/constant" and not with_constant:
            continue
        found[estimator.name] = estimator.exact(setting)
    return found


def available(setting: Setting) -> Iterator[Estimator]:
    """The estimators that exist in this setting."""
    for estimator in ESTIMATORS:
        if not unavailable(estimator, setting):
            yield estimator


def unavailable(estimator: Estimator, setting: Setting) -> str:
    """Why the estimator does not exist in this setting; empty if it does."""
    if estimator.name == "pathwise" and not setting.objective.has_gradient:
        return "the step has no gradient to follow: it is 0 wherever it exists"
    if estimator.off_policy and setting.behaviour_mean is None:
        return "needs samples from another Gaussian q"
    if setting.batch_size < estimator.minimum_batch:
        return f"needs batches of at least {estimator.minimum_batch} samples"
    return ""


def batch_variance(per_sample: float, batch_size: int) -> float:
    """Of the estimate from N samples: the variance per sample over N."""
    return per_sample / batch_size


def samples_needed(mean: float, variance: float, relative_error: float = 0.1) -> float:
    """Samples n for a standard error of ``relative_error`` times the gradient: variance /
    (relative_error mean)^2; inf where the gradient is 0 or the variance infinite."""
    if not relative_error > 0.0:
        raise ParameterError("relative_error", relative_error, "must be above 0")
    return samples_for_deviation(mean, math.sqrt(variance), relative_error)


def samples_for_deviation(mean: float, deviation: float, relative_error: float = 0.1) -> float:
    """The same from the root of the variance, which may be finite where the variance is not."""
    if deviation == 0.0:
        return 1.0
    allowed = relative_error * abs(mean)
    # The square of a small gradient would be 0.
    errors = deviation / allowed if allowed > 0.0 else math.inf
    return max(1.0, errors * errors)


def log_std(std: float, mean: float, variance: float) -> tuple[float, float]:
    """Mean and variance of a sigma-gradient estimate turned into one of log sigma.

    d/d log sigma = sigma d/d sigma: the mean grows by sigma, the variance by sigma^2.
    """
    return std * mean, std**2 * variance


def _setting(
    objective: Objective,
    mean: float,
    std: float,
    batch_size: int | None,
    baseline: float | None,
    epsilon: float | None,
    behaviour: tuple[float, float] | None,
) -> Setting:
    if batch_size == 1:
        allowed = "must be at least 2: leave-one-out compares each reward with the others"
        raise ParameterError("batch_size", batch_size, allowed)
    behaviour_mean, behaviour_std = behaviour if behaviour is not None else (None, None)
    return Setting(
        objective=objective,
        mean=mean,
        std=std,
        batch_size=1 if batch_size is None else batch_size,
        baseline=0.0 if baseline is None else baseline,
        epsilon=epsilon,
        behaviour_mean=behaviour_mean,
        behaviour_std=behaviour_std,
    )
