"""Where the density of a = tanh(u), u ~ N(mean, std^2), is highest; one mode or two.

With respect to a the log-density is log N(u) - log(1 - tanh^2 u). Its slope is zero where
mean - u + 2 std^2 tanh(u) = 0: one root, or three when std > 1/sqrt 2 and |mean| is small enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.numerics.root_finding import root

# Above this std, and not before, a squashed Gaussian of mean 0 has two modes.
BIMODAL_STD = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class Modes:
    """The maxima of the density over the action, as pre-tanh values."""

    pre_tanh: tuple[float, ...]  # ascending; one or two
    antimode: float | None  # the minimum between two modes

    @property
    def count(self) -> int:
        """1 or 2."""
        return len(self.pre_tanh)


def modes(mean: float, std: float) -> Modes:
    """The modes, to the last digits; they do not depend on the bounds.

    The slope mean - u + 2 std^2 tanh(u) falls, rises between -c and c with
    cosh(c) = sqrt 2 std, and falls again: its signs at -c and c tell which roots there are.
    """

    def slope(u: float) -> float:
        return mean - u + 2.0 * std * std * math.tanh(u)

    # The roots lie within 2 std^2 of the mean; the margin is for rounding.
    reach = 2.0 * std * std
    margin = 1e-14 * (abs(mean) + reach) + 1e-300
    low, high = mean - reach - margin, mean + reach + margin
    c = turning_point(std)
    if c == 0.0:
        return Modes((root(slope, low, high),), None)
    if slope(-c) >= 0.0:
        return Modes((root(slope, c, high),), None)
    if slope(c) <= 0.0:
        return Modes((root(slope, low, -c),), None)
    return Modes((root(slope, low, -c), root(slope, c, high)), root(slope, -c, c))


def turning_point(std: float) -> float:
    """c = arcosh(sqrt 2 std), or 0 for std <= 1/sqrt 2."""
    x = math.sqrt(2.0) * std
    return math.acosh(max(x, 1.0)) if std > BIMODAL_STD else 0.0


def bimodal_mean(std: float) -> float:
    """The density has two modes if and only if |mean| is less than this.

    sqrt(2 std^2 (2 std^2 - 1)) - arcosh(sqrt 2 std), and 0 for std <= 1/sqrt 2.
    """
    c = turning_point(std)
    return max(math.sqrt(2.0) * std * math.sinh(c) - c, 0.0) if c > 0.0 else 0.0


def bimodal_std(mean: float) -> float:
    """The std above which a squashed Gaussian of this mean has two modes.

    1/sqrt 2 for mean 0; else the root of `bimodal_mean`, which grows with the std.
    """
    if mean == 0.0:
        return BIMODAL_STD
    # 2 std^2 - arcosh(sqrt 2 std) - 1 is below bimodal_mean and reaches |mean| before this std.
    above = 2.0 + math.sqrt(abs(mean))
    return root(lambda std: bimodal_mean(std) - abs(mean), BIMODAL_STD, above)
