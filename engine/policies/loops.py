"""The passes of a softmax policy, compiled: batches of actions, and perturbations of its logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.sampling.loops import add_powers

TILE = 1_024  # samples or batches, whose few numbers each stay beside the core


@compiled
def fill_counts(
    uniforms: Array,
    levels: Array,
    drawn: NDArray[np.bool_],
    mirrored: NDArray[np.bool_],
    counts: NDArray[np.int64],
) -> None:
    """How often each batch holds each action, (m, K), from numbers between 0 and 1, used in turn;
    the rest, (K - 1, N + 1, N), (K - 1,) twice, as `Inversion` has it."""
    used, size = 0, levels.shape[2]
    for batch in range(len(counts)):
        left = size
        for action in range(len(drawn)):
            counts[batch, action] = 0
            if left > 0 and drawn[action]:
                found = _count_below(levels[action, left], uniforms[used])
                used += 1
                counts[batch, action] = left - found if mirrored[action] else found
                left -= counts[batch, action]
        counts[batch, len(drawn)] = left


@compiled_part
def _count_below(levels: Array, value: float) -> int:
    """How many of levels, (m,), are below a value; at once, where a search would guess branches."""
    found = 0
    for x in range(len(levels)):
        found += levels[x] < value
    return found


@compiled
def reinforce_sums(
    counts: NDArray[np.int64],
    alone: Array,
    scores: Array,
    away: Array,
    baseline: int,
    rounding: float,
) -> tuple[Array, Array]:
    """Of what `ReinforceErrors` makes of the counts of batches, (m, K): the sums of the first four
    powers of each coordinate by baseline, (B K, 4), and of the squared length by baseline, (B, 4).
    ``alone``, (B K, K), ``scores``, (K, K), and ``away``, (K,), are for counts; ``baseline`` is
    leave-one-out, from which the product of the last two is taken off."""
    actions = len(away)
    powers, lengths = np.zeros((len(alone), 4)), np.zeros((len(alone) // actions, 4))
    held, space = np.empty((actions, TILE)), np.empty((3, TILE))
    for start in range(0, len(counts), TILE):
        size = min(TILE, len(counts) - start)
        held[:, :size] = counts[start : start + size].T
        value, reward, length = space[0, :size], space[1, :size], space[2, :size]
        _fill_product(away, held, reward)
        for row in range(len(alone)):
            group, coordinate = row // actions, row % actions
            _fill_product(alone[row], held, value)
            if group == baseline:
                _subtract_product(scores[coordinate], held, reward, value)
            if coordinate == 0:
                length[:] = 0.0
            for n in range(size):
                value[n] = value[n] if abs(value[n]) > rounding else 0.0
                length[n] += value[n] * value[n]
            add_powers(value, 0.0, powers[row])
            if coordinate == actions - 1:
                add_powers(length, 0.0, lengths[group])
    return powers, lengths


@compiled_part
def _fill_product(factors: Array, held: Array, out: Array) -> None:
    """factors @ held, (K,) and (K, m), into ``out``, (m,)."""
    out[:] = 0.0
    for k in range(len(factors)):
        factor, row = factors[k], held[k, : len(out)]
        for n in range(len(out)):
            out[n] += factor * row[n]


@compiled_part
def _subtract_product(factors: Array, held: Array, by: Array, out: Array) -> None:
    """``by`` (factors @ held) taken off ``out``, (m,)."""
    for k in range(len(factors)):
        factor, row = factors[k], held[k, : len(out)]
        for n in range(len(out)):
            out[n] -= factor * row[n] * by[n]


@compiled
def perturbed_sums(u: Array, logits: Array, epsilon: float, away: Array) -> tuple[Array, Array]:
    """Sums over perturbations u, (K, m), of a^p u for p = 0 and 1, (2, K), and of a^p u u^T for
    p = 0, 1 and 2, (3, K, K); a is ``away``, (K,), of the first action with the largest
    theta + eps u."""
    actions = len(u)
    sums, products = np.zeros((2, actions)), np.zeros((3, actions, actions))
    space = np.empty((3, TILE))
    for start in range(0, u.shape[1], TILE):
        end = min(start + TILE, u.shape[1])
        a, square = space[0, : end - start], space[1, : end - start]
        _fill_away(u, start, logits, epsilon, away, a, space[2])
        for n in range(len(a)):
            square[n] = a[n] * a[n]
        for i in range(actions):
            first = u[i, start:end]
            plain = once = 0.0
            for n in range(len(a)):
                plain += first[n]
                once += a[n] * first[n]
            sums[:, i] += np.array((plain, once))
            for j in range(i, actions):
                second = u[j, start:end]
                plain = once = twice = 0.0
                for n in range(len(a)):
                    product = first[n] * second[n]
                    plain += product
                    once += a[n] * product
                    twice += square[n] * product
                products[:, i, j] += np.array((plain, once, twice))
    for i in range(actions):
        products[:, i + 1 :, i] = products[:, i, i + 1 :]
    return sums, products


@compiled_part
def _fill_away(
    u: Array, start: int, logits: Array, epsilon: float, away: Array, out: Array, largest: Array
) -> None:
    """``away`` of the winners from ``start`` on into ``out``, (m,)."""
    end = start + len(out)
    out[:], largest[:] = away[0], -np.inf
    for action in range(len(u)):
        row, logit, own = u[action, start:end], logits[action], away[action]
        for n in range(len(out)):
            perturbed = logit + epsilon * row[n]
            out[n] = own if perturbed > largest[n] else out[n]
            largest[n] = max(largest[n], perturbed)
