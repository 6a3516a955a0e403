"""Sampled trajectories of a linear-quadratic task, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.core.arrays import Array
from engine.sampling.normals import CHUNK_SIZE, block_generator, kept_block
from engine.trajectories.states import state_moments, values
from engine.trajectories.task import LinearQuadraticTask

STREAM = 1_000_000  # one that no page takes for itself
PART_SIZE = 32_768  # steps of a part of a block


class Paths:
    """m trajectories, one a column; time is the first axis."""

    def __init__(self, task: LinearQuadraticTask, normals: Array) -> None:
        """``normals`` (1 + 2 T, m): of the first state, then e_t and n_t of each step."""
        self.task = task
        self.actions_noise = normals[1::2]  # e_t, (T, m)
        self.normals = normals

    def parts(self) -> Iterator[Paths]:
        """The same trajectories, so many at a time that several numbers of each step fit a core's
        own cache."""
        most = max(PART_SIZE // self.task.T, 64)
        for first in range(0, self.normals.shape[1], most):
            yield Paths(self.task, self.normals[:, first : first + most])

    @cached_property
    def away(self) -> Array:
        """y_t = s_t - E s_t, (T + 1, m)."""
        task, normals = self.task, self.normals
        away = np.empty((task.T + 1, normals.shape[1]))
        np.multiply(normals[0], task.v0, out=away[0])
        moved = (task.B * task.sigma) * normals[1::2]
        if task.tau:
            moved += task.tau * normals[2::2]
        for t in range(task.T):
            np.multiply(away[t], task.carry, out=away[t + 1])
            away[t + 1] += moved[t]
        return away

    @cached_property
    def states(self) -> Array:
        """s_t, (T + 1, m)."""
        return np.asarray(self.away + state_moments(self.task)[0][:, np.newaxis])

    @cached_property
    def rewards(self) -> Array:
        """r_t, (T, m)."""
        task, states = self.task, self.states[:-1]
        found = task.K * states
        other = task.sigma * self.actions_noise
        found += other
        found += task.c
        found *= found
        found *= -task.r
        np.subtract(states, task.g, out=other)
        other *= other
        other *= task.q
        found -= other
        return found

    @cached_property
    def returns(self) -> Array:
        """G_t = sum_(u >= t) gamma^(u-t) r_u, (T, m)."""
        return self.faded(self.rewards, self.task.gamma)

    @cached_property
    def values(self) -> Array:
        """V_t(s_t), (T + 1, m)."""
        constant, line, square = values(self.task).T[:, :, np.newaxis]
        found = square * self.away
        found += line
        found *= self.away
        found += constant
        return np.asarray(found)

    def faded(self, terms: Array, fade: float) -> Array:
        """sum_(u >= t) fade^(u-t) x_u of what stands at each step, (T, m)."""
        found = terms.copy()
        if fade != 0.0:
            for t in reversed(range(len(terms) - 1)):
                found[t] += fade * found[t + 1]
        return found

    @cached_property
    def scores(self) -> Array:
        """Scores by K, c and log sigma, (3, T, m)."""
        e = self.actions_noise
        found = np.empty((3, *e.shape))
        np.multiply(e, 1.0 / self.task.sigma, out=found[1])
        np.multiply(found[1], self.states[:-1], out=found[0])
        np.multiply(e, e, out=found[2])
        found[2] -= 1.0
        return found


@dataclass(frozen=True, slots=True)
class Rollouts:
    """The source of n trajectories: trajectory k is the same whatever n and the threads.

    A block holds as many as fit a core's own cache, a multiple of ``batch``; its noise is kept
    for the next question, so that a moving slider draws nothing.
    """

    task: LinearQuadraticTask
    trajectories: int
    seed: int
    batch: int = 1

    @property
    def block_size(self) -> int:
        """Trajectories in a block."""
        fit = max(CHUNK_SIZE // (1 + 2 * self.task.T), 64)
        return max(fit // self.batch, 1) * self.batch

    @property
    def blocks(self) -> int:
        """How many hold the trajectories."""
        return -(-self.trajectories // self.block_size)

    def chunks(self, block: int) -> Iterator[Paths]:
        """Those of one block, at once."""
        size, height = self.block_size, 1 + 2 * self.task.T
        rows = min(size, self.trajectories - block * size)

        def drawn() -> Array:
            return block_generator(self.seed, STREAM, block).standard_normal((height, size))

        normals = kept_block(("paths", height, size, self.seed, block), drawn)
        yield Paths(self.task, normals[:, :rows])
