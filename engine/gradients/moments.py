"""Exact moments that the variances of the gradient estimators are made of.

Means are closed forms (`engine.functions.closed_forms`). Variances are integrals of squares,
central moments of f split into even and odd about the mean (`engine.functions.sides`): no
difference of large numbers is taken, so that they keep their relative digits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.functions.closed_forms import ClosedForms, closed_forms
from engine.functions.objectives import Objective
from engine.functions.reward import Sides
from engine.functions.sides import slope_sides, value_sides
from engine.functions.step import ROOT_2PI
from engine.numerics.normal_quadrature import Nodes

COORDINATES = ("mu", "sigma")


@dataclass(frozen=True, slots=True)
class ScoreMoments:
    """Of f and one coordinate s of the score grad log N(x; mu, sigma^2).

    s = z / sigma for mu and (z^2 - 1) / sigma for sigma, z = (x - mu) / sigma. ``reference`` is a
    value near those of f, from which ``best_away`` and ``mu_away`` are counted without rounding.
    """

    gradient: float  # E f s
    mean: float  # E f
    variance: float  # Var f
    fisher: float  # E s^2
    best_baseline: float  # E f s^2 / E s^2
    best_variance: float  # Var (f - b) s with the best b
    mean_variance: float  # Var (f - E f) s
    constant: float  # what is added to every reward
    reference: float  # without the constant
    rounding: float  # what its number lacks
    mean_away: float  # E f - constant - reference
    best_away: float  # best_baseline - constant - reference
    mu_away: float  # f(mu) - constant - reference

    @property
    def at_mean(self) -> float:
        """f(mu), all coordinates."""
        return math.fsum((self.constant, self.reference, self.rounding, self.mu_away))

    def variance_with(self, baseline: Array | float) -> Array:
        """Var (f - b) s = best + (b - b*)^2 E s^2, a parabola in b, elementwise."""
        less = -self.constant, -self.reference, -self.rounding
        away = [math.fsum((each, *less)) for each in np.ravel(baseline).tolist()]
        return self.variance_away(np.reshape(away, np.shape(baseline)))

    def variance_away(self, away: Array | float) -> Array:
        """The same for b = constant + reference + away."""
        return np.asarray(self.best_variance + np.square(away - self.best_away) * self.fisher)

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
    grid, f = _sides(objective, mean, std)
    closed, z = closed_forms(objective, mean, std), grid.positive
    mean_away = mean_less_reference(closed, grid, f)
    square = z * z - 1.0
    found = {}
    for name, gradient, best, rise in (
        ("mu", closed.by_mu, closed.best_mu, closed.rise_mu),
        ("sigma", closed.by_sigma, closed.best_sigma, closed.rise_sigma),
    ):
        best_away = best if f.reference == 0.0 else mean_away + rise
        centred = f.even - best_away
        # The even part of (f - b) s, whose mean is the gradient, and its odd part.
        even, odd = (f.odd * z, centred * z) if name == "mu" else (centred * square, f.odd * square)
        least = _mean_square(grid, even / std - gradient, odd / std)
        fisher = (1.0 if name == "mu" else 2.0) / std**2
        found[name] = ScoreMoments(
            gradient=gradient,
            mean=closed.mean + objective.constant,
            variance=_mean_square(grid, f.even - mean_away, f.odd),
            fisher=fisher,
            best_baseline=best + objective.constant,
            best_variance=least,
            mean_variance=least + rise**2 * fisher,
            constant=objective.constant,
            reference=f.reference,
            rounding=f.rounding,
            mean_away=mean_away,
            best_away=best_away,
            mu_away=float(value_sides(objective, mean, std, np.zeros(1)).even[0]),
        )
    return found


def true_gradient(objective: Objective, mean: float, std: float) -> dict[str, float]:
    """d E f / d mu and d E f / d sigma, x ~ N(mean, std^2), in closed form; raises ParameterError
    where a reward overflows."""
    objective.on_nodes(mean, std)
    closed = closed_forms(objective, mean, std)
    return {"mu": closed.by_mu, "sigma": closed.by_sigma}


def total_best_baseline(objective: Objective, mean: float, std: float) -> float:
    """b* = E[f |s|^2] / E|s|^2: least total variance over both coordinates."""
    return weighted_baseline(score_moments(objective, mean, std))


def weighted_baseline(moments: dict[str, ScoreMoments]) -> float:
    """The best baseline of several coordinates at once: theirs, weighted by E s^2."""
    return _weighted([(each.fisher, each.best_baseline) for each in moments.values()])


def weighted_away(moments: dict[str, ScoreMoments]) -> float:
    """The same, less the constant and the reference."""
    return _weighted([(each.fisher, each.best_away) for each in moments.values()])


def _weighted(pairs: list[tuple[float, float]]) -> float:
    total = sum(fisher for fisher, _ in pairs)
    return sum(value * (fisher / total) for fisher, value in pairs)


def pathwise_variances(objective: Objective, mean: float, std: float) -> dict[str, float]:
    """Var f'(x) dx/dmu and Var f'(x) dx/dsigma; raises ParameterError for the step."""
    grid, _ = objective.on_nodes(mean, std)
    z = grid.positive
    slope = slope_sides(objective, mean, std, std * z)
    closed = closed_forms(objective, mean, std)
    away = closed.by_mu if slope.reference == 0.0 else grid.even_expectation(slope.even)
    along = z * slope.odd - closed.by_sigma, z * (slope.reference + slope.even)
    return {
        "mu": _mean_square(grid, slope.even - away, slope.odd),
        "sigma": _mean_square(grid, *along),
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
    grid, f = _sides(objective, mean, std)
    factor = 1.0 / (std * ROOT_2PI)
    rayleigh = grid.positive_weight * grid.positive * ROOT_2PI
    maxwell = 2.0 * grid.positive_weight * np.square(grid.positive)
    sides = _variance(rayleigh, f.even + f.odd) + _variance(rayleigh, f.even - f.odd)
    both = _variance(maxwell, f.even) + float(maxwell @ np.square(f.odd))
    both += score_moments(objective, mean, std)["mu"].variance
    independent = {"mu": factor**2 * sides, "sigma": both / std**2}
    if objective.name == "step":
        coupled = _coupled_step(objective, mean, std)
        # The other side of the mean never passes the jump: mu has nothing to couple.
        return {"coupled": coupled, "independent": independent | {"mu": coupled["mu"]}}
    return {"coupled": _coupled(objective, mean, std, f, grid), "independent": independent}


def _coupled(
    objective: Objective, mean: float, std: float, f: Sides, grid: Nodes
) -> dict[str, float]:
    true = true_gradient(objective, mean, std)
    rayleigh = grid.positive_weight * grid.positive * ROOT_2PI
    maxwell = 2.0 * grid.positive_weight * np.square(grid.positive)
    away = (2.0 / (std * ROOT_2PI)) * f.odd - true["mu"]
    # Squared differences to the values on the way from 0 to each node, averaged over the way.
    squares = sum(
        np.square(part)
        - 2.0 * part * grid.average_from_zero(part)
        + grid.average_from_zero(np.square(part))
        for part in (f.even, f.odd)
    )
    second = float(maxwell @ np.asarray(squares)) / std**2
    return {
        "mu": float(rayleigh @ np.square(away)),
        "sigma": max(second - true["sigma"] ** 2, 0.0),
    }


def _coupled_step(objective: Objective, mean: float, std: float) -> dict[str, float]:
    """W passes the jump, a stds away, with probability exp(-a^2 / 2); M does and U M does not
    with probability a phi(a)."""
    away = abs(mean - objective.k) / std
    half_square = min(0.5 * away * away, 1e4)
    level = (objective.scale / std) ** 2
    between = away * math.exp(-half_square) / ROOT_2PI
    passed = -math.exp(-half_square) * math.expm1(-half_square) / (2.0 * math.pi)
    return {"mu": level * passed, "sigma": level * between * (1.0 - between)}


def antithetic_variance(objective: Objective, mean: float, step: float) -> float:
    """Var [f(mu + eps u) - f(mu - eps u)] u / (2 eps), u standard normal."""
    grid, f = _sides(objective, mean, step)
    gradient = closed_forms(objective, mean, step).by_mu
    return grid.even_expectation(np.square(f.odd * grid.positive / step - gradient))


def odd_variance(objective: Objective, mean: float, std: float) -> float:
    """Var [f(mu + sigma z) - f(mu - sigma z)] / 2."""
    grid, f = _sides(objective, mean, std)
    return grid.even_expectation(np.square(f.odd))


def mean_less_reference(closed: ClosedForms, grid: Nodes, f: Sides) -> float:
    """E f less the constant and the reference."""
    return closed.mean if f.reference == 0.0 else grid.even_expectation(f.even)


def _sides(objective: Objective, mean: float, std: float) -> tuple[Nodes, Sides]:
    """Nodes, and f at those above 0; raises ParameterError where a reward overflows."""
    grid, _ = objective.on_nodes(mean, std)
    return grid, value_sides(objective, mean, std, std * grid.positive)


def _mean_square(grid: Nodes, even: Array, odd: Array) -> float:
    """E (even + odd)^2."""
    with np.errstate(under="ignore"):
        return grid.even_expectation(np.square(even) + np.square(odd))


def _variance(weight: Array, values: Array) -> float:
    """Under weights that add up to 1."""
    return float(weight @ np.square(values - weight @ values))
