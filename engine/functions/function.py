"""The protocol of a function of one number: value, slope, breaks, moments under a normal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Function(ABC):
    """f of one number; ``k`` is the one number that it is made with, if it takes one.

    All but `breaks` works elementwise, on arrays of any shape, and is unchecked: what overflows
    is infinite.
    """

    k: float = 0.0
    has_gradient: ClassVar[bool] = True  # False where the slope is 0 wherever it exists

    @property
    @abstractmethod
    def formula(self) -> str:
        """In words of mathematics."""

    @property
    def breaks(self) -> tuple[float, ...]:
        """Where f jumps or bends, ascending: between them it is smooth."""
        return ()

    @abstractmethod
    def value(self, x: Array) -> Array:
        """f(x)."""

    @abstractmethod
    def slope(self, x: Array) -> Array:
        """f'(x); raises ParameterError where there is none to follow."""

    @abstractmethod
    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        """E g and E g^2, g = f(X) - centre, X ~ N(mean, std^2), std >= 0."""


def signed(k: float) -> str:
    """k as it is taken off in a formula."""
    return f"− {k:g}" if k >= 0.0 else f"+ {-k:g}"
