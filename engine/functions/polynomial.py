"""Polynomials under a normal: added up as fractions, for their terms may cancel, and rounded once.

With h_n = E f(x) He_n(z) = std^n d^n E f / d mean^n the gradient is h_1 / std and h_2 / std, and
the best baselines are E f z^2 = h_0 + h_2 and E f (z^2 - 1)^2 / 2 = h_0 + 2 h_2 + h_4 / 2.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from fractions import Fraction

from engine.functions.reward import GaussianValues, Reward

Hermite = tuple[Fraction, Fraction, Fraction, Fraction, Fraction]


class Polynomial(Reward):
    """Of degree 4 at the most."""

    __slots__ = ()

    @abstractmethod
    def hermite(self, m: Fraction, s: Fraction) -> Hermite:
        """h_0 to h_4 under N(m, s^2)."""

    def terms(self, mean: float, std: float, scale: float) -> tuple[float, float, float, float]:
        """``scale`` h_n / n! for n = 1 to 4: f(x) - E f is the sum of them times He_n(z); infinite
        where they overflow."""
        _, *exact = self.hermite(Fraction(mean), Fraction(std))
        first, second, third, fourth = (Fraction(scale) * each for each in exact)
        return rounded(first), rounded(second / 2), rounded(third / 6), rounded(fourth / 24)

    def gradient_rate(self, m: Fraction) -> Fraction:
        """The derivative of d E f / d m by s^2."""
        return Fraction(0)

    def under(self, mean: float, std: float, scale: float) -> GaussianValues:
        s = Fraction(std)
        h0, h1, h2, _, h4 = self.hermite(Fraction(mean), s)
        rise = h2, 2 * h2 + h4 / 2

        def times_scale(exact: Fraction) -> float:
            return rounded(Fraction(scale) * exact)

        return GaussianValues(
            mean=times_scale(h0),
            by_mu=times_scale(h1 / s),
            by_sigma=times_scale(h2 / s),
            best_mu=times_scale(h0 + rise[0]),
            best_sigma=times_scale(h0 + rise[1]),
            rise_mu=times_scale(rise[0]),
            rise_sigma=times_scale(rise[1]),
            vanishes=(h1 == 0, h2 == 0),
        )

    def gradient_change(
        self, mean: float, stds: tuple[float, float], gradients: tuple[float, float], scale: float
    ) -> float:
        squares = Fraction(stds[1]) ** 2 - Fraction(stds[0]) ** 2
        return rounded(Fraction(scale) * self.gradient_rate(Fraction(mean)) * squares)


def rounded(exact: Fraction) -> float:
    """The nearest double, infinite beyond the largest."""
    try:
        return float(exact)
    except OverflowError:
        return math.inf
