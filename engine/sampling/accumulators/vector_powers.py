"""Powers of the entries of vectors, and their lengths: mean, variance and its error."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array


class VectorPowers:
    """Sums of the powers 1 to 4 of k entries, and in the last column those of the vectors' squared
    length: once, and squared; (4, k + 1)."""

    def __init__(self, entries: int) -> None:
        self.sums = np.zeros((4, entries + 1))

    def add(self, vectors: Array) -> None:
        """Take in vectors, (m, k)."""
        squares = vectors * vectors
        lengths = squares.sum(axis=1)
        sums = self.sums
        sums[0, :-1] += vectors.sum(axis=0)
        sums[1, :-1] += squares.sum(axis=0)
        sums[2, :-1] += np.einsum("ij,ij->j", squares, vectors)
        sums[3, :-1] += np.einsum("ij,ij->j", squares, squares)
        sums[:2, -1] += lengths.sum(), lengths @ lengths

    def merge(self, other: VectorPowers) -> None:
        """Take in the sums of other vectors."""
        self.sums += other.sums
