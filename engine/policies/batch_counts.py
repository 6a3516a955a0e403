"""Batches of actions that a softmax policy draws, as counts of each action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import at_hand
from engine.policies.softmax import SoftmaxPolicy
from engine.sampling.normals import block_generator

BLOCK = 16_384  # batches drawn from one generator
PART = 2_048  # of them are summed at once, within a core's own cache
# In larger batches NumPy draws some binomials otherwise than by inverting their distribution.
MOST_INVERTED = 60


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How often each of ``batches`` batches of N holds each action: all that an estimate needs."""

    policy: SoftmaxPolicy
    batch_size: int
    batches: int
    seed: int
    stream: int = 0
    compiled: bool = False  # for sums that are made by compiled loops

    @property
    def blocks(self) -> int:
        """How many blocks hold the batches."""
        return -(-self.batches // BLOCK)

    def chunks(self, block: int) -> Iterator[NDArray[np.int64]]:
        """The counts of a block in parts, (m, K) each."""
        size = min(BLOCK, self.batches - block * BLOCK)
        counts = self._drawn(block_generator(self.seed, self.stream, block), size)
        part = size if self.compiled else PART  # compiled loops go from tile to tile by themselves
        for start in range(0, size, part):
            yield counts[start : start + part]

    def _drawn(self, generator: np.random.Generator, size: int) -> NDArray[np.int64]:
        probabilities = self.policy.probabilities
        # The same counts either way, so that it may depend on what has been compiled before.
        if (self.compiled or at_hand()) and self.batch_size <= MOST_INVERTED:
            return Inversion.of(probabilities, self.batch_size).counts(generator, size)
        return generator.multinomial(self.batch_size, probabilities, size=size)


@dataclass(frozen=True, slots=True)
class Inversion:
    """The binomials of which a multinomial is made one after the other, each of an action among
    what the earlier ones have left: as `Generator.multinomial` draws them, from the same numbers.
    """

    levels: Array  # (K - 1, N + 1, N), P(X <= x) for n left; from x = n on 1
    drawn: NDArray[np.bool_]  # (K - 1,), whether the action has any probability
    mirrored: NDArray[np.bool_]  # (K - 1,), whether X counts the others: the action is likelier

    @classmethod
    def of(cls, probabilities: Array, batch_size: int) -> Inversion:
        """Of batches of N."""
        left = np.subtract.accumulate(np.append(1.0, probabilities[:-2]))
        share = np.divide(probabilities[:-1], left, where=left > 0.0, out=np.zeros(len(left)))
        mirrored = share > 0.5
        rarer = np.clip(np.where(mirrored, 1.0 - share, share), 0.0, 0.5)[:, np.newaxis]
        n, odds = np.arange(batch_size + 1.0), rarer / (1.0 - rarer)
        term = np.exp(n * np.log1p(-rarer))
        levels = np.ones((len(share), batch_size + 1, batch_size))
        level = np.zeros_like(term)
        for x in range(batch_size):
            level += term
            levels[:, x + 1 :, x] = level[:, x + 1 :]
            term *= odds * (n - x) / (x + 1.0)
        return cls(levels, share > 0.0, mirrored)

    def counts(self, generator: np.random.Generator, size: int) -> NDArray[np.int64]:
        """Of so many batches, (size, K)."""
        from engine.policies.loops import fill_counts

        counts = np.empty((size, len(self.drawn) + 1), np.int64)
        uniforms = generator.random(size * len(self.drawn))
        fill_counts(uniforms, self.levels, self.drawn, self.mirrored, counts)
        return counts
