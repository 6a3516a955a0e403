"""What samples of the old and of each new policy say: both KLs, the return, the gradient."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.run import Run
from engine.functions.polynomial import Polynomial
from engine.gradients.natural.move import Move, divergences
from engine.pages.trust_region.policies import Policies, policies_of
from engine.pages.trust_region.polynomial_rewards import linear_moments, polynomial_rewards
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
    policies = policies_of(start, moves, shown)
    polynomial = isinstance(policies.reward.function, Polynomial)
    rewards = (polynomial_rewards if polynomial else rewards_of)(policies, source, run)
    policies.reward.checked(rewards.mean)  # which one value without bounds would spoil
    basis = _basis_sums(source, run)
    mean, squares = np.empty((2, 2 + 3 * len(moves)))
    for found, into in ((rewards.mean, mean), (rewards.squares, squares)):
        into[:2], into[4::3] = found[:2], found[2:]
    for i, (move, exact) in enumerate(zip(moves, divergences(moves), strict=True)):
        rows = slice(2 + 3 * i, 4 + 3 * i)
        mean[rows], squares[rows] = linear_moments(_forms(move), basis)
        mean[rows] += exact
    return Moments(rewards.count, mean, squares)


def rewards_of(policies: Policies, source: Normals, run: Run) -> Moments:
    """Of the entries of the gradient, and of f for each new policy."""
    reward, shown = policies.reward, policies.shown
    means, stds = policies.mean[..., np.newaxis], policies.std[..., np.newaxis]
    # Of the sum over directions without the constant, which is there once for each.
    about = policies.level[:, np.newaxis] - source.dimension * reward.constant

    def change(u: Array) -> Array:
        found = np.zeros((1 + len(about), u.shape[1]))
        total = found[1:]
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for i, each in enumerate(u):
                x = stds[:, i] * each
                x += means[:, i]
                total += reward.function.value(x)
            total *= reward.scale
            total -= about
            np.multiply(total[0], u[shown], out=found[0])
            total[0] = found[0] * u[shown] - total[0]
            found[:2] -= policies.gradient[:, np.newaxis]
        return found

    sums = pass_over(Mapped(source, change), lambda _: MomentSums(list(policies.about)), run)
    return sums.moments()


def _forms(move: Move) -> Array:
    """k1 less its mean, of either KL, by u and u^2 - 1 of each direction, (2, 2 k)."""
    s, m = np.exp(move.growth), move.shift
    old = np.concatenate([-m / s**2, 0.5 * np.expm1(-2.0 * move.growth)])
    new = np.concatenate([m * s, 0.5 * np.expm1(2.0 * move.growth)])
    return np.stack([old, new])


def _basis_sums(source: Normals, run: Run) -> OuterProducts:
    """Of u and u^2 - 1, whatever the policies are; kept while these move."""
    found = _kept.get(source)
    if found is None:
        basis = Mapped(source, lambda u: np.concatenate([u, u * u - 1.0]))
        found = pass_over(basis, lambda _: OuterProducts(2 * source.dimension), run)
        _kept.put(source, found)
    return found


_kept: Cache[OuterProducts] = Cache(4)
