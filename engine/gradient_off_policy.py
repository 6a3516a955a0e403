"""Exact variances of the off-policy estimators, whose weights p/q tilt every moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.gradient_moments import (
    COORDINATES,
    mean_less_reference,
    true_gradient,
)
from engine.objective_closed import closed_forms
from engine.objective_sides import away_from_reference, value_sides
from engine.objectives import Objective

Array = NDArray[np.float64]

LOG_LARGEST = 709.7  # of a double
# A second moment of less than so many squared means leaves few digits of the variance.
CLOSE = 2.0


@dataclass(frozen=True, slots=True)
class SquaredRatio:
    """p^2 / q = e^log_mass times a Gaussian of mean mu_p + ``centre`` and std ``spread``."""

    centre: float
    spread: float
    log_mass: float  # log(1 + chi-square)


def squared_ratio(
    mean: float, std: float, behaviour: tuple[float, float], fast: float = 0.0
) -> SquaredRatio | None:
    """Of p = N(mean, std^2) and q = N(behaviour), times exp(-fast x^2 / 2); None where the
    precision 2/sigma_p^2 - 1/sigma_q^2 + fast is not positive: the integral diverges.

    In fractions, for near that edge, and with a sharp exp, the differences cancel.
    """
    p_mean, rate = Fraction(mean), Fraction(fast)
    inverse = 1 / Fraction(behaviour[1]) ** 2
    away = Fraction(behaviour[0]) - p_mean
    precision = 2 / Fraction(std) ** 2 - inverse + rate
    if precision <= 0:
        return None
    # The exponent is -precision y^2/2 + tilt y + ..., y = x - mean.
    tilt = -away * inverse - rate * p_mean
    exponent = (away**2 * inverse - rate * p_mean**2 + tilt**2 / precision) / 2
    try:
        spread = 1.0 / math.sqrt(float(precision))
        log_mass = float(exponent) + math.log(behaviour[1] / std) + math.log(spread / std)
        return SquaredRatio(float(tilt / precision), spread, log_mass)
    except ArithmeticError:
        return SquaredRatio(0.0, 1.0, math.inf)


def off_policy_variance(
    objective: Objective,
    mean: float,
    std: float,
    behaviour: tuple[float, float],
    baseline: float | None,
    others: tuple[float, float, float] | None = None,
) -> dict[str, tuple[float, float]]:
    """Var w (f - b) s, x ~ q, w = p/q, and its root, by coordinate; both inf where E_q w^2
    (f - b)^2 s^2 is, the first where it passes the largest double. ``baseline`` None is b = E_p f.

    p^2 / q is (1 + chi-square) times a Gaussian r of precision 2/sigma_p^2 - 1/sigma_q^2, so the
    second moment is an expectation under r; infinite where that precision is not positive,
    except that exp(-2 k x^2) of a squared exp objective can still make it finite. ``others`` are
    log E w^2 of further coordinates, mean (less what a baseline None holds of them) and variance
    of their rewards under theirs of r.
    """
    true = true_gradient(objective, mean, std)
    log_others, mean_others, noise = others or (0.0, 0.0, 0.0)
    reward = _Reward(objective, mean, std, baseline, mean_others)
    alone = others is None and objective.name == "exp" and reward.is_plain
    fast = 4.0 * objective.k if alone else 0.0
    tilted = squared_ratio(mean, std, behaviour, fast)
    if tilted is None or math.isinf(log_others) or math.isinf(tilted.log_mass):
        zero = objective.scale == 0.0 and (reward.is_plain or baseline is None) and noise == 0.0
        return dict.fromkeys(COORDINATES, (0.0, 0.0) if zero else (math.inf, math.inf))
    grid, _ = objective.on_nodes(mean + tilted.centre, tilted.spread)
    step = tilted.centre + tilted.spread * grid.z
    values = np.full_like(step, objective.scale) if fast > 0.0 else reward(step)
    found = {}
    for name in COORDINATES:
        squares = (np.square(values) + noise) * np.square(_score(name, step, std))
        second = grid.expectation(squares)
        # In logs, for the mass may overflow where the moment is tiny.
        log_second = -math.inf
        if second > 0.0:
            log_second = tilted.log_mass + log_others + math.log(second)
        if log_second >= LOG_LARGEST:
            root = math.exp(0.5 * log_second) if log_second < 2.0 * LOG_LARGEST else math.inf
            found[name] = math.inf, root
            continue
        power, square = math.exp(log_second), true[name] ** 2
        variance = power - square
        if others is None and power < CLOSE * square:
            variance = _central(reward, name, behaviour, true[name])
        variance = max(variance, 0.0)
        found[name] = variance, math.sqrt(variance)
    return found


@dataclass(frozen=True, slots=True)
class _Reward:
    """f - b, and the mean of what other coordinates add."""

    objective: Objective
    mean: float
    std: float
    baseline: float | None
    added: float

    @property
    def is_plain(self) -> bool:
        """Whether f stands alone, without a constant or a baseline."""
        return self.baseline is not None and self.baseline == self.objective.constant

    def __call__(self, step: Array) -> Array:
        """At mean + step, (n,)."""
        objective, mean, std = self.objective, self.mean, self.std
        if self.baseline is not None:
            shift = (self.baseline - objective.constant) - self.added
            with np.errstate(under="ignore", over="ignore"):
                return np.asarray(objective.shape(mean + step) - shift)
        grid, _ = objective.on_nodes(mean, std)
        f = value_sides(objective, mean, std, std * grid.positive)
        own = mean_less_reference(closed_forms(objective, mean, std), grid, f)
        return away_from_reference(objective, mean, std, step) - own + self.added


def _score(name: str, step: Array, std: float) -> Array:
    z = step / std
    return z / std if name == "mu" else (z * z - 1.0) / std


def _central(reward: _Reward, name: str, behaviour: tuple[float, float], gradient: float) -> float:
    """E_q [w (f - b) s - gradient]^2, where q lies so that w (f - b) s hardly varies."""
    q_mean, q_std = behaviour
    objective, mean, std = reward.objective, reward.mean, reward.std
    grid, _ = objective.on_nodes(q_mean, q_std)
    step = (q_mean - mean) + q_std * grid.z
    log_weight = 0.5 * (np.square(grid.z) - np.square(step / std)) + math.log(q_std / std)
    with np.errstate(under="ignore", over="ignore", invalid="ignore"):
        estimates = np.exp(log_weight) * reward(step) * _score(name, step, std)
        squares = np.square(estimates - gradient)
    # Where the weight has overflowed, the density of q is next to nothing.
    return grid.expectation(np.where(np.isfinite(squares), squares, 0.0))
