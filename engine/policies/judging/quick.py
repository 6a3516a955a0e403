"""`judged` and `lost` of `engine.policies.skill_guess` for many sets of means, compiled."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.policies.skill_guess import Guess
from engine.policies.skill_panels import EDGES, RULE


@dataclass(frozen=True, slots=True)
class Judged:
    """What each of F sets of K skills tells of itself and by a guess, nats."""

    information: Array  # (F,), I(S;Z)
    rewards: Array  # (F, K), E[log q(z|s) | z] + log K
    lost: Array  # (F,), I(S;Z) less the mean reward, without cancellation


def judged_each(means: Array, stds: Array, guess: Guess) -> Judged:
    """Of sets of means, (F, K), with the same stds, (K,), each by its own guess; or of one set."""
    from engine.policies.judging.loops import judged_sums

    skills, ceiling = len(stds), math.log(len(stds))
    sets, form = means.reshape(-1, skills), guess.form().reshape(-1, 4, skills)
    breaks = guess.breaks().reshape(len(sets), -1)
    found = judged_sums(EDGES, breaks, sets, stds, form, RULE)
    information, lost = found[:, 0] / skills, found[:, 1] / skills
    return Judged(np.minimum(information, ceiling), found[:, 2:] + ceiling, lost)
