"""How often k1 is negative, and by how much, exactly: kept, for numbers and plots ask for it."""

from __future__ import annotations

from functools import lru_cache

from engine.divergence.negative_batch import (
    NegativeBatch,
    mean_negative_part,
    negative_batch_probabilities,
)
from engine.gaussian.gaussian import Gaussian


@lru_cache(maxsize=8)
def negative_chances(p: Gaussian, q: Gaussian, batch: int) -> tuple[NegativeBatch, NegativeBatch]:
    """Of one k1 and of a batch."""
    one, chosen = negative_batch_probabilities(p, q, [1, batch])
    return one, chosen


@lru_cache(maxsize=8)
def negative_part(p: Gaussian, q: Gaussian) -> tuple[float, float]:
    """`mean_negative_part`."""
    return mean_negative_part(p, q)
