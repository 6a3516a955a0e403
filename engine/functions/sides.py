"""f at equal steps to both sides of the mean, split so that nothing cancels.

f(mean + step) = reference + even(step) + odd(step), where even and odd keep their relative digits
however small the step is against the mean. The reference is f(mean); it is 0 for an f that is
narrower than the std, for there f(mean) says nothing about the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.functions.closed_forms import cos_sin_of_product
from engine.functions.objectives import Objective

NEAR_ONE = 0.9


@dataclass(frozen=True, slots=True)
class Sides:
    """Of f without its added constant, or of f'."""

    reference: float
    even: Array  # (n,), less the reference
    odd: Array  # (n,)
    rounding: float = 0.0  # what the number of the reference lacks of f(mean)


def value_sides(objective: Objective, mean: float, std: float, step: Array) -> Sides:
    """Of f; ``step`` (n,) of either sign, ``std`` what it is to be narrow against."""
    with np.errstate(under="ignore", over="ignore"):
        found = _values(objective, mean, std, step)
    return _scaled(objective, found)


def slope_sides(objective: Objective, mean: float, std: float, step: Array) -> Sides:
    """Of f'; raises ParameterError for the step function."""
    objective.slope(np.zeros(1))
    with np.errstate(under="ignore", over="ignore"):
        found = _slopes(objective, mean, std, step)
    return _scaled(objective, found)


def away_from_reference(objective: Objective, mean: float, std: float, step: Array) -> Array:
    """f(mean + step) less the reference of `value_sides`, (n,)."""
    if objective.name == "exp":
        # Far from the mean the sides are large where f is not.
        k = objective.k
        with np.errstate(under="ignore", over="ignore"):
            if is_narrow(objective, std):
                return np.asarray(objective.scale * np.exp(-k * np.square(mean + step)))
            change = np.exp(-k * np.square(mean + step)) - math.exp(-k * mean * mean)
            power = np.minimum(-k * step * (2.0 * mean + step), 1.0)
            close = math.exp(-k * mean * mean) * np.expm1(power)
            return np.asarray(objective.scale * np.where(np.abs(power) < 1.0, close, change))
    found = value_sides(objective, mean, std, step)
    return np.asarray(found.even + found.odd)


def is_narrow(objective: Objective, std: float) -> bool:
    """Whether f bends within less than a standard deviation."""
    if objective.name == "exp":
        return 2.0 * objective.k * std * std > 1.0
    return objective.name == "cos" and abs(objective.k) * std > 1.0


def _values(objective: Objective, m: float, std: float, s: Array) -> Sides:
    k = objective.k
    if objective.name == "square":
        return Sides((m - k) ** 2, s * s, 2.0 * (m - k) * s)
    if objective.name == "linear":
        return Sides(k * m, np.zeros_like(s), k * s)
    if objective.name == "cubic":
        return Sides(m * (m * m - k), 3.0 * m * s * s, s * ((3.0 * m * m - k) + s * s))
    if objective.name == "quartic":
        square = s * s
        even = square * ((6.0 * m * m - k) + square)
        return Sides(m * m * (m * m - k), even, 2.0 * m * s * ((2.0 * m * m - k) + 2.0 * square))
    if objective.name == "cos":
        c, sine = cos_sin_of_product(k, m)
        found = _wave(k, (c, sine), s, is_narrow(objective, std))
        # cos = 1 - sin^2 / (1 + cos), which near 1 has digits that its number lacks.
        return found if c < NEAR_ONE else _near_one(found, -sine * sine / (1.0 + c))
    if objective.name == "exp":
        found = _bump(k, m, s, is_narrow(objective, std))
        return found if found.reference < NEAR_ONE else _near_one(found, math.expm1(-k * m * m))
    beyond = np.where(np.abs(s) > abs(k - m), 0.5, 0.0)
    above = m > k
    return Sides(float(above), -beyond if above else beyond, np.copysign(beyond, s))


def _slopes(objective: Objective, m: float, std: float, s: Array) -> Sides:
    k = objective.k
    if objective.name == "square":
        return Sides(2.0 * (m - k), np.zeros_like(s), 2.0 * s)
    if objective.name == "linear":
        return Sides(k, np.zeros_like(s), np.zeros_like(s))
    if objective.name == "cubic":
        return Sides(3.0 * m * m - k, 3.0 * s * s, 6.0 * m * s)
    if objective.name == "quartic":
        odd = s * ((12.0 * m * m - 2.0 * k) + 4.0 * s * s)
        return Sides(m * (4.0 * m * m - 2.0 * k), 12.0 * m * s * s, odd)
    if objective.name == "cos":
        c, sine = cos_sin_of_product(k, m)
        # -k sin(k x) is k cos at a quarter of a wave more.
        found = _wave(k, (-sine, c), s, is_narrow(objective, std))
        return Sides(k * found.reference, k * found.even, k * found.odd)
    return _bump_slope(k, m, s, is_narrow(objective, std))


def _wave(k: float, at_mean: tuple[float, float], s: Array, narrow: bool) -> Sides:
    """cos(k x), its cosine and sine at the mean being given."""
    c, sine = at_mean
    odd = -sine * np.sin(k * s)
    if narrow:
        return Sides(0.0, c * np.cos(k * s), odd)
    return Sides(c, -2.0 * c * np.square(np.sin(0.5 * k * s)), odd)


def _bump(k: float, m: float, s: Array, narrow: bool) -> Sides:
    """exp(-k x^2), from its nearer side, exp(-k (|m| - |s|)^2)."""
    size = np.abs(s)
    nearer = np.exp(-k * np.square(abs(m) - size))
    across = 2.0 * k * abs(m) * size
    odd = 0.5 * math.copysign(1.0, m) * nearer * np.expm1(-2.0 * across) * np.sign(s)
    if narrow:
        return Sides(0.0, 0.5 * nearer * (1.0 + np.exp(-2.0 * across)), odd)
    level = math.exp(-k * m * m)
    even = 0.5 * nearer * np.square(np.expm1(-across)) + level * np.expm1(-k * s * s)
    return Sides(level, even, odd)


def _bump_slope(k: float, m: float, s: Array, narrow: bool) -> Sides:
    """-2 k x exp(-k x^2)."""
    f = _bump(k, m, s, narrow)
    level = f.reference
    even = -2.0 * k * (m * f.even + s * f.odd)
    odd = -2.0 * k * (s * (f.even + level) + m * f.odd)
    if narrow:
        # Where one side carries all, (m + s) keeps the digits of a bump far from the mean.
        right, left = (-2.0 * k * x * np.exp(-k * x * x) for x in (m + s, m - s))
        far = 2.0 * k * abs(m) * np.abs(s) > 1.0
        even = np.where(far, 0.5 * (right + left), even)
        odd = np.where(far, 0.5 * (right - left), odd)
    return Sides(-2.0 * k * m * level, even, odd)


def _near_one(f: Sides, less_one: float) -> Sides:
    """The reference in two parts, where a baseline of 1 must not cancel it."""
    return f if f.reference == 0.0 else Sides(1.0, f.even, f.odd, less_one)


def _scaled(objective: Objective, found: Sides) -> Sides:
    a = objective.scale
    if a == 1.0:
        return found
    return Sides(a * found.reference, a * found.even, a * found.odd, a * found.rounding)
