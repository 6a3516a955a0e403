"""What every number and figure of the skills page is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.skills.options import Options
from engine.pages.skills.samples import Shares, SkillNormals
from engine.policies.judging.quick import judged_each
from engine.policies.skill_guess import (
    Guess,
    fitted,
    judged,
    linear,
    lost,
    pooled,
)
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import standard_normals

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
    loops: bool  # whether compiled loops make all this

    @property
    def bound(self) -> float:
        """E log q(z|s) + log K; no rounding lifts it above I(S;Z)."""
        return min(float(self.rewards.mean()), self.information)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over skills z, all equally likely, and their states s; raises Cancelled."""
    means, stds = map(np.array, options.acting)
    guess = _guess(options, scene.seed)
    shares, normals = (
        Shares(means, stds, guess),
        SkillNormals(len(means), scene.samples, scene.seed),
    )
    loops = worth_compiling(max(normals.n, run.of))
    source = Mapped(normals, shares.summed if loops else shares.values)
    exact = _exact(options, scene.seed, loops)
    sums = pass_over(source, lambda _: MomentSums((0.0, 0.0, 0.0)), run)
    return Gathered(options, means, stds, guess, *exact, sums.moments(), loops)


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
def _exact(options: Options, seed: int, loops: bool) -> tuple[float, Array, float]:
    """I(S;Z), what each skill is paid, and what the guess loses."""
    means, stds = map(np.array, options.acting)
    guess = _guess(options, seed)
    if loops:
        found = judged_each(means, stds, guess)
        return float(found.information[0]), found.rewards[0], float(found.lost[0])
    return *judged(means, stds, guess), lost(means, stds, guess)


def log_count(gathered: Gathered) -> float:
    """log K."""
    return math.log(len(gathered.means))
