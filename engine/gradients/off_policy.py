"""Exact variances of the off-policy estimators, whose weights p/q tilt every moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.functions.closed_forms import closed_forms
from engine.functions.cos import cos_sin_of_product
from engine.functions.objectives import Objective
from engine.functions.sides import away_from_reference, value_sides
from engine.gradients.moments import (
    COORDINATES,
    mean_less_reference,
    true_gradient,
)
from engine.numerics.normal_quadrature import Nodes, nodes

LOG_LARGEST = 709.7  # of a double
# A second moment of less than so many squared means leaves few digits of the variance.
CLOSE = 2.0


@dataclass(frozen=True, slots=True)
class SquaredRatio:
    """p^2 / q = e^log_mass times a Gaussian of mean mu_p + ``centre`` and std ``spread``."""

    centre: float
    spread: float
    log_mass: float  # log(1 + chi-square)
    exact_centre: Fraction = Fraction(0)


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
        centre = tilt / precision
        return SquaredRatio(float(centre), spread, log_mass, centre)
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
    (f - b)^2 s^2 is, the first where it passes the largest double; both NaN where it cannot be
    told. ``baseline`` None is b = E_p f.

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
        zero = noise == 0.0 and reward.is_nothing
        return dict.fromkeys(COORDINATES, (0.0, 0.0) if zero else (math.inf, math.inf))
    grid, values = reward.around(tilted)
    step = tilted.centre + tilted.spread * grid.z
    if fast > 0.0:
        values = np.full_like(step, objective.scale)
    size = float(np.max(np.abs(values))) or 1.0
    found = {}
    for name in COORDINATES:
        squares = (np.square(values / size) + noise / size / size) * _score(name, step, std) ** 2
        second = grid.expectation(squares)
        if second == 0.0 and not reward.is_nothing and tilted.log_mass > 0.0:
            # All of it has underflowed, and the mass may make up for that.
            found[name] = math.nan, math.nan
            continue
        # In logs, for the mass may overflow where the moment is tiny.
        log_second = -math.inf
        if second > 0.0:
            log_second = tilted.log_mass + log_others + math.log(second) + 2.0 * math.log(size)
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

    @property
    def is_nothing(self) -> bool:
        """Whether f is a constant that the baseline takes off."""
        if self.objective.scale != 0.0 and not self.objective.function.is_flat:
            return False
        return self.baseline is None or float(self.objective.value(0.0)) == self.baseline

    def around(self, tilted: SquaredRatio) -> tuple[Nodes, Array]:
        """Nodes for the Gaussian of a squared ratio, and the values there. Where a wave is in its
        phase, or a jump, a rounded centre far from the mean would lose."""
        objective = self.objective
        grid, _ = objective.on_nodes(self.mean + tilted.centre, tilted.spread)
        step = tilted.spread * grid.z
        centre = Fraction(self.mean) + tilted.exact_centre
        far = abs(objective.k * tilted.centre) > 1.0
        if objective.name == "cos" and (far or self.baseline is not None):
            c, s = cos_sin_of_product(objective.k, centre)
            return grid, self._less_baseline(
                c * np.cos(objective.k * step) - s * np.sin(objective.k * step)
            )
        if objective.name == "step":
            away = float((Fraction(objective.k) - centre) / Fraction(tilted.spread))
            grid = nodes((abs(away),))
            if self.baseline is None:
                above = self.mean > objective.k
                values = objective.scale * ((grid.z > away).astype(float) - float(above))
                return grid, values - self._own() + self.added
            return grid, self._less_baseline((grid.z > away).astype(float))
        return grid, self(tilted.centre + step)

    def _less_baseline(self, values: Array) -> Array:
        objective = self.objective
        if self.baseline is None:
            shift = closed_forms(objective, self.mean, self.std).mean
        else:
            shift = self.baseline - objective.constant
        return np.asarray(objective.scale * values - (shift - self.added))

    def _own(self) -> float:
        """E_p f less the constant and the reference."""
        objective, mean, std = self.objective, self.mean, self.std
        grid, _ = objective.on_nodes(mean, std)
        f = value_sides(objective, mean, std, std * grid.positive)
        return mean_less_reference(closed_forms(objective, mean, std), grid, f)

    def __call__(self, step: Array) -> Array:
        """At mean + step, (n,)."""
        objective, mean, std = self.objective, self.mean, self.std
        if self.baseline is not None:
            shift = (self.baseline - objective.constant) - self.added
            with np.errstate(under="ignore", over="ignore"):
                if objective.name == "square":
                    # Not mean + step, which would be rounded before k is taken off.
                    values = objective.scale * np.square((mean - objective.k) + step)
                else:
                    values = objective.shape(mean + step)
                return np.asarray(values - shift)
        return away_from_reference(objective, mean, std, step) - self._own() + self.added


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
