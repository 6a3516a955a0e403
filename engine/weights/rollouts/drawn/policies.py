"""A sampler and a trainer over a small vocabulary, and the tokens that the sampler draws.

Each token has logits of its own. The sampler draws it from its distribution and notes the
log-probability in single precision; so does the trainer, whose logits are those of the sampler
with noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.data.rollouts.table import Rollouts

Values = NDArray[Any]
SURE = 4.0  # times as large are the logits of tokens that the policy is nearly sure of


@dataclass(frozen=True, slots=True)
class Style:
    """What rollouts look like, whatever is wrong with them."""

    sequences: int = 24
    shortest: int = 8
    longest: int = 40
    vocabulary: int = 40
    scale: float = 2.0  # of the logits
    sure: float = 0.0  # the share of tokens that the policy is nearly sure of
    noise: float = 0.05  # of the logits, where nothing is wrong
    uneven: float = 0.0  # how much the noise differs between sequences
    group: int = 0  # sequences of one prompt, 0 for no groups
    digits: int = 24  # of the mantissa that log-probabilities are kept with


class Policies:
    """The logits of every token of some rollouts, drawn in the style."""

    def __init__(self, rng: np.random.Generator, style: Style) -> None:
        self.rng, self.style = rng, style
        self.lengths = rng.integers(style.shortest, style.longest + 1, style.sequences)
        self.n = int(self.lengths.sum())
        scale = np.full(self.n, style.scale)
        scale[rng.random(self.n) < style.sure] *= SURE
        self.logits: Array = scale[:, None] * rng.standard_normal((self.n, style.vocabulary))

    def of_tokens(self, values: Values) -> Values:
        """A value of each sequence for each of its tokens."""
        return np.repeat(values, self.lengths)

    def noise(self, size: float | Array) -> Array:
        """For the logits, of this size for each token; (n, vocabulary)."""
        uneven = np.exp(self.style.uneven * self.rng.standard_normal(len(self.lengths)))
        each = np.asarray(size) * self.of_tokens(uneven)
        return each[:, None] * self.rng.standard_normal(self.logits.shape)

    def sampled(self, sampler: Array, trainer: Array) -> Rollouts:
        """Tokens of the sampler with both log-probabilities, from both logits."""
        old, new = log_softmax(sampler), log_softmax(trainer)
        chance = self.rng.random((self.n, 1)) * (1.0 - 1e-12)
        place = np.argmax(np.cumsum(np.exp(old), axis=1) > chance, axis=1)
        rows = np.arange(self.n)
        group = None
        if self.style.group:
            group = np.arange(len(self.lengths)) // self.style.group
        return Rollouts(
            new=self._kept(new[rows, place]),
            old=self._kept(old[rows, place]),
            lengths=self.lengths,
            token_id=place,
            group=group,
        )

    def _kept(self, logs: Array) -> NDArray[np.float32]:
        mantissa, exponent = np.frexp(logs.astype(np.float32))
        scale = np.float32(2.0**self.style.digits)
        rounded = np.round(mantissa * scale) / scale
        return np.asarray(np.ldexp(rounded, exponent), dtype=np.float32)


def log_softmax(logits: Array) -> Array:
    """(n, vocabulary)."""
    away = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(away - np.log(np.exp(away).sum(axis=1, keepdims=True)))
