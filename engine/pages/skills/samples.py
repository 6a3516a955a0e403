"""The states of skills that are all equally likely, and what a discriminator says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.core.arrays import Array
from engine.policies.skill_guess import GaussianGuess, Guess, along, log_share
from engine.policies.skills import States
from engine.sampling.accumulators.moments import Summed
from engine.sampling.normals import block_count, block_generator, block_rows, kept_block


class BySkill(NamedTuple):
    """Normals in the order of their skills, (m,), and where those of each end, (K,)."""

    normals: Array
    ends: NDArray[np.int64]

    def of_each(self) -> list[Array]:
        """Those of each skill, (m_z,)."""
        return np.split(self.normals, self.ends[:-1])


@dataclass(frozen=True, slots=True)
class SkillNormals:
    """n standard normals, each of the skill that acts, by skill."""

    skills: int
    n: int
    seed: int

    @property
    def blocks(self) -> int:
        """How many hold them."""
        return block_count(self.n)

    def chunks(self, block: int) -> Iterator[BySkill]:
        """Those of one block, in one: no slider moves them from skill to skill."""
        rows = block_rows(self.n, block)
        question = "skills", self.skills, rows, self.seed, block
        normals, acting = kept_block(
            question, lambda: _by_skill(self.skills, rows, self.seed, block)
        )
        yield BySkill(normals, np.searchsorted(acting, np.arange(self.skills), side="right"))


def _by_skill(skills: int, rows: int, seed: int, block: int) -> Array:
    """The normals in the order of their skills, and these, (2, m)."""
    normals = np.ascontiguousarray(block_generator(seed, 0, block).standard_normal((rows, 2)).T)
    acting = np.zeros(rows, dtype=np.int16)
    for end in ndtri(np.arange(1.0, skills) / skills):
        acting += normals[1] >= end
    order = np.argsort(acting, kind="stable")
    return np.stack([normals[0][order], acting[order]])


class Shares:
    """log p(z|s), log q(z|s) and whether the guess is right, at states of skills."""

    def __init__(self, means: Array, stds: Array, guess: Guess) -> None:
        self._skills = list(zip(means.tolist(), stds.tolist(), strict=True))
        self._true, self._guess = GaussianGuess(means, stds), guess

    def values(self, normals: BySkill) -> Array:
        """(3, m)."""
        found = [self._values(skill, each) for skill, each in enumerate(normals.of_each())]
        return np.concatenate(found, axis=1)

    def _values(self, skill: int, normals: Array) -> Array:
        mean, std = self._skills[skill]
        states = States(np.array([mean]), std * normals)
        guessed = self._guess.logits(states)
        right = _leads(guessed, skill)
        own = log_share(self._true.logits(states), skill)
        return np.stack([own, log_share(guessed, skill), right])

    def summed(self, normals: BySkill) -> Summed:
        """The values, by a compiled loop."""
        from engine.pages.skills.loops import share_sums

        sums, squares = share_sums(*normals, *self._along)
        return Summed(len(normals.normals), sums, squares)

    @cached_property
    def _along(self) -> tuple[Array, Array]:
        """What the logits are along the states of each skill, (K, 4, K) each."""
        true, guess = self._true.form(), self._guess.form()
        own, guessed = ([along(form, *each) for each in self._skills] for form in (true, guess))
        return np.array(own), np.array(guessed)


def _leads(logs: Array, skill: int) -> NDArray[np.bool_]:
    """Where this is the first of the largest of logs (K, m), (m,)."""
    before, after = logs[:skill], logs[skill + 1 :]
    first = logs[skill] > before.max(axis=0, initial=-np.inf)
    return np.asarray(first & (logs[skill] >= after.max(axis=0, initial=-np.inf)))
