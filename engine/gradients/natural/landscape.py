"""E f, summed over principal directions, around a Gaussian and in its own units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.functions.objectives import Objective
from engine.gradients.natural.move import Move
from engine.gradients.natural.objective import Reward, Slopes, slopes

Many = tuple[Array, Array, Array]  # E f, and its derivatives by m and by v


@dataclass(frozen=True, slots=True)
class Landscape:
    """J(m, v) = sum_i E f(x_i), x_i ~ N(mean_i + std_i m_i, (std_i e^v_i)^2)."""

    objective: Reward
    mean: tuple[float, ...]
    std: tuple[float, ...]

    @property
    def directions(self) -> int:
        """d."""
        return len(self.mean)

    def at(self, direction: int, shift: float = 0.0, growth: float = 0.0) -> Slopes:
        """E f along one direction and its derivatives by m and by v, to the last digits."""
        std = self.std[direction]
        new = std * float(np.exp(growth))
        found = slopes(self.objective, self.mean[direction] + std * shift, new)
        return Slopes(found.value, std * found.by_mu, new * found.by_sigma)

    def gradient(self) -> tuple[Array, Array]:
        """By m and by v at the old Gaussian, (d,) each."""
        found = [self.at(i) for i in range(self.directions)]
        return np.array([each.by_mu for each in found]), np.array([each.by_sigma for each in found])

    def quick_gradient(self) -> tuple[Array, Array]:
        """`gradient` of an Objective in doubles, whose terms may cancel."""
        objective, mean, std = self.objective, np.array(self.mean), np.array(self.std)
        assert isinstance(objective, Objective)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            by_mean, by_std = objective.function.rises(mean, std)
            return objective.scale * std * by_mean, objective.scale * std * by_std

    def value(self, move: Move) -> float:
        """J there."""
        places = zip(move.shift.tolist(), move.growth.tolist(), strict=True)
        return sum(self.at(i, *place).value for i, place in enumerate(places))

    def many(self, direction: int, shift: Array, growth: Array) -> Many:
        """E f and its derivatives at many places, arrays of one shape; of an Objective in doubles,
        whose terms may cancel."""
        if not isinstance(self.objective, Objective):
            return self.exactly(direction, shift, growth)
        return _in_doubles(
            self.objective, (self.mean[direction], self.std[direction]), shift, growth
        )

    def along_all(self, shift: Array, growth: Array) -> Many:
        """`many` of every direction, (..., d, n) each."""
        if isinstance(self.objective, Objective):
            there = np.array([self.mean, self.std])[:, :, np.newaxis]
            return _in_doubles(self.objective, (there[0], there[1]), shift, growth)
        each = [
            self.exactly(i, shift[..., i, :], growth[..., i, :]) for i in range(self.directions)
        ]
        value, by_shift, by_growth = (np.stack(part, axis=-2) for part in zip(*each, strict=True))
        return value, by_shift, by_growth

    def exactly(self, direction: int, shift: Array, growth: Array) -> Many:
        """`many`, each by `at`."""
        pairs = zip(shift.ravel().tolist(), growth.ravel().tolist(), strict=True)
        found = np.array([self.at(direction, *pair) for pair in pairs])
        value, by_shift, by_growth = (each.reshape(shift.shape) for each in found.T)
        return value, by_shift, by_growth


def _in_doubles(
    objective: Objective, at: tuple[Array | float, Array | float], shift: Array, growth: Array
) -> Many:
    """`Landscape.many` about a mean and with a standard deviation that broadcast."""
    (mean, std), function, scale = at, objective.function, objective.scale
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        new, there = std * np.exp(growth), mean + std * shift
        by_mean, by_std = function.rises(there, new)
        value = scale * function.moments(there, new)[0] + objective.constant
        return value, scale * std * by_mean, scale * new * by_std
