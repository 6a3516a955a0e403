"""The sums over the states of one skill, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.numerics.loops import exp, log

TILE = 512  # states, whose few numbers each stay beside the core
LARGE = 1e300


@compiled
def share_sums(normals: Array, skill: int, true: Array, guess: Array) -> tuple[Array, Array]:
    """Of log p(z|s), log q(z|s) and whether the guess is right, at the states of a skill that
    normals, (m,), make: their sums, (3,), and those of their squares. ``true`` and ``guess`` are
    `Guess.along` them, (4, K)."""
    skills = true.shape[1]
    logits, space = np.empty((skills, TILE)), np.empty((4, TILE))
    sums, squares = np.zeros(3), np.zeros(3)
    for start in range(0, len(normals), TILE):
        z = normals[start : min(start + TILE, len(normals))]
        own, guessed = space[0, : len(z)], space[1, : len(z)]
        top, total = space[2, : len(z)], space[3, : len(z)]
        _fill_share(z, skill, true, logits, top, total, own)
        _fill_share(z, skill, guess, logits, top, total, guessed)
        first = second = first_2 = second_2 = 0.0
        for n in range(len(z)):
            first += own[n]
            second += guessed[n]
            first_2 += own[n] * own[n]
            second_2 += guessed[n] * guessed[n]
        right = _leading(skill, logits, total)
        sums += np.array((first, second, right))
        squares += np.array((first_2, second_2, right))
    return sums, squares


@compiled_part
def _fill_share(
    z: Array, skill: int, along: Array, logits: Array, top: Array, total: Array, out: Array
) -> None:
    """The logits at z, (m,), and what `log_share` makes of them into ``out``, (m,)."""
    for k in range(len(logits)):
        row, level, slope = logits[k, : len(z)], along[0, k], along[1, k]
        centre, scale = along[2, k], along[3, k]
        for n in range(len(z)):
            root = centre + scale * z[n]
            row[n] = level + slope * z[n] - root * root
    own = logits[skill, : len(z)]
    total[:] = 1.0
    for k in range(len(logits)):
        if k != skill:
            row = logits[k, : len(z)]
            for n in range(len(z)):
                total[n] += exp(row[n] - own[n])
    if _above(total, LARGE):
        _fill_far_share(skill, logits, top, total, out)
        return
    for n in range(len(z)):
        out[n] = -log(total[n])


@compiled
def _above(values: Array, level: float) -> float:
    """How many are above a level."""
    found = 0.0
    for n in range(len(values)):
        found += values[n] > level
    return found


@compiled_part
def _fill_far_share(skill: int, logits: Array, top: Array, total: Array, out: Array) -> None:
    """The same where another skill's logit is so much larger that its exponential overflows."""
    top[:], total[:] = -np.inf, 0.0
    for k in range(len(logits)):
        row = logits[k, : len(out)]
        for n in range(len(out)):
            top[n] = max(top[n], row[n])
    for k in range(len(logits)):
        row = logits[k, : len(out)]
        for n in range(len(out)):
            total[n] += exp(row[n] - top[n])
    row = logits[skill, : len(out)]
    for n in range(len(out)):
        out[n] = row[n] - top[n] - log(total[n])


@compiled
def _leading(skill: int, logits: Array, leads: Array) -> float:
    """At how many states the skill is the first of the largest logits."""
    own = logits[skill, : len(leads)]
    leads[:] = 1.0
    for k in range(len(logits)):
        row = logits[k, : len(leads)]
        if k < skill:
            for n in range(len(leads)):
                leads[n] *= own[n] > row[n]
        else:
            for n in range(len(leads)):
                leads[n] *= own[n] >= row[n]
    right = 0.0
    for n in range(len(leads)):
        right += leads[n]
    return right
