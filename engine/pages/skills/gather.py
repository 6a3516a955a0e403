"""What every number and figure of the skills page is made from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.core.arrays import Array
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.skills.options import Options
from engine.policies.skill_guess import (
    GaussianGuess,
    Guess,
    fitted,
    judged,
    linear,
    log_share,
    lost,
    pooled,
)
from engine.policies.skills import States
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import Normals, standard_normals

FIT_STREAM = 1  # independent of the samples


@dataclass(frozen=True, slots=True)
class Gathered:
    """The skills, the guess, and what samples of both say."""

    options: Options
    means: Array  # (K,)
    stds: Array  # (K,)
    guess: Guess
    information: float
    rewards: Array  # (K,), of each skill by the guess
    lost: float  # I(S;Z) less the bound
    moments: Moments  # of log p(z|s), log q(z|s) and whether the guess is right, less nothing

    @property
    def bound(self) -> float:
        """E log q(z|s) + log K; no rounding lifts it above I(S;Z)."""
        return min(float(self.rewards.mean()), self.information)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over skills z, all equally likely, and their states s; raises Cancelled."""
    means, stds = map(np.array, options.acting)
    guess = _guess(options, scene.seed)
    true = GaussianGuess(means, stds)

    def values(normals: Array) -> Array:
        """Of (2, m): the state, and what says which skill acts."""
        found, first = np.empty((3, normals.shape[1])), 0
        for skill, normal in _by_skill(normals, len(means)):
            states = States(means[skill : skill + 1], stds[skill] * normal)
            guessed = guess.logits(states)
            own, other, right = found[:, first : first + len(normal)]
            right[:] = _leads(guessed, skill)
            own[:] = log_share(true.logits(states), skill)
            other[:] = log_share(guessed, skill)
            first += len(normal)
        return found

    source = Mapped(Normals(scene.samples, 2, scene.seed), values)
    moments = pass_over(source, lambda _: MomentSums((0.0, 0.0, 0.0)), run).moments()
    return Gathered(options, means, stds, guess, *_exact(options, scene.seed), moments)


def _by_skill(normals: Array, skills: int) -> Iterator[tuple[int, Array]]:
    """Each skill, all equally likely by the second of normals (2, m), and the first ones of its."""
    acting = np.zeros(normals.shape[1], dtype=np.int16)
    for end in ndtri(np.arange(1.0, skills) / skills):
        acting += normals[1] >= end
    for skill in range(skills):
        yield skill, normals[0][np.flatnonzero(acting == skill)]


def _leads(logs: Array, skill: int) -> NDArray[np.bool_]:
    """Where this is the first of the largest of logs (K, m), (m,)."""
    before, after = logs[:skill], logs[skill + 1 :]
    first = logs[skill] > before.max(axis=0, initial=-np.inf)
    return np.asarray(first & (logs[skill] >= after.max(axis=0, initial=-np.inf)))


@lru_cache(maxsize=8)
def _guess(options: Options, seed: int) -> Guess:
    means, stds = map(np.array, options.acting)
    if options.discriminator == "linear":
        return linear(means, stds)
    if options.discriminator == "pooled":
        return pooled(means, stds)
    normals = standard_normals(options.fit_samples, len(means), seed, FIT_STREAM)
    return fitted(means, stds, normals.T)


@lru_cache(maxsize=8)
def _exact(options: Options, seed: int) -> tuple[float, Array, float]:
    """I(S;Z), what each skill is paid, and what the guess loses."""
    means, stds = map(np.array, options.acting)
    guess = _guess(options, seed)
    return *judged(means, stds, guess), lost(means, stds, guess)


def log_count(gathered: Gathered) -> float:
    """log K."""
    return math.log(len(gathered.means))
