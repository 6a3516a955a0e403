"""The box that actions live in, and the way from pre-tanh values to actions and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError, number_text
from engine.gaussian.gaussian import vector
from engine.squash.jacobian import NEAR


@dataclass(frozen=True, slots=True, eq=False)
class ActionBounds:
    """action = middle + half tanh(u) in each dimension, between ``low`` and ``high``.

    Raises ParameterError unless low < high, both finite.
    """

    low: Array  # (d,)
    high: Array  # (d,)

    @classmethod
    def checked(cls, low: ArrayLike, high: ArrayLike, dimension: int) -> ActionBounds:
        """Bounds for ``dimension`` actions from scalars or (d,) each."""
        bounds = []
        for name, values in (("low", low), ("high", high)):
            array = vector(name, values)
            if len(array) not in (1, dimension):
                allowed = f"1 or {dimension}" if dimension > 1 else "1"
                raise ParameterError(name, array.tolist(), f"must have {allowed} entries")
            bounds.append(frozen(np.broadcast_to(array, (dimension,))))
        lows, highs = bounds
        for i, (left, right) in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
            field = "low" if np.ndim(low) == np.ndim(high) == 0 else f"low[{i}]"
            if not left < right:
                raise ParameterError(field, left, f"must be less than high = {number_text(right)}")
            if not 0.0 < 0.5 * (right - left) < math.inf:
                raise ParameterError(field, left, "must lie farther from high, yet not infinitely")
        return cls(lows, highs)

    def differ(self, other: ActionBounds) -> bool:
        """Whether any bound is another number."""
        return not (np.array_equal(self.low, other.low) and np.array_equal(self.high, other.high))

    @property
    def half(self) -> Array:
        """(high - low) / 2, (d,)."""
        return 0.5 * (self.high - self.low)

    @property
    def middle(self) -> Array:
        """(low + high) / 2, (d,)."""
        return self.low + self.half

    @property
    def log_scale(self) -> float:
        """sum_i log((high_i - low_i) / 2): what the bounds add to every log-Jacobian."""
        return float(np.sum(np.log(self.half)))

    def action(self, u: Array) -> Array:
        """The actions of pre-tanh values, (..., d) -> (..., d), always inside the bounds.

        Beyond |u| = 1/2 they are counted from the nearer bound, low + (high - low) / (1 +
        exp(-2u)), so that actions close to a bound of 0 keep their digits.
        """
        with np.errstate(over="ignore"):
            decay = np.exp(-2.0 * np.abs(u))
        step = (self.high - self.low) * (decay / (1.0 + decay))
        outer = np.where(u > 0.0, self.high - step, self.low + step)
        values = np.where(np.abs(u) < NEAR, self.middle + self.half * np.tanh(u), outer)
        return np.clip(values, self.low, self.high)

    def pre_tanh(self, action: Array) -> tuple[Array, Array]:
        """u = atanh((action - middle) / half) and log(1 - tanh^2 u), (..., d) each.

        From the distances to the two bounds, which subtraction leaves exact near them. On a
        bound u is infinite. Raises ParameterError outside the bounds.
        """
        self.check(action)
        above, below = action - self.low, self.high - action
        t = (action - self.middle) / self.half
        is_near = np.abs(t) < NEAR
        near = np.where(is_near, t, 0.0)
        with np.errstate(divide="ignore"):
            far = 0.5 * (np.log(above) - np.log(below))
            far_log = np.log(above / self.half) + np.log(below / self.half)
        u = np.where(is_near, np.arctanh(near), far)
        return u, np.where(is_near, np.log1p(-near * near), far_log)

    def check(self, action: Array) -> None:
        """Raises ParameterError for an action outside the bounds or not a number."""
        inside = (action >= self.low) & (action <= self.high)
        if np.all(inside):
            return
        place = tuple(np.argwhere(~inside)[0])
        axis = int(place[-1])
        low, high = float(self.low[axis]), float(self.high[axis])
        raise ParameterError(
            "action" if len(self.low) == 1 else f"action[{axis}]",
            float(action[place]),
            f"must lie from {number_text(low)} to {number_text(high)}",
        )
