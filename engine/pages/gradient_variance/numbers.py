"""What is known of one estimator, exact and measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.kurtosis import law_errors
from engine.gradients.measured import GradientSamples
from engine.gradients.moments import COORDINATES


@dataclass(frozen=True, slots=True)
class Numbers:
    """By mu and by sigma (or log sigma), (2,) each; NaN where there is none.

    Variances are per sample: N times those of an estimate from a batch of N.
    """

    estimator: Estimator
    mean: Array  # exact, as what follows
    variance: Array
    deviation: Array  # root of the variance, finite also where that overflows
    measured_mean: Array
    mean_error: Array
    measured_variance: Array
    variance_error: Array
    bias: Array  # exact, with an error of 0, or measured
    bias_error: Array
    cloud: Array  # (2, k), the first estimates
    rare: bool = False  # a few rare estimates carry most of the variance


def numbers_of(
    estimator: Estimator,
    setting: Setting,
    exact: dict[str, Exact],
    samples: GradientSamples,
    factors: Array,
    true: Array,
) -> Numbers:
    """In this setting, ``factors`` (2,) times what is by mu and sigma; ``exact`` may be empty.

    The errors of what was measured come from the law of the estimates, where that is known.
    """
    squares = np.square(factors)
    seen = samples.measured.get(estimator.name)
    law = (
        law_errors(setting, estimator.name, exact, samples.repetitions) if exact and seen else None
    )
    mean = mean_error = variance = variance_error = cloud = np.empty(0)
    if seen is not None:
        mean, variance, cloud = seen.mean, seen.variance, seen.cloud
        mean_error = seen.mean_error if law is None else law.mean
        variance_error = seen.variance_error if law is None else law.variance
    measured = factors * _pair(mean)
    error = factors * _pair(mean_error)
    per_sample = samples.batch_size * squares
    return Numbers(
        estimator=estimator,
        mean=factors * exact_pair(exact, "mean"),
        variance=squares * exact_pair(exact, "variance"),
        deviation=factors * exact_pair(exact, "deviation"),
        measured_mean=measured,
        mean_error=error,
        measured_variance=per_sample * _pair(variance),
        variance_error=per_sample * _pair(variance_error),
        bias=factors * exact_pair(exact, "bias") if exact else measured - true,
        bias_error=np.zeros(2) if exact else error,
        cloud=factors[:, np.newaxis] * _rows(cloud),
        rare=law is not None and law.rare,
    )


def exact_pair(exact: dict[str, Exact], what: str) -> Array:
    """(2,) of ``what``, NaN where there is none."""
    return np.array([getattr(exact[c], what) if c in exact else np.nan for c in COORDINATES])


def _pair(values: Array) -> Array:
    """(2,), filled up with NaN."""
    pair = np.full(2, np.nan)
    pair[: len(values)] = values
    return pair


def _rows(cloud: Array) -> Array:
    """(2, k), filled up with NaN."""
    if cloud.ndim < 2:
        return np.full((2, 0), np.nan)
    rows = np.full((2, cloud.shape[1]), np.nan)
    rows[: len(cloud)] = cloud
    return rows
