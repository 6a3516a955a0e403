"""What the actor's actions earn, and how surprising they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.pages.temperature.options import Options
from engine.policies.best_tanh_gaussian import BestActor
from engine.sampling.accumulators.moments import Summed
from engine.sampling.gather import Mapped, scratch
from engine.sampling.normals import Normals

LOG_2 = math.log(2.0)
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
ROWS = 16_384  # in a chunk, with what is made of it within a core's own cache


@dataclass(frozen=True, slots=True)
class Actions:
    """Rewards and -log pi of the actor's actions, less their means."""

    options: Options
    actor: BestActor

    def source(self, n: int, seed: int) -> Mapped[Array | Summed]:
        """Those of n actions."""
        if worth_compiling(n):
            return Mapped(Normals(n, 1, seed), self.summed)
        return Mapped(Normals(n, 1, seed, rows=ROWS), self.deviations)

    def summed(self, normals: Array) -> Summed:
        """From standard normals, (1, m), by a compiled loop."""
        from engine.pages.temperature.loops import action_sums

        actor, options = self.actor, self.options
        numbers = actor.mean, actor.std, options.centre, options.curvature, actor.expected_reward
        sums, squares = action_sums(normals[0], options.bounded, *numbers, self._constant)
        return Summed(normals.shape[1], sums, squares)

    def deviations(self, normals: Array) -> Array:
        """From standard normals, (1, m): (2, m), which the next ones overwrite."""
        z, actor, options = normals[0], self.actor, self.options
        space = scratch(3, ROWS).array[:, : len(z)]
        action, surprise, spare = space
        np.multiply(z, z, out=surprise)
        surprise *= 0.5
        surprise += self._constant
        np.multiply(z, actor.std, out=action)
        action += actor.mean
        if options.bounded:
            _squash(action, surprise, spare)
        action -= options.centre
        reward = np.square(action, out=action)
        reward *= -options.curvature
        reward -= actor.expected_reward
        return space[:2]

    @property
    def _constant(self) -> float:
        """-log pi less its mean, but for z^2 / 2 and what tanh adds."""
        return HALF_LOG_2PI + math.log(self.actor.std) - self.actor.entropy


def _squash(u: Array, surprise: Array, spare: Array) -> None:
    """tanh u in place of u, and log(1 - tanh^2 u) added to -log pi, (m,) each.

    By 2 (ln 2 - |u| - log1p(exp(-2|u|))), whose relative digits near 0 a sum does not need.
    """
    np.abs(u, out=spare)
    spare *= -2.0
    surprise += spare
    np.log1p(np.exp(spare, out=spare), out=spare)
    spare *= -2.0
    spare += 2.0 * LOG_2
    surprise += spare
    np.tanh(u, out=u)
