"""Means and covariance of vectors."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array


class OuterProducts:
    """Sums of k entries, (k,), and of their products, (k, k)."""

    def __init__(self, entries: int) -> None:
        self.count = 0
        self.sums = np.zeros(entries)
        self.products = np.zeros((entries, entries))

    def add(self, vectors: Array) -> None:
        """Take in vectors, (k, m)."""
        self.count += vectors.shape[1]
        self.sums += vectors.sum(axis=1)
        self.products += vectors @ vectors.T

    def merge(self, other: OuterProducts) -> None:
        """Take in the sums of other vectors."""
        self.count += other.count
        self.sums += other.sums
        self.products += other.products

    def mean(self) -> tuple[Array, Array]:
        """The mean, (k,), and the covariance of its error, (k, k)."""
        mean = self.sums / self.count
        return mean, (self.products / self.count - np.outer(mean, mean)) / (self.count - 1.0)
