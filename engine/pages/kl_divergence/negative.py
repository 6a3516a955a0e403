"""How often k1 is negative, and by how much, exactly: kept, for numbers and plots ask for it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from engine.divergence.negative_batch import NegativeBatch, negative_batches_and_part
from engine.gaussian.gaussian import Gaussian


class Negative(NamedTuple):
    """What is negative of k1."""

    one: NegativeBatch  # a single one
    chosen: NegativeBatch  # the mean of a batch
    part: tuple[float, float]  # E max(-k1, 0) in nats, and its error


@lru_cache(maxsize=8)
def negative(p: Gaussian, q: Gaussian, batch: int) -> Negative:
    """Of one k1 and of a batch."""
    (one, chosen), part = negative_batches_and_part(p, q, [1, batch])
    return Negative(one, chosen, part)
