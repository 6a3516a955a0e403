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
        self.take(vectors.shape[1], vectors.sum(axis=1), vectors @ vectors.T)

    def take(self, count: int, sums: Array, products: Array) -> None:
        """Take in the sums of so many vectors, (k,), and those of their products, (k, k)."""
        self.count += count
        self.sums += sums
        self.products += products

    def merge(self, other: OuterProducts) -> None:
        """Take in the sums of other vectors."""
        self.take(other.count, other.sums, other.products)

    def mean(self) -> tuple[Array, Array]:
        """The mean, (k,), and the covariance of its error, (k, k)."""
        mean = self.sums / self.count
        return mean, (self.products / self.count - np.outer(mean, mean)) / (self.count - 1.0)
