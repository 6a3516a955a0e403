"""What samples of the old and of each new policy say: both KLs, the return, the gradient."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.run import Run
from engine.functions.objectives import Objective
from engine.gradients.natural.move import Move
from engine.pages.trust_region.steps import Start
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.accumulators.outer_products import OuterProducts
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import Normals

PART = 16_384  # samples, whose rewards under all policies a core's own cache holds


def samples_of(
    start: Start, moves: list[Move], shown: int, size: tuple[int, int], run: Run
) -> Moments:
    """Moments of the two entries of the gradient along the shown direction, in units of sigma,
    and then of KL(old||new), KL(new||old) and f for each move; ``size``: samples and seed.

    KL(old||new) is the mean of log old - log new over samples of the old policy, KL(new||old) that
    of log new - log old over samples of the new one: k1, whose variance is always finite. Raises
    Cancelled, and ParameterError where a reward overflows.
    """
    source = Normals(size[0], start.land.directions, size[1], rows=PART)
    rewards, basis = _rewards(start, moves, shown, source, run), _basis_sums(source, run)
    mean, squares = np.empty((2, 2 + 3 * len(moves)))
    for found, into in ((rewards.mean, mean), (rewards.squares, squares)):
        into[:2], into[4::3] = found[:2], found[2:]
    for i, move in enumerate(moves):
        rows = slice(2 + 3 * i, 4 + 3 * i)
        mean[rows], squares[rows] = _divergences(move, basis)
    return Moments(rewards.count, mean, squares)


def _rewards(start: Start, moves: list[Move], shown: int, source: Normals, run: Run) -> Moments:
    """Of the entries of the gradient, and of f for each move."""
    policy, reward = start.policy, start.land.objective
    assert isinstance(reward, Objective)
    nothing = np.zeros_like(start.by_shift)
    every = [Move(nothing, nothing), *moves]
    means, stds = np.swapaxes([each.there(policy.mean, policy.std) for each in every], 0, 1)
    level = np.array([start.land.value(each) for each in every])
    # Of the sum over directions without the constant, which is there once for each.
    about = level[:, np.newaxis] - source.dimension * reward.constant
    gradient = np.array([[start.by_shift[shown]], [start.by_growth[shown]]])

    def change(u: Array) -> Array:
        found = np.zeros((1 + len(every), u.shape[1]))
        total = found[1:]
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for i, each in enumerate(u):
                x = stds[:, i, np.newaxis] * each
                x += means[:, i, np.newaxis]
                total += reward.function.value(x)
            total *= reward.scale
            total -= about
            np.multiply(total[0], u[shown], out=found[0])
            total[0] = found[0] * u[shown] - total[0]
            found[:2] -= gradient
        return found

    about_all = [*gradient[:, 0], *level[1:]]
    sums = pass_over(Mapped(source, change), lambda _: MomentSums(about_all), run)
    moments = sums.moments()
    reward.checked(moments.mean)  # which one value without bounds would spoil
    return moments


def _divergences(move: Move, basis: OuterProducts) -> tuple[Array, Array]:
    """Mean and sum of squared deviations of k1 of either KL, (2,) each."""
    forms, exact = np.stack(_forms(move)), np.array([move.old_new, move.new_old])
    mean = basis.sums / basis.count
    spread = basis.products - basis.count * np.outer(mean, mean)
    return exact + forms @ mean, np.vecdot(forms @ spread, forms)


def _forms(move: Move) -> tuple[Array, Array]:
    """k1 less its mean, of either KL, by u and u^2 - 1 of each direction, (2 k,) each."""
    s, m = np.exp(move.growth), move.shift
    old = np.concatenate([-m / s**2, 0.5 * np.expm1(-2.0 * move.growth)])
    new = np.concatenate([m * s, 0.5 * np.expm1(2.0 * move.growth)])
    return old, new


def _basis_sums(source: Normals, run: Run) -> OuterProducts:
    """Of u and u^2 - 1, whatever the policies are; kept while these move."""
    found = _kept.get(source)
    if found is None:
        basis = Mapped(source, lambda u: np.concatenate([u, u * u - 1.0]))
        found = pass_over(basis, lambda _: OuterProducts(2 * source.dimension), run)
        _kept.put(source, found)
    return found


_kept: Cache[OuterProducts] = Cache(4)
