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
from engine.sampling.normals import BLOCK_ROWS, block_generator, kept_block, normal_chunks

MOST_NUMBERS = 2**21
CHUNK = 32_768  # numbers in one, with what is made of them within a core's own cache


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
    def size(self) -> int:
        """Numbers in a replay."""
        return len(self.guides) * self.per_guide * self.steps

    @property
    def per_block(self) -> int:
        """Replays in a block."""
        return max(1, BLOCK_ROWS // self.size)

    @property
    def blocks(self) -> int:
        """How many hold the replays."""
        return -(-self.replays // self.per_block)

    def chunks(self, block: int) -> Iterator[Array]:
        """Some replays of a block each."""
        count = min(self.per_block, self.replays - block * self.per_block)
        normals, rows = self._normals(block, count * self.size), max(1, CHUNK // self.size)
        shape = (len(self.guides), self.per_guide, self.steps)
        for start in range(0, count, rows):
            part = normals[start * self.size : (start + rows) * self.size].reshape(-1, *shape)
            actions = np.empty_like(part)
            for place, guide in enumerate(self.guides):
                np.multiply(part[:, place], guide.std[0], out=actions[:, place])
                actions[:, place] += guide.mean[0]
            yield actions.reshape(len(part), -1, self.steps)

    def normals(self, block: int) -> Array:
        """Those of all replays of a block, (G, N, T, m), which are kept."""
        count = min(self.per_block, self.replays - block * self.per_block)
        shape = len(self.guides), self.per_guide, self.steps

        def made() -> Array:
            found = block_generator(self.seed, 0, block).standard_normal((count, *shape))
            return np.ascontiguousarray(np.moveaxis(found, 0, -1))

        return kept_block(("replays", *shape, self.seed, count, block), made)

    def _normals(self, block: int, count: int) -> Array:
        """The first numbers of a block, (count,)."""
        if count > BLOCK_ROWS:  # of one long replay
            return block_generator(self.seed, 0, block).standard_normal(count)
        parts = normal_chunks(block * BLOCK_ROWS + count, block, 1, self.seed)
        return np.concatenate([each[0] for each in parts])


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
    logs = _log_density(actions, mean, std)
    logs -= log_q
    top = logs.max(axis=-2, keepdims=True)
    logs -= top
    with np.errstate(under="ignore"):
        share = np.exp(logs, out=logs)
        total = share.sum(axis=-2, keepdims=True)
        share /= total
        estimate = np.sum(share * rewards, axis=-2)
    normaliser = (top + np.log(total))[..., 0, :] - math.log(share.shape[-2])
    return Weighed(share, estimate, normaliser)


def log_density(guides: tuple[Gaussian, ...], actions: Array) -> Array:
    """log of the guides' mean density of the actions up to each step, of the shape of actions."""
    logs = [_log_density(actions, float(each.mean[0]), float(each.std[0])) for each in guides]
    if len(logs) == 1:
        return logs[0]
    return np.asarray(logsumexp(logs, axis=0) - math.log(len(logs)))


def _log_density(actions: Array, mean: Array | float, std: float) -> Array:
    """log of the density of N(mean, std^2) of the actions up to each step."""
    logs = actions - mean
    logs /= std
    np.square(logs, out=logs)
    logs *= -0.5
    logs -= 0.5 * LOG_2PI + math.log(std)
    return logs if logs.shape[-1] == 1 else np.cumsum(logs, axis=-1, out=logs)


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
