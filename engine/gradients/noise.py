"""What the other coordinates of a sum add to the moments of one: noise that its score misses.

f(x) = sum_i f(x_i), a constant added once, under independent coordinates. To the estimators of
the gradient by mu_i and sigma_i all other terms are one random number R, independent of x_i.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.functions.closed_forms import closed_forms
from engine.functions.objectives import Objective
from engine.functions.sides import away_from_reference
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import ScoreMoments, odd_variance, score_moments
from engine.gradients.off_policy import squared_ratio


@dataclass(frozen=True, slots=True)
class Noise:
    """Of R = sum_j f(x_j) over the other coordinates."""

    mean: float
    variance: float
    odd_variance: float  # of [R(z) - R(-z)] / 2
    reference: float  # those of `ScoreMoments`, summed
    rounding: float
    mean_away: float
    mu_away: float


def noise(setting: Setting, step: float | None = None) -> Noise:
    """With the policy's stds, or with ``step`` in place of each; zeros for one coordinate."""
    return _noise(setting.others_objective, setting.others, step)


def policy_moments(setting: Setting) -> dict[str, ScoreMoments]:
    """Of the reward and the score of this coordinate, "mu" and "sigma"."""
    return beside(score_moments(setting.objective, setting.mean, setting.std), noise(setting))


def step_moments(setting: Setting) -> ScoreMoments:
    """As policy_moments' "mu", every coordinate perturbed by epsilon."""
    moments = score_moments(setting.objective, setting.mean, setting.step)
    return beside(moments, noise(setting, setting.step))["mu"]


def expected_reward(setting: Setting) -> float:
    """E f, all coordinates."""
    return policy_moments(setting)["mu"].mean


def beside(moments: dict[str, ScoreMoments], added: Noise) -> dict[str, ScoreMoments]:
    """The moments of f + R and the score, R independent of both.

    E R moves every baseline, Var R adds Var R E s^2 to every variance.
    """
    return {
        name: replace(
            each,
            mean=each.mean + added.mean,
            variance=each.variance + added.variance,
            best_baseline=each.best_baseline + added.mean,
            best_variance=each.best_variance + added.variance * each.fisher,
            mean_variance=each.mean_variance + added.variance * each.fisher,
            reference=each.reference + added.reference,
            rounding=each.rounding + added.rounding,
            mean_away=each.mean_away + added.mean_away,
            best_away=each.best_away + added.mean_away,
            mu_away=each.mu_away + added.mu_away,
        )
        for name, each in moments.items()
    }


@dataclass(frozen=True, slots=True)
class WeightedNoise:
    """Of R and the other coordinates' weights, whose squares tilt q into another Gaussian."""

    log_mass: float  # log E_q w^2, inf where it diverges
    mean: float  # of R under that Gaussian
    away: float  # the same less that under the policy
    variance: float


def weighted_noise(setting: Setting) -> WeightedNoise:
    """For the off-policy estimators; zeros for one coordinate."""
    objective, total = setting.others_objective, WeightedNoise(0.0, 0.0, 0.0, 0.0)
    for own, behaviour in zip(setting.others, setting.others_behaviour, strict=True):
        tilted = squared_ratio(*own, behaviour)
        if tilted is None:
            return WeightedNoise(math.inf, 0.0, 0.0, 0.0)
        middle = own[0] + tilted.centre
        grid, _ = objective.on_nodes(middle, tilted.spread)
        values = away_from_reference(objective, *own, tilted.centre + tilted.spread * grid.z)
        mean = grid.expectation(values)
        total = WeightedNoise(
            total.log_mass + tilted.log_mass,
            total.mean + closed_forms(objective, middle, tilted.spread).mean,
            total.away + (mean - _moments(objective, *own).mean_away),
            total.variance + grid.expectation(np.square(values - mean)),
        )
    return total


@lru_cache(maxsize=64)
def _noise(
    objective: Objective, others: tuple[tuple[float, float], ...], step: float | None
) -> Noise:
    questions = [(mean, std if step is None else step) for mean, std in others]
    each = [_moments(objective, *question) for question in questions]
    return Noise(
        mean=math.fsum(one.mean for one in each),
        variance=math.fsum(one.variance for one in each),
        odd_variance=math.fsum(_odd_variance(objective, *question) for question in questions),
        reference=math.fsum(one.reference for one in each),
        rounding=math.fsum(one.rounding for one in each),
        mean_away=math.fsum(one.mean_away for one in each),
        mu_away=math.fsum(one.mu_away for one in each),
    )


@lru_cache(maxsize=512)
def _moments(objective: Objective, mean: float, std: float) -> ScoreMoments:
    return score_moments(objective, mean, std)["mu"]


_odd_variance = lru_cache(maxsize=512)(odd_variance)
