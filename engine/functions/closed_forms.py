"""Closed forms under N(mean, std^2): E f, its gradient and the best baselines, to the last digits.

With h_n = E f(x) He_n(z) = std^n d^n E f / d mean^n the gradient is h_1 / std and h_2 / std, and
the best baselines are E f z^2 = h_0 + h_2 and E f (z^2 - 1)^2 / 2 = h_0 + 2 h_2 + h_4 / 2.
Polynomials are added up as fractions, for their terms may cancel, and rounded once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from engine.functions.objectives import Objective

ROOT_2PI = math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class ClosedForms:
    """Of f without its added constant. A value that is too small for a number is 0."""

    mean: float  # E f
    by_mu: float  # d E f / d mu
    by_sigma: float
    best_mu: float  # E f z^2
    best_sigma: float  # E f (z^2 - 1)^2 / 2
    rise_mu: float  # best_mu less the mean
    rise_sigma: float
    vanishes: tuple[bool, bool]  # the gradients that are 0, and not only too small for a number


@lru_cache(maxsize=512)
def closed_forms(objective: Objective, mean: float, std: float) -> ClosedForms:
    """Raises ParameterError where a value overflows."""
    if objective.name == "exp":
        return _exp(objective, mean, std)
    if objective.name == "cos":
        return _cos(objective, mean, std)
    if objective.name == "step":
        return _step(objective, mean, std)
    return _polynomial(objective, mean, std)


def gradient_change(objective: Objective, mean: float, std: float, other: float) -> float:
    """d E f / d mu under N(mean, other^2) less that under N(mean, std^2)."""
    name, k, scale = objective.name, objective.k, objective.scale
    squares = Fraction(other) ** 2 - Fraction(std) ** 2
    if name in ("square", "linear") or squares == 0:
        return 0.0
    if name in ("cubic", "quartic"):
        factor = 3 if name == "cubic" else 12 * Fraction(mean)
        return _rounded(Fraction(scale) * factor * squares)
    change = float(squares)
    before = closed_forms(objective, mean, std).by_mu
    after = closed_forms(objective, mean, other).by_mu
    if name == "cos":
        log_ratio = -0.5 * k * k * change
    elif name == "exp":
        v, w = 1.0 + 2.0 * k * std**2, 1.0 + 2.0 * k * other**2
        log_ratio = _log_ratio(v, w, 2.0 * k * change, 1.5, 2.0 * k * mean * mean)
    else:
        log_ratio = _log_ratio(std**2, other**2, change, 0.5, (mean - k) ** 2)
    # Near each other the two gradients are compared by their ratio, far apart subtracted.
    return before * math.expm1(log_ratio) if abs(log_ratio) < 0.5 else after - before


def _log_ratio(v: float, w: float, change: float, power: float, distance: float) -> float:
    """log of w^-power exp(-distance / 2w) over the same of v, w = v + change."""
    return -power * math.log1p(change / v) + 0.5 * distance * (change / v / w)


def cos_sin_of_product(a: float, b: float | Fraction) -> tuple[float, float]:
    """cos(a b) and sin(a b), the product not being rounded."""
    product = Fraction(a) * Fraction(b)
    high = float(product)
    low = float(product - Fraction(high))
    c, s = math.cos(high), math.sin(high)
    return c * math.cos(low) - s * math.sin(low), s * math.cos(low) + c * math.sin(low)


def _polynomial(objective: Objective, mean: float, std: float) -> ClosedForms:
    m, s, k = Fraction(mean), Fraction(std), Fraction(objective.k)
    v = s * s
    if objective.name == "square":
        h0, h1, h2, h4 = (m - k) ** 2 + v, 2 * s * (m - k), 2 * v, Fraction(0)
    elif objective.name == "linear":
        h0, h1, h2, h4 = k * m, k * s, Fraction(0), Fraction(0)
    elif objective.name == "cubic":
        h0, h1 = m * (m * m + 3 * v - k), s * (3 * m * m + 3 * v - k)
        h2, h4 = 6 * m * v, Fraction(0)
    else:
        h0 = m**4 + 6 * m * m * v + 3 * v * v - k * (m * m + v)
        h1, h2 = m * s * (4 * m * m + 12 * v - 2 * k), v * (12 * m * m + 12 * v - 2 * k)
        h4 = 24 * v * v
    rise = h2, 2 * h2 + h4 / 2
    exact = (h0, h1 / s, h2 / s, h0 + rise[0], h0 + rise[1], *rise)
    scale = Fraction(objective.scale)
    return _of(objective, [_rounded(scale * each) for each in exact], (h1 == 0, h2 == 0))


def _exp(objective: Objective, mean: float, std: float) -> ClosedForms:
    """E f = exp(-y/2) / sqrt v, v = 1 + 2 k std^2, y = 2 k mean^2 / v; times exp(-k x^2) the law
    of z is that of N(t, 1 / v), up to the sign of t, t^2 = y (v - 1) / v."""
    k = objective.k
    bend = 2.0 * k * std * std
    v = 1.0 + bend
    y = 2.0 * k * mean * (mean / v)
    level = objective.scale * math.exp(-0.5 * y) / math.sqrt(v)
    share = bend / v
    t2 = y * share
    curved = share * (y - 1.0)
    values = [
        level,
        level * (-2.0 * k * mean / v),
        level * curved / std,
        level * (1.0 / v + t2),
        level * 0.5 * ((t2 - 1.0) ** 2 + (6.0 * t2 - 2.0 + 3.0 / v) / v),
        level * curved,
        level * (2.0 * curved + 0.5 * share * share * (y * y - 6.0 * y + 3.0)),
    ]
    return _of(objective, values, (k == 0.0 or mean == 0.0, k == 0.0))


def _cos(objective: Objective, mean: float, std: float) -> ClosedForms:
    k = objective.k
    c, s = cos_sin_of_product(k, mean)
    waves = (k * std) ** 2
    level = objective.scale * math.exp(-0.5 * waves)
    values = [
        level * c,
        -k * level * s,
        -k * (k * std) * level * c,
        level * c * (1.0 - waves),
        level * c * (1.0 - 2.0 * waves + 0.5 * waves * waves),
        -waves * level * c,
        waves * (0.5 * waves - 2.0) * level * c,
    ]
    return _of(objective, values, (k == 0.0 or mean == 0.0, k == 0.0))


def _step(objective: Objective, mean: float, std: float) -> ClosedForms:
    above = (mean - objective.k) / std
    density = math.exp(-0.5 * min(above * above, 1e4)) / ROOT_2PI
    mass = float(ndtr(above))
    bend = above * density, 0.5 * above * (above * above + 1.0) * density
    values = [mass, density / std, -bend[0] / std, mass - bend[0], mass - bend[1], *_minus(*bend)]
    return _of(objective, [objective.scale * each for each in values], (False, above == 0.0))


def _minus(*values: float) -> list[float]:
    return [-each for each in values]


def _rounded(exact: Fraction) -> float:
    try:
        return float(exact)
    except OverflowError:
        return math.inf


def _of(objective: Objective, values: list[float], vanishes: tuple[bool, bool]) -> ClosedForms:
    objective.checked(np.array(values))
    nothing = objective.scale == 0.0
    # A 0 has no sign.
    mean, by_mu, by_sigma, best_mu, best_sigma, rise_mu, rise_sigma = (x + 0.0 for x in values)
    return ClosedForms(
        mean=mean,
        by_mu=by_mu,
        by_sigma=by_sigma,
        best_mu=best_mu,
        best_sigma=best_sigma,
        rise_mu=rise_mu,
        rise_sigma=rise_sigma,
        vanishes=(nothing or vanishes[0], nothing or vanishes[1]),
    )
