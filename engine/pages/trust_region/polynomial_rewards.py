"""Rewards that are polynomials: their sums over samples are made of those of Hermite's, which are
the same wherever the policies are."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.run import Run
from engine.functions.polynomial import Polynomial
from engine.pages.trust_region.policies import Policies
from engine.sampling.accumulators.moments import Moments
from engine.sampling.accumulators.outer_products import OuterProducts
from engine.sampling.gather import gather
from engine.sampling.normals import Normals

DEGREE = 4


def polynomial_rewards(policies: Policies, source: Normals, run: Run) -> Moments:
    """`rewards_of` of a polynomial: f less its mean is sum_n h_n He_n(u) / n! along each direction,
    and all that is estimated is linear in the means of He_n, He_n u and He_n (u^2 - 1)."""
    function, scale = policies.reward.function, policies.reward.scale
    assert isinstance(function, Polynomial)
    terms = np.array([
        [function.terms(*each, scale) for each in zip(*place, strict=True)]
        for place in zip(policies.mean.tolist(), policies.std.tolist(), strict=True)
    ]).reshape(len(policies.mean), -1)  # fmt: skip
    sums = _sums(source, policies.shown, run)
    with np.errstate(over="ignore", invalid="ignore"):
        found = [
            linear_moments(terms[:1], sums.by_shift),
            linear_moments(terms[:1], sums.by_growth),
            linear_moments(terms[1:], sums.values),
        ]
    mean, squares = (np.concatenate(each) for each in zip(*found, strict=True))
    return Moments(sums.values.count, policies.about + mean, squares)


def linear_moments(forms: Array, sums: OuterProducts) -> tuple[Array, Array]:
    """Mean and sum of squared deviations of linear forms, (f, k), of k entries: (f,) each."""
    mean = sums.sums / sums.count
    spread = sums.products - sums.count * np.outer(mean, mean)
    return forms @ mean, np.vecdot(forms @ spread, forms)


class _Sums:
    """Gathers He_1 to He_4 of each direction, (4 k,), and their products with u and with u^2 - 1
    of the one that is shown, all less their expectations."""

    def __init__(self, directions: int, shown: int) -> None:
        self._shown = shown
        entries = DEGREE * directions
        self.values, self.by_shift, self.by_growth = (OuterProducts(entries) for _ in range(3))

    def add(self, u: Array) -> None:
        """Take in normals, (k, m)."""
        square = u * u
        third = u * (square - 3.0)
        values = np.stack([u, square - 1.0, third, u * third - 3.0 * (square - 1.0)], axis=1)
        own = values[self._shown]
        for sums, power in ((self.by_shift, 1), (self.by_growth, 2)):
            products = values * own[power - 1]
            # E He_n^2 = n!
            products[self._shown, power - 1] -= power
            sums.add(products.reshape(-1, u.shape[1]))
        self.values.add(values.reshape(-1, u.shape[1]))

    def merge(self, other: _Sums) -> None:
        """Take in those of other normals."""
        self.values.merge(other.values)
        self.by_shift.merge(other.by_shift)
        self.by_growth.merge(other.by_growth)


def _sums(source: Normals, shown: int, run: Run) -> _Sums:
    """Kept while policies move."""
    found = _kept.get((source, shown))
    if found is None:
        found = gather(source, lambda _: _Sums(source.dimension, shown), run)
        _kept.put((source, shown), found)
    return found


_kept: Cache[_Sums] = Cache(4)
