"""The rewards on one action that the objective of soft actor-critic is shown for, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.number_format import value_text

Name = Literal["quadratic", "linear", "step"]


@dataclass(frozen=True, slots=True)
class ActionReward:
    """quadratic: -(a - target)^2; linear: a - target; step: 1 if a > target, else 0."""

    name: Name
    target: float

    @property
    def formula(self) -> str:
        """The reward in words of mathematics."""
        if self.name == "step":
            return f"1[a > {value_text(self.target, 3)}]"
        sign, size = ("−", self.target) if self.target >= 0.0 else ("+", -self.target)
        difference = f"a {sign} {value_text(size, 3)}" if size else "a"
        if self.name == "linear":
            return difference
        return f"−({difference})²" if size else "−a²"

    def jumps(self, low: float, high: float) -> tuple[float, ...]:
        """The actions strictly between the bounds at which it jumps."""
        return (self.target,) if self.name == "step" and low < self.target < high else ()

    def __call__(self, action: ArrayLike) -> Array:
        """The rewards of these actions, elementwise."""
        difference = np.asarray(action, dtype=float) - self.target
        if self.name == "quadratic":
            return np.asarray(-np.square(difference))
        if self.name == "linear":
            return np.asarray(difference)
        return (difference > 0.0).astype(float)
