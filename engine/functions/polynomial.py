"""Polynomials under a normal: added up in whole numbers, for their terms may cancel, and rounded
once. A double is a whole number of some 2^-e, and so are several of the smallest of theirs.

With h_n = E f(x) He_n(z) = std^n d^n E f / d mean^n the gradient is h_1 / std and h_2 / std, and
the best baselines are E f z^2 = h_0 + h_2 and E f (z^2 - 1)^2 / 2 = h_0 + 2 h_2 + h_4 / 2.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from fractions import Fraction

from engine.functions.reward import GaussianValues, Reward

Hermite = tuple[int, int, int, int, int]


class Polynomial(Reward):
    """Of degree 4 at the most."""

    __slots__ = ()

    @property
    @abstractmethod
    def degree(self) -> int:
        """Of `hermite`."""

    @abstractmethod
    def hermite(self, m: int, s: int, k: int, one: int) -> Hermite:
        """h_0 to h_4 under N(m, s^2), times one^degree: all in units of 1 / ``one``."""

    def _exactly(self, mean: float, std: float, scale: float) -> tuple[Hermite, int, int, int]:
        """Of ``scale`` times f by what they are to be divided by; std times ``one``, and it."""
        (m, s, k), one = whole(mean, std, self.k)
        factor, unit = scale.as_integer_ratio()
        h0, h1, h2, h3, h4 = self.hermite(m, s, k, one)
        exact = factor * h0, factor * h1, factor * h2, factor * h3, factor * h4
        return exact, unit * one**self.degree, s, one

    def terms(self, mean: float, std: float, scale: float) -> tuple[float, float, float, float]:
        """``scale`` h_n / n! for n = 1 to 4: f(x) - E f is the sum of them times He_n(z); infinite
        where they overflow."""
        (_, *exact), unit, _, _ = self._exactly(mean, std, scale)
        first, second, third, fourth = exact
        return (
            quotient(first, unit),
            quotient(second, 2 * unit),
            quotient(third, 6 * unit),
            quotient(fourth, 24 * unit),
        )

    def gradient_rate(self, m: Fraction) -> Fraction:
        """The derivative of d E f / d m by s^2."""
        return Fraction(0)

    def under(self, mean: float, std: float, scale: float) -> GaussianValues:
        (h0, h1, h2, _, h4), unit, s, one = self._exactly(mean, std, scale)
        return GaussianValues(
            mean=quotient(h0, unit),
            by_mu=quotient(h1 * one, unit * s),
            by_sigma=quotient(h2 * one, unit * s),
            best_mu=quotient(h0 + h2, unit),
            best_sigma=quotient(2 * h0 + 4 * h2 + h4, 2 * unit),
            rise_mu=quotient(h2, unit),
            rise_sigma=quotient(4 * h2 + h4, 2 * unit),
            vanishes=(h1 == 0, h2 == 0),
        )

    def gradient_change(
        self, mean: float, stds: tuple[float, float], gradients: tuple[float, float], scale: float
    ) -> float:
        squares = Fraction(stds[1]) ** 2 - Fraction(stds[0]) ** 2
        found = Fraction(scale) * self.gradient_rate(Fraction(mean)) * squares
        return quotient(found.numerator, found.denominator)


def whole(*values: float) -> tuple[list[int], int]:
    """Finite doubles as whole numbers of the largest 1 / ``one`` that all are multiples of, a power
    of 2, and ``one``."""
    ratios = [value.as_integer_ratio() for value in values]
    one = max(unit for _, unit in ratios)
    return [units * (one // unit) for units, unit in ratios], one


def quotient(exact: int, by: int) -> float:
    """The nearest double, infinite beyond the largest."""
    try:
        return exact / by
    except OverflowError:
        return math.inf
