"""What a function must also give where the gradient of its mean under a normal is wanted."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.functions.function import Function
from engine.numerics.normal_quadrature import Nodes, nodes


@dataclass(frozen=True, slots=True)
class Sides:
    """f, or f', at equal steps to both sides of the mean, split so that nothing cancels.

    f(mean + step) = reference + even(step) + odd(step), where even and odd keep their relative
    digits however small the step is against the mean. The reference is f(mean); it is 0 for an f
    that is narrower than the std, for there f(mean) says nothing about the rest.
    """

    reference: float
    even: Array  # (n,), less the reference
    odd: Array  # (n,)
    rounding: float = 0.0  # what the number of the reference lacks of f(mean)

    def times(self, a: float) -> Sides:
        """Of a f."""
        if a == 1.0:
            return self
        return Sides(a * self.reference, a * self.even, a * self.odd, a * self.rounding)


class GaussianValues(NamedTuple):
    """Closed forms under N(mean, std^2), as in `engine.functions.closed_forms`."""

    mean: float
    by_mu: float
    by_sigma: float
    best_mu: float
    best_sigma: float
    rise_mu: float
    rise_sigma: float
    vanishes: tuple[bool, bool]


class Reward(Function):
    """A function whose mean under N(mean, std^2) is climbed: all closed forms that this takes."""

    __slots__ = ()

    @property
    def is_flat(self) -> bool:
        """Whether f is a constant."""
        return False

    def is_narrow(self, std: float) -> bool:
        """Whether f bends within less than a standard deviation."""
        return False

    def nodes(self, mean: float, std: float) -> Nodes:
        """Nodes in z = (x - mean) / std fit for f; raises ParameterError where none are."""
        return nodes()

    def closed_mean(self, mean: float, std: float) -> float | None:
        """E f, where a sum over nodes would cancel."""
        return None

    def means(self, mean: Array, std: float) -> Array:
        """E f under N(mean, std^2), elementwise and unchecked; `under` has all digits where terms
        cancel."""
        return self.moments(mean, np.full_like(mean, std))[0]

    @abstractmethod
    def rises(self, mean: Array, std: Array) -> tuple[Array, Array]:
        """d E f / d mean and d E f / d std under N(mean, std^2), elementwise and unchecked, for
        many at once; where terms cancel, `under` has more digits."""

    @abstractmethod
    def under(self, mean: float, std: float, scale: float) -> GaussianValues:
        """The closed forms of ``scale`` f; infinite where they overflow."""

    @abstractmethod
    def gradient_change(
        self, mean: float, stds: tuple[float, float], gradients: tuple[float, float], scale: float
    ) -> float:
        """d E f / d mu with the second of two stds less that with the first, of ``scale`` f;
        ``gradients`` are the two."""

    @abstractmethod
    def sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        """f at mean + step, (n,) of either sign."""

    @abstractmethod
    def slope_sides(self, mean: float, step: Array, narrow: bool) -> Sides:
        """f' there."""

    def away(self, mean: float, step: Array, narrow: bool, scale: float) -> Array:
        """``scale`` f(mean + step) less the reference of its sides, (n,)."""
        found = self.sides(mean, step, narrow).times(scale)
        return found.even + found.odd
