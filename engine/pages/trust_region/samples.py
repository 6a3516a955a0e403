"""What samples of the old and of each new policy say: both KLs, the return, the gradient."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.gradients.natural.move import Move
from engine.pages.trust_region.steps import Start
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import Normals


def samples_of(
    start: Start, moves: list[Move], shown: int, size: tuple[int, int], run: Run
) -> Moments:
    """Moments of the two entries of the gradient along the shown direction, in units of sigma,
    and then of KL(old||new), KL(new||old) and f for each move; ``size``: samples and seed.

    KL(old||new) is the mean of log old - log new over samples of the old policy, KL(new||old) that
    of log new - log old over samples of the new one: k1, whose variance is always finite. Raises
    Cancelled, and ParameterError where a reward overflows.
    """
    values = [start.land.value(each) for each in moves]
    gradient = float(start.by_shift[shown]), float(start.by_growth[shown])
    level = start.land.value(Move(np.zeros_like(start.by_shift), np.zeros_like(start.by_shift)))
    about = [*gradient]
    for move, value in zip(moves, values, strict=True):
        about += [move.old_new, move.new_old, value]
    forms = np.array([form for move in moves for form in _forms(move)])

    def change(u: Array) -> Array:
        basis = np.concatenate([u, u * u - 1.0])
        found = np.empty((2 + 3 * len(moves), u.shape[1]))
        away = _rewards(start, None, u) - level
        found[0] = away * u[shown] - gradient[0]
        found[1] = away * basis[len(u) + shown] - gradient[1]
        divergences = forms @ basis
        found[2::3], found[3::3] = divergences[::2], divergences[1::2]
        for i, (move, value) in enumerate(zip(moves, values, strict=True)):
            found[4 + 3 * i] = _rewards(start, move, u) - value
        return found

    source = Normals(size[0], start.land.directions, size[1])
    return pass_over(Mapped(source, change), lambda _: MomentSums(about), run).moments()


def _forms(move: Move) -> tuple[Array, Array]:
    """k1 less its mean, of either KL, by u and u^2 - 1 of each direction, (2 k,) each."""
    s, m = np.exp(move.growth), move.shift
    old = np.concatenate([-m / s**2, 0.5 * np.expm1(-2.0 * move.growth)])
    new = np.concatenate([m * s, 0.5 * np.expm1(2.0 * move.growth)])
    return old, new


def _rewards(start: Start, move: Move | None, u: Array) -> Array:
    """The sum of f over the directions, (m,), at samples of the old or of a new policy."""
    mean, std = start.policy.mean, start.policy.std
    if move is not None:
        mean, std = move.there(mean, std)
    reward = start.land.objective
    total = np.zeros(u.shape[1])
    for each, m, s in zip(u, mean.tolist(), std.tolist(), strict=True):
        total += reward(m + s * each)
    return total
