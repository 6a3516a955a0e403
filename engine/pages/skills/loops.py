"""The sums over the states of skills, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.numerics.loops import exp, log

TILE = 512  # states, whose few numbers each stay beside the core
LARGE = 1e300


@compiled
def share_sums(
    normals: Array, ends: NDArray[np.int64], true: Array, guess: Array
) -> tuple[Array, Array]:
    """Of log p(z|s), log q(z|s) and whether the guess is right, at the states of skills that
    normals, (m,), make, those of each up to its end, (K,): their sums, (3,), and those of their
    squares. ``true`` and ``guess`` are `skill_guess.along` each skill, (K, 4, K)."""
    skills = len(ends)
    logits, space = np.empty((skills, TILE)), np.empty((4, TILE))
    sums, squares = np.zeros(3), np.zeros(3)
    first = 0
    for skill in range(skills):
        for start in range(first, ends[skill], TILE):
            z = normals[start : min(start + TILE, ends[skill])]
            _add_shares(z, skill, true[skill], guess[skill], logits, space, sums, squares)
        first = ends[skill]
    return sums, squares


@compiled
def _add_shares(
    z: Array,
    skill: int,
    true: Array,
    guess: Array,
    logits: Array,
    space: Array,
    sums: Array,
    squares: Array,
) -> None:
    """Those of normals of one skill, (m,), to the sums of others."""
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
