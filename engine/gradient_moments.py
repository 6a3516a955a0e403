"""Exact moments that the variances of the gradient estimators are made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.objectives import Objective

Array = NDArray[np.float64]

COORDINATES = ("mu", "sigma")
LOG_LARGEST = 709.7  # of a double


@dataclass(frozen=True, slots=True)
class ScoreMoments:
    """Of f and one coordinate s of the score grad log N(x; mu, sigma^2).

    s = z / sigma for mu and (z^2 - 1) / sigma for sigma, z = (x - mu) / sigma.
    """

    gradient: float  # E f s
    mean: float  # E f
    variance: float  # Var f
    fisher: float  # E s^2
    best_baseline: float  # E f s^2 / E s^2
    best_variance: float  # Var (f - b) s with the best b
    mean_variance: float  # Var (f - E f) s

    def variance_with(self, baseline: float) -> float:
        """Var (f - b) s = best + (b - b*)^2 E s^2, a parabola in b."""
        return self.best_variance + (baseline - self.best_baseline) ** 2 * self.fisher

    def leave_one_out_variance(self, batch_size: int) -> float:
        """Of the N-sample estimate, N > 1.

        It is the sample covariance of f and s, whose variance is [m22 - m11^2]/N
        + [m20 m02 + m11^2] / (N (N - 1)), m the central moments of (f, s).
        """
        n = float(batch_size)
        spread = self.variance * self.fisher + self.gradient**2
        return self.mean_variance / n + spread / (n * (n - 1.0))


@lru_cache(maxsize=256)
def score_moments(objective: Objective, mean: float, std: float) -> dict[str, ScoreMoments]:
    """By coordinate, "mu" and "sigma". Raises ParameterError where a reward overflows."""
    grid, values = objective.on_nodes(mean, std)
    first = objective.mean_on(grid, values, mean, std)
    centred = values - first
    variance = grid.expectation(np.square(centred))
    true = true_gradient(objective, mean, std)
    found = {}
    for name, score, fisher in (
        ("mu", grid.z / std, 1.0 / std**2),
        ("sigma", (np.square(grid.z) - 1.0) / std, 2.0 / std**2),
    ):
        above = grid.expectation(centred * np.square(score)) / fisher
        best = grid.expectation(np.square((centred - above) * score - true[name]))
        found[name] = ScoreMoments(
            gradient=true[name],
            mean=first + objective.constant,
            variance=variance,
            fisher=fisher,
            best_baseline=first + above + objective.constant,
            best_variance=best,
            mean_variance=best + above**2 * fisher,
        )
    return found


@lru_cache(maxsize=256)
def true_gradient(objective: Objective, mean: float, std: float) -> dict[str, float]:
    """d E f / d mu and d E f / d sigma, x ~ N(mean, std^2); raises ParameterError.

    E f' and E f' z where f has a gradient; phi(a) / sigma and -a phi(a) / sigma, a = (mu - k) /
    sigma, times the scale, for the step; for cos, whose waves cancel, the closed form.
    """
    grid, _ = objective.on_nodes(mean, std)
    if not objective.has_gradient:
        above = (mean - objective.k) / std
        density = math.exp(-0.5 * min(above * above, 1e4)) / math.sqrt(2.0 * math.pi)
        slope = objective.scale * density / std
        return {"mu": slope, "sigma": -above * slope}
    if objective.name == "cos":
        level = objective.scale * math.exp(-0.5 * (objective.k * std) ** 2)
        angle = objective.k * mean
        along = -objective.k * level * math.sin(angle)
        return {"mu": along, "sigma": -(objective.k**2) * std * level * math.cos(angle)}
    with np.errstate(under="ignore"):
        slopes = objective.slope(mean + std * grid.z)
    return {"mu": grid.expectation(slopes), "sigma": grid.expectation(slopes * grid.z)}


def total_best_baseline(objective: Objective, mean: float, std: float) -> float:
    """b* = E[f |s|^2] / E|s|^2: least total variance over both coordinates."""
    return weighted_baseline(score_moments(objective, mean, std))


def weighted_baseline(moments: dict[str, ScoreMoments]) -> float:
    """The best baseline of several coordinates at once: theirs, weighted by E s^2."""
    total = sum(each.fisher for each in moments.values())
    return sum(each.best_baseline * (each.fisher / total) for each in moments.values())


def pathwise_variances(objective: Objective, mean: float, std: float) -> dict[str, float]:
    """Var f'(x) dx/dmu and Var f'(x) dx/dsigma; raises ParameterError for the step."""
    grid, _ = objective.on_nodes(mean, std)
    with np.errstate(under="ignore"):
        slopes = objective.slope(mean + std * grid.z)
    true = true_gradient(objective, mean, std)
    return {
        "mu": _more_than_rounding(grid.expectation(np.square(slopes - true["mu"])), true["mu"]),
        "sigma": grid.expectation(np.square(slopes * grid.z - true["sigma"])),
    }


@lru_cache(maxsize=256)
def measure_valued_variances(
    objective: Objective, mean: float, std: float
) -> dict[str, dict[str, float]]:
    """Of the measure-valued estimators, {"coupled": ..., "independent": ...} by coordinate.

    mu: [f(mu + sigma W) - f(mu - sigma W')] / (sigma sqrt(2 pi)), W of density w exp(-w^2/2);
    sigma: [f(mu + sigma M) - f(mu + sigma Z)] / sigma, M of density m^2 phi(m), Z standard
    normal. Coupled: W' = W and Z = U M, U uniform on [0, 1].
    """
    grid, values = objective.on_nodes(mean, std)
    true = true_gradient(objective, mean, std)
    upper = grid.z > 0.0
    weight = grid.weight[upper] * grid.z[upper] * math.sqrt(2.0 * math.pi)
    factor = 1.0 / (std * math.sqrt(2.0 * math.pi))
    right, left = values[upper], values[::-1][upper]
    difference = factor * (right - left) - true["mu"]
    apart = factor**2 * (_variance(weight, right) + _variance(weight, left))

    maxwell = grid.weight * np.square(grid.z)
    # Squared differences to the values on the way from 0 to each node, averaged over the way.
    centred = values - objective.shape(np.array(mean))
    line = grid.average_from_zero(centred)
    squares = grid.average_from_zero(np.square(centred))
    coupled = float(maxwell @ (np.square(centred) - 2.0 * centred * line + squares))
    both = _variance(maxwell, values) + _variance(grid.weight, values)
    return {
        "coupled": {
            "mu": float(weight @ np.square(difference)),
            "sigma": max(coupled / std**2 - true["sigma"] ** 2, 0.0),
        },
        "independent": {"mu": apart, "sigma": both / std**2},
    }


def antithetic_variance(objective: Objective, mean: float, step: float) -> float:
    """Var [f(mu + eps u) - f(mu - eps u)] u / (2 eps), u standard normal."""
    grid, values = objective.on_nodes(mean, step)
    estimates = (values - values[::-1]) * grid.z / (2.0 * step)
    return _variance(grid.weight, estimates)


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
    precision 2/sigma_p^2 - 1/sigma_q^2 + fast is not positive: the integral diverges."""
    inverse = 1.0 / behaviour[1] ** 2
    away = behaviour[0] - mean
    precision = 2.0 / std**2 - inverse + fast
    if precision <= 1e-15 * inverse:
        return None
    # The exponent is -precision y^2/2 + tilt y + ..., y = x - mean.
    tilt = -away * inverse - fast * mean
    spread = precision**-0.5
    log_mass = 0.5 * (away**2 * inverse - fast * mean**2 + tilt**2 / precision)
    log_mass += math.log(behaviour[1] / std) + math.log(spread / std)
    return SquaredRatio(tilt / precision, spread, log_mass)


def off_policy_variance(
    objective: Objective,
    mean: float,
    std: float,
    behaviour: tuple[float, float],
    baseline: float,
    others: tuple[float, float, float] | None = None,
) -> dict[str, float]:
    """Var w (f - b) s, x ~ q, w = p/q, by coordinate; inf where E_q w^2 (f - b)^2 s^2 is, or
    passes the largest double.

    p^2 / q is (1 + chi-square) times a Gaussian r of precision 2/sigma_p^2 - 1/sigma_q^2, so the
    second moment is an expectation under r; infinite where that precision is not positive,
    except that exp(-2 k x^2) of a squared exp objective can still make it finite. ``others`` are
    log E w^2 of further coordinates, and mean and variance of their rewards under theirs of r.
    """
    true = true_gradient(objective, mean, std)
    log_others, mean_others, noise = others or (0.0, 0.0, 0.0)
    shift = baseline - objective.constant - mean_others
    alone = others is None and objective.name == "exp" and shift == 0.0
    fast = 4.0 * objective.k if alone else 0.0
    tilted = squared_ratio(mean, std, behaviour, fast)
    if tilted is None or math.isinf(log_others):
        zero = objective.scale == 0.0 and shift == 0.0
        return dict.fromkeys(COORDINATES, 0.0 if zero else math.inf)
    grid, values = objective.on_nodes(mean + tilted.centre, tilted.spread)
    if fast > 0.0:
        values = np.full_like(values, objective.scale)
    z = (tilted.centre + tilted.spread * grid.z) / std
    found = {}
    for name, score in (("mu", z / std), ("sigma", (z * z - 1.0) / std)):
        second = grid.expectation((np.square(values - shift) + noise) * np.square(score))
        # In logs, for the mass may overflow where the moment is tiny.
        log_second = -math.inf
        if second > 0.0:
            log_second = tilted.log_mass + log_others + math.log(second)
        power = math.exp(log_second) if log_second < LOG_LARGEST else math.inf
        found[name] = max(power - true[name] ** 2, 0.0)
    return found


def _more_than_rounding(variance: float, mean: float) -> float:
    """0 for a variance that only the rounding of the mean makes."""
    return variance if variance > (1e-14 * mean) ** 2 else 0.0


def _variance(weight: Array, values: Array) -> float:
    """Under weights that add up to 1."""
    return float(weight @ np.square(values - weight @ values))
