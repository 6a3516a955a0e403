"""A target policy, and a behaviour policy whose steps are there in its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.numerics.gaussian_polynomials import LinearStep
from engine.trajectories.expectations import return_slopes
from engine.trajectories.states import state_moments, values
from engine.weights.clipped_moments import clip_shift, clip_shifts
from engine.weights.vtrace_policy import clipped_policy
from engine.weights.weight_line import WeightLine

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask

DEGREE = 8
EPSILON = 2.0**-52
ROUNDING = 1e-14  # of the square of a target less a critic


@dataclass(frozen=True)
class OffPolicy:
    """The target policy of ``task``, and a behaviour a = K s + offset + deviation e.

    Raises ParameterError as the task does.
    """

    task: LinearQuadraticTask
    offset: float
    deviation: float

    def __post_init__(self) -> None:
        if not self.deviation > 0.0:
            raise ParameterError("deviation", self.deviation, "must be above 0")
        self.behaviour  # noqa: B018  checks what it holds

    @cached_property
    def behaviour(self) -> LinearQuadraticTask:
        """The task under the behaviour policy."""
        return self.task.replace(c=self.offset, sigma=self.deviation)

    @cached_property
    def rounding(self) -> float:
        """Of a moment under weights, as a share of the terms that it is the sum of: more where
        the policies are many deviations apart."""
        apart = abs(self.offset - self.task.c) / self.task.sigma
        return ROUNDING + 4.0 * EPSILON * apart

    @cached_property
    def policies(self) -> tuple[Gaussian, Gaussian]:
        """Target and behaviour, less K s."""
        target = Gaussian.from_std(self.task.c, self.task.sigma)
        return target, Gaussian.from_std(self.offset, self.deviation)

    @cached_property
    def target_values(self) -> Array:
        """V_t of the target policy in s less its mean under the behaviour, (T + 1, 3)."""
        shift = state_moments(self.behaviour)[0] - state_moments(self.task)[0]
        constant, line, square = values(self.task).T
        return np.stack(
            [constant + shift * (line + shift * square), line + 2.0 * shift * square, square], 1
        )

    def step(self, moments: Array) -> LinearStep:
        """A step whose expectations are weighted, by the moments under the weights of the action
        in deviations of the target policy, (..., DEGREE + 1).

        About the target's own states and actions, where weights leave what there is: about the
        behaviour's, terms of policies that are far apart would cancel.
        """
        task = self.task
        return LinearStep(task.carry, task.B * task.sigma, task.tau, moments)

    @cached_property
    def unclipped(self) -> tuple[LinearStep, LinearStep]:
        """Steps whose expectations are weighted by the ratio w, and by its square."""
        weight = WeightLine.of(*self.policies)
        once, twice = (weight.powers(power, DEGREE)[np.newaxis] for power in (1, 2))
        return self.step(once), self.step(twice)

    def value_bias(self, clip_rho: float | None) -> float:
        """`clipped_value` less J of the target policy, without cancellation."""
        return self.bounded_value_bias(clip_rho)[0]

    def value_biases(self, clips: Array, loops: bool = False) -> Array:
        """`value_bias` of each of the clips (m,), (m,); ``loops`` as of `clip_shifts`."""
        means, variances, _, _ = clip_shifts(*self.policies, clips, loops)
        change = return_slopes(self.task).change
        return np.array([change(*moved) for moved in zip(means, variances, strict=True)])

    def bounded_value_bias(self, clip_rho: float | None) -> tuple[float, float]:
        """`value_bias`, and a bound on its rounding."""
        shift, slopes = clip_shift(*self.policies, clip_rho), return_slopes(self.task)
        moved = shift.mean, shift.variance
        rounding = self.rounding * slopes.size(*moved)
        # A change of the shift by its error, in the same terms.
        rounding += abs(slopes.offset + 2.0 * slopes.bend * shift.mean) * shift.mean_error
        rounding += abs(slopes.variance) * shift.variance_error
        return slopes.change(*moved), rounding

    def clipped_value(self, clip_rho: float | None) -> float:
        """J of the policy that V-trace evaluates: min(clip_rho mu, pi), made whole.

        The return depends on the first two moments of its actions alone.
        """
        found = clipped_policy(*self.policies, clip_rho)
        there = self.task.replace(c=found.mean, sigma=float(np.sqrt(found.variance)))
        return there.expected_return()
