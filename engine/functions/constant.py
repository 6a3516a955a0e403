"""1, whatever x."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.functions.function import Function


class Constant(Function):
    """The mean of it is known before any sample is drawn."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return "1"

    def value(self, x: Array) -> Array:
        return np.ones_like(x)

    def slope(self, x: Array) -> Array:
        return np.zeros_like(x)

    def moments(self, mean: Array, std: Array, centre: float = 0.0) -> tuple[Array, Array]:
        first = np.full(mean.shape, 1.0 - centre)
        return first, first**2
