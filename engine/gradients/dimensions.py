"""Exact variances of gradient estimators in many dimensions, from those in one.

Either f(x) = sum_i f_i(x_i) under independent coordinates, where all the other coordinates are
noise beside f_i; or f(x) = g(u . x) along a direction, where the score holds noise beside that
of t = u . x.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.objectives import Objective
from engine.functions.test_function import checked_direction
from engine.gaussian.covariance_factor import factored
from engine.gaussian.gaussian import Gaussian
from engine.gradients.moments import (
    COORDINATES,
    ScoreMoments,
    antithetic_variance,
    measure_valued_variances,
    pathwise_variances,
    score_moments,
)

ByCoordinate = dict[str, Array]  # "mu" and "sigma", (d,) each


@dataclass(frozen=True, slots=True)
class SumOfObjectives:
    """f(x) = sum_i f_i(x_i), x_i ~ N(mean_i, std_i^2), independent, d of them.

    Raises ParameterError where the numbers of objectives, means and stds differ.
    """

    objectives: tuple[Objective, ...]
    means: tuple[float, ...]
    stds: tuple[float, ...]

    def __post_init__(self) -> None:
        counts = len(self.objectives), len(self.means), len(self.stds)
        if len(set(counts)) != 1 or counts[0] == 0:
            raise ParameterError("objectives", counts, "must be as many as means and stds")

    @property
    def mean(self) -> float:
        """E f."""
        return math.fsum(each.mean for each in self._moments("mu", self.stds))

    def gradient(self) -> ByCoordinate:
        """d E f / d mu_i and d E f / d sigma_i."""
        return {
            name: np.array([each.gradient for each in self._moments(name, self.stds)])
            for name in COORDINATES
        }

    def best_baseline(self, name: str, epsilon: float | None = None) -> float:
        """b* = E f |s|^2 / E |s|^2 over the mu or the sigma scores; with an ``epsilon``, E f |u|^2
        / d of the zeroth-order estimators."""
        stds = self.stds if epsilon is None else (epsilon,) * len(self.stds)
        moments = self._moments(name, stds)
        fisher = np.array([each.fisher for each in moments])
        return float(fisher @ self._best(moments) / fisher.sum())

    def exact_variances(
        self, batch_size: int | None = None, epsilon: float | None = None
    ) -> dict[str, ByCoordinate]:
        """Per sample, as gradient_variance.exact_variances, (d,) for each estimator.

        The measure-valued estimators move one coordinate at a time; coupled ones share the others,
        which then cancel. The zeroth-order ones move all at once, by the same ``epsilon`` (by
        default the std where there is but one). Raises ParameterError.
        """
        found: dict[str, ByCoordinate] = {}
        for name in COORDINATES:
            moments = self._moments(name, self.stds)
            best = self._best(moments)
            apart = _others(np.array([each.variance for each in moments]))
            for estimator, variance in self._score(name, moments, best, apart, batch_size).items():
                found.setdefault(estimator, {})[name] = variance
            for estimator, variance in self._others_held(name, apart).items():
                found.setdefault(estimator, {})[name] = variance
        if epsilon is not None or len(set(self.stds)) == 1:
            step = self.stds[0] if epsilon is None else epsilon
            for estimator, variance in self._zeroth_order(step).items():
                found[estimator] = {"mu": variance}
        return found

    def _moments(self, name: str, stds: Sequence[float]) -> list[ScoreMoments]:
        each = zip(self.objectives, self.means, stds, strict=True)
        return [score_moments(*question)[name] for question in each]

    def _best(self, moments: list[ScoreMoments]) -> Array:
        """The best b of each coordinate, (d,)."""
        rest = _others(np.array([each.mean for each in moments]))
        return np.array([each.best_baseline for each in moments]) + rest

    def _score(
        self,
        name: str,
        moments: list[ScoreMoments],
        best: Array,
        apart: Array,
        batch_size: int | None,
    ) -> dict[str, Array]:
        fisher = np.array([each.fisher for each in moments])
        least = np.array([each.best_variance for each in moments]) + apart * fisher
        found = {
            "score_function/none": least + np.square(best) * fisher,
            "score_function/mean": least + np.square(self.mean - best) * fisher,
            "score_function/optimal": least,
        }
        if batch_size is not None:
            if batch_size < 2:
                allowed = "must be at least 2: leave-one-out compares each reward with the others"
                raise ParameterError("batch_size", batch_size, allowed)
            centred = np.array([each.mean_variance for each in moments]) + apart * fisher
            squared = np.square([each.gradient for each in moments])
            spread = math.fsum(each.variance for each in moments) * fisher + squared
            found["score_function/leave_one_out"] = centred + spread / (batch_size - 1.0)
        return found

    def _others_held(self, name: str, apart: Array) -> dict[str, Array]:
        """Estimators that move one coordinate and hold or redraw the others."""
        questions = list(zip(self.objectives, self.means, self.stds, strict=True))
        valued = [measure_valued_variances(*question) for question in questions]
        # Both samples of the independent estimator bring the noise of the others along.
        factor = 1.0 / (2.0 * math.pi) if name == "mu" else 1.0
        noise = 2.0 * factor * apart / np.square(self.stds)
        found = {
            "measure_valued/coupled": np.array([each["coupled"][name] for each in valued]),
            "measure_valued/independent": np.array([each["independent"][name] for each in valued])
            + noise,
        }
        if all(each.has_gradient for each in self.objectives):
            slopes = [pathwise_variances(*question)[name] for question in questions]
            found["pathwise"] = np.array(slopes)
        return found

    def _zeroth_order(self, step: float) -> dict[str, Array]:
        moments = self._moments("mu", (step,) * len(self.stds))
        best = self._best(moments)
        apart = _others(np.array([each.variance for each in moments]))
        least = np.array([each.best_variance for each in moments]) + apart / step**2
        here = math.fsum(
            float(each.value(mean)) for each, mean in zip(self.objectives, self.means, strict=True)
        )
        odd, alone = [], []
        for objective, mean in zip(self.objectives, self.means, strict=True):
            grid, values = objective.on_nodes(mean, step)
            odd.append(grid.expectation(np.square(0.5 * (values - values[::-1]))))
            alone.append(antithetic_variance(objective, mean, step))
        return {
            "zeroth_order/one_sided": least + np.square(best / step),
            "zeroth_order/forward": least + np.square((here - best) / step),
            "zeroth_order/antithetic": np.array(alone) + _others(np.array(odd)) / step**2,
            "zeroth_order/optimal": least,
        }


def exact_variances_along(
    objective: Objective, gaussian: Gaussian, direction: ArrayLike | None = None
) -> dict[str, Array]:
    """Of the gradient of E g(u . x) by the mean of x ~ N(m, S), per sample, (d,) each.

    t = u . x has the variance s^2 = u'Su, and the score S^-1 (x - m) is u (t - E t) / s^2 and
    noise of variance (S^-1)_ii - u_i^2 / s^2 that knows nothing of t. score_function/none, /mean,
    /optimal (the best b of each coordinate), and pathwise where g has a gradient. ``direction`` is
    made a unit vector, by default the first axis. Raises ParameterError.
    """
    u = checked_direction(direction, gaussian.dimension)
    mean, std = float(u @ gaussian.mean), math.sqrt(float(u @ gaussian.covariance @ u))
    moments = score_moments(objective, mean, std)["mu"]
    along = np.square(u)
    precision = factored(gaussian.covariance).inverse_times(np.eye(gaussian.dimension))
    noise = np.maximum(np.diag(precision) - along / std**2, 0.0)

    def variance(baseline: Array | float) -> Array:
        inside = moments.best_variance + moments.fisher * np.square(
            np.subtract(baseline, moments.best_baseline)
        )
        outside = moments.variance + np.square(np.subtract(baseline, moments.mean))
        return np.asarray(along * inside + noise * outside)

    weight = along * moments.fisher
    best = (weight * moments.best_baseline + noise * moments.mean) / (weight + noise)
    found = {
        "score_function/none": variance(0.0),
        "score_function/mean": variance(moments.mean),
        "score_function/optimal": variance(best),
    }
    if objective.has_gradient:
        found["pathwise"] = along * pathwise_variances(objective, mean, std)["mu"]
    return found


def _others(values: Array) -> Array:
    """The sum of all the other entries, for each."""
    if len(values) == 1:
        return np.zeros(1)
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]])
    after = np.concatenate([np.cumsum(values[::-1])[:-1][::-1], [0.0]])
    return np.asarray(before + after)
