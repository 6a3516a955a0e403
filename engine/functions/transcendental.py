"""What exp, cos and the step share: how the gradient of their mean changes with the std."""

from __future__ import annotations

import math
from abc import abstractmethod
from fractions import Fraction

from engine.functions.reward import Reward


class Transcendental(Reward):
    """Two gradients near each other are compared by their ratio, far apart subtracted."""

    __slots__ = ()

    @abstractmethod
    def log_gradient_ratio(self, mean: float, std: float, other: float, change: float) -> float:
        """log of d E f / d mu with ``other`` over that with ``std``; ``change`` is other^2 -
        std^2."""

    def gradient_change(
        self, mean: float, stds: tuple[float, float], gradients: tuple[float, float], scale: float
    ) -> float:
        change = float(Fraction(stds[1]) ** 2 - Fraction(stds[0]) ** 2)
        log_ratio = self.log_gradient_ratio(mean, *stds, change)
        before, after = gradients
        return before * math.expm1(log_ratio) if abs(log_ratio) < 0.5 else after - before


def log_ratio_of_bumps(v: float, w: float, change: float, power: float, distance: float) -> float:
    """log of w^-power exp(-distance / 2w) over the same of v, w = v + change."""
    return -power * math.log1p(change / v) + 0.5 * distance * (change / v / w)
