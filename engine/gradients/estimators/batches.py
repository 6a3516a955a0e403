"""Batches of samples that all gradient estimators share, and the sums over them that several use.

Of four standard normals a row, z0 gives x = mu + sigma z0; W = |(z1, z2)| has the density
w exp(-w^2/2); M = sign(z0) |(z0, z1, z2)| has m^2 phi(m), and z0 / M is uniform on [0, 1]
(Archimedes), so that x itself is the coupled partner of mu + sigma M. The independent partners
are W' = |(z0, z3)| of W, and z3 of M.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.others import OtherRewards
from engine.gradients.estimators.setting import Setting
from engine.policies.score_sums import ScoreSums

NORMALS = 4


class Batches:
    """r batches of N samples; everything is computed when first asked for, and kept.

    Rewards are less their exact mean, ``expected``: sums of them lose no digits to a constant.
    Those of this coordinate alone are less their own; ``others`` brings the rest of a sum.
    """

    def __init__(
        self,
        setting: Setting,
        normals: tuple[Array, ...],
        expected: float,
        others: OtherRewards | None = None,
    ) -> None:
        self.setting = setting
        self.normals = normals  # NORMALS of (r, N)
        self.expected = expected  # E f, all coordinates
        self.others = others
        self.size = normals[0].shape[1]  # N
        self._ones = np.ones(self.size)

    def total(self, values: Array) -> Array:
        """Sums over each batch, (r,)."""
        return np.asarray(values @ self._ones)

    def product(self, left: Array, right: Array) -> Array:
        """Sums of products over each batch, (r,)."""
        return np.asarray(np.vecdot(left, right))

    def reward(self, deviations: Array, std: float | None = None) -> Array:
        """f(mu + std * deviations) - E f of this coordinate alone, (r, N); std is that of the
        policy where None."""
        scaled = deviations * (self.setting.std if std is None else std)
        scaled += self.setting.mean
        return self.reward_at(scaled)

    def reward_at(self, x: Array) -> Array:
        """f(x) - E f of this coordinate alone, (r, N)."""
        values = self.setting.objective.shape(x)
        own = self.expected if self.others is None else self.expected - self.others.expected
        values -= own - self.setting.objective.constant
        return values

    def with_others(self, values: Array, kind: str) -> Array:
        """Rewards of this coordinate and of all others, (r, N); ``kind`` as in OtherRewards."""
        return values if self.others is None else values + self.others.at(kind)

    def baseline_estimates(self, baseline: float) -> Array:
        """Score-function estimates with one baseline b, (2, r)."""
        return self.two_baseline_estimates((baseline, baseline))

    def two_baseline_estimates(self, baselines: tuple[float, float]) -> Array:
        """Score-function estimates with a baseline for mu and one for sigma, (2, r)."""
        away = np.array([[each - self.expected] for each in baselines])
        return self.score_sums.estimates(away)

    @cached_property
    def z(self) -> Array:
        """(x - mu) / sigma, (r, N)."""
        return self.normals[0]

    @cached_property
    def square(self) -> Array:
        """z^2 - 1, (r, N)."""
        return np.asarray(self.z * self.z - 1.0)

    @cached_property
    def rewards(self) -> Array:
        """f(x) - E f, all coordinates, (r, N)."""
        return self.with_others(self.own_rewards, "first")

    @cached_property
    def own_rewards(self) -> Array:
        """f(x) - E f of this coordinate alone, (r, N)."""
        return self.reward(self.z)

    @cached_property
    def z_total(self) -> Array:
        return self.total(self.z)

    @cached_property
    def square_total(self) -> Array:
        return self.total(self.square)

    @cached_property
    def reward_total(self) -> Array:
        return self.total(self.rewards)

    @cached_property
    def reward_z(self) -> Array:
        return self.product(self.rewards, self.z)

    @cached_property
    def reward_square(self) -> Array:
        """Sums of (f - E f)(z^2 - 1), (r,)."""
        return self.product(self.rewards, self.square)

    @cached_property
    def score_sums(self) -> ScoreSums:
        """Of sigma times the scores of mu and sigma, (2, r)."""
        return ScoreSums(
            size=self.size,
            scores=np.stack([self.z_total, self.square_total]),
            products=np.stack([self.reward_z, self.reward_square]),
            scale=1.0 / (self.size * self.setting.std),
        )

    @cached_property
    def centred_estimates(self) -> Array:
        """Score-function estimates with the batch's own mean reward as baseline, (2, r)."""
        return self.score_sums.less_batch_mean(self.reward_total)

    @cached_property
    def _planar(self) -> Array:
        """z1^2 + z2^2, (r, N)."""
        first, second = self.normals[1], self.normals[2]
        squares = first * first
        squares += second * second
        return squares

    @cached_property
    def right_rewards(self) -> Array:
        """f(mu + sigma W) - E f, (r, N)."""
        return self.reward(self.distances)

    @cached_property
    def distances(self) -> Array:
        """W, (r, N)."""
        return np.sqrt(self._planar)

    @cached_property
    def other_distances(self) -> Array:
        """W', independent of W, (r, N)."""
        squares = np.square(self.normals[3])
        squares += self.square
        squares += 1.0
        return np.sqrt(squares, out=squares)

    @cached_property
    def maxwell_rewards(self) -> Array:
        """f(mu + sigma M) - E f, (r, N)."""
        lengths = self.square + 1.0
        lengths += self._planar
        np.sqrt(lengths, out=lengths)
        return self.reward(np.copysign(lengths, self.z, out=lengths))

    @cached_property
    def perturbed_rewards(self) -> Array:
        """f(mu + eps z) - E f, all coordinates, (r, N)."""
        same = self.setting.step == self.setting.std
        own = self.own_rewards if same else self.reward(self.z, self.setting.step)
        return self.with_others(own, "up")

    @property
    def weighted_rewards(self) -> Array:
        """Sums of w (f - E f) (z, z^2 - 1), x ~ q, w = p/q, (2, r)."""
        return np.asarray(self._weighted[0])

    @property
    def weighted_scores(self) -> Array:
        """Sums of w (z, z^2 - 1), x ~ q, w = p/q, (2, r)."""
        return np.asarray(self._weighted[1])

    @cached_property
    def _weighted(self) -> Array:
        """(2, 2, r)."""
        setting = self.setting
        mean, std = setting.behaviour
        x = mean + std * self.z
        z = (x - setting.mean) / setting.std
        squares = z * z
        weights = self.square + 1.0
        weights -= squares
        weights *= 0.5
        weights += math.log(std / setting.std)
        if self.others is not None:
            weights += self.others.log_weights()
        np.exp(weights, out=weights)
        squares -= 1.0
        squares *= weights
        weights *= z
        rewards = self.with_others(self.reward_at(x), "behaviour")
        return np.stack(
            [
                [self.product(rewards, weights), self.product(rewards, squares)],
                [self.total(weights), self.total(squares)],
            ]
        )
