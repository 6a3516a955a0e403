"""Guided policy search on the line: trajectories of independent actions, left by Gaussian guides.

Source: Levine, Koltun, "Guided policy search", ICML 2013.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.sampling.normals import BLOCK_ROWS, block_generator

MOST_NUMBERS = 2**21


@dataclass(frozen=True, slots=True)
class Replays:
    """Replays of N trajectories of T actions for each of G guides, in turn, as a source of chunks
    (m, G N, T): replay k is the same however many there are."""

    guides: tuple[Gaussian, ...]
    per_guide: int
    steps: int
    replays: int
    seed: int

    @property
    def per_block(self) -> int:
        """Replays in a block."""
        size = len(self.guides) * self.per_guide * self.steps
        return max(1, BLOCK_ROWS // size)

    @property
    def blocks(self) -> int:
        """How many hold the replays."""
        return -(-self.replays // self.per_block)

    def chunks(self, block: int) -> Iterator[Array]:
        """A block at once."""
        count = min(self.per_block, self.replays - block * self.per_block)
        shape = (count, len(self.guides), self.per_guide, self.steps)
        actions = block_generator(self.seed, 0, block).standard_normal(shape)
        for place, guide in enumerate(self.guides):
            actions[:, place] *= guide.std[0]
            actions[:, place] += guide.mean[0]
        yield actions.reshape(count, -1, self.steps)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What replays say of a policy, or one replay of m policies, at each step t."""

    share: Array  # (m, n, T), w_(i,t) / Z_t
    estimate: Array  # (m, T), sum_i share_(i,t) r_(i,t)
    log_normaliser: Array  # (m, T), log of Z_t / n: the mean weight, whose expectation is 1

    @property
    def effective(self) -> Array:
        """Effective sample size at the last step, (m,), from 1 to n."""
        return np.asarray(1.0 / np.sum(np.square(self.share[..., -1]), axis=-1))

    def objective(self, regulariser: float) -> Array:
        """Phi = sum_t [estimate_t + w_r log Z_t], (m,), up to a constant w_r T log n."""
        return np.asarray(np.sum(self.estimate + regulariser * self.log_normaliser, axis=-1))

    def return_influence(self, rewards: Array) -> Array:
        """n times what the estimated return changes by with a little more of each trajectory,
        (m, n): its variance over n is that of the estimate (the delta method)."""
        n = self.share.shape[-2]
        away = rewards - self.estimate[..., np.newaxis, :]
        return np.asarray(np.sum(n * self.share * away, axis=-1))

    def log_normaliser_influence(self) -> Array:
        """The same of the sum of log Z over steps, (m, n)."""
        return np.asarray(np.sum(self.share.shape[-2] * self.share - 1.0, axis=-1))


def weigh(actions: Array, rewards: Array, log_q: Array, mean: Array | float, std: float) -> Weighed:
    """Policies N(mean, std^2) on replays (m, n, T), or on one (n, T) for means (m, 1, 1).

    ``log_q`` is `log_density` of the guides. Weights are over their largest, so that none is too
    large for a number.
    """
    z = (actions - mean) / std
    logs = np.cumsum(-0.5 * z * z - (0.5 * LOG_2PI + math.log(std)), axis=-1) - log_q
    top = logs.max(axis=-2, keepdims=True)
    with np.errstate(under="ignore"):
        share = np.exp(logs - top)
        total = share.sum(axis=-2, keepdims=True)
        share /= total
        estimate = np.sum(share * rewards, axis=-2)
    normaliser = (top + np.log(total))[..., 0, :] - math.log(logs.shape[-2])
    return Weighed(share, estimate, normaliser)


def log_density(guides: tuple[Gaussian, ...], actions: Array) -> Array:
    """log of the guides' mean density of the actions up to each step, of the shape of actions."""
    logs = []
    for guide in guides:
        z = (actions - guide.mean[0]) / guide.std[0]
        terms = -0.5 * z * z - (0.5 * LOG_2PI + math.log(guide.std[0]))
        logs.append(np.cumsum(terms, axis=-1))
    if len(logs) == 1:
        return logs[0]
    return np.asarray(logsumexp(logs, axis=0) - math.log(len(logs)))


def slide_over(
    actions: Array, rewards: Array, log_q: Array, means: Array, std: float
) -> tuple[Array, Array, Array]:
    """Estimated return, sum of log Z_t and effective sample size at the last step of policies of
    these means on one replay (n, T), (m,) each."""
    found = []
    for part in np.array_split(means, len(means) * actions.size // MOST_NUMBERS + 1):
        each = weigh(actions, rewards, log_q, part[:, np.newaxis, np.newaxis], std)
        found.append((each.estimate.sum(axis=1), each.log_normaliser.sum(axis=1), each.effective))
    estimate, normaliser, effective = (np.concatenate(p) for p in zip(*found, strict=True))
    return estimate, normaliser, effective
