"""Central moments of the weights of rows, and of their logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.weights.rows.terms import Terms

MOMENTS = 7


@dataclass(frozen=True, slots=True)
class CentralMoments:
    """Of u = w - mean w, l = log w - its mean, v = w log w - its mean; a weight of 0 has l = 0
    and w log w = 0."""

    uu: float
    uuu: float
    uuuu: float
    ll: float
    ul: float
    vv: float
    uv: float


class CentralSums:
    """Gathers `CentralMoments` of `Terms` about means that are known."""

    def __init__(self, mean: float, mean_wl: float) -> None:
        self._mean, self._mean_wl = mean, mean_wl
        self._count = 0
        self._sums = np.zeros(MOMENTS)

    def add(self, chunk: Terms) -> None:
        """Take in a chunk of the own block."""
        w, _, log_w, _, wl, _ = chunk.values
        u, v = w - self._mean, wl - self._mean_wl
        uu = u * u
        pairs = ((u, u), (uu, u), (uu, uu), (log_w, log_w), (u, log_w), (v, v), (u, v))
        self._sums += [np.vecdot(first, second) for first, second in pairs]
        self._count += len(u)

    def merge(self, other: CentralSums) -> None:
        """Take in the block that follows."""
        self._sums += other._sums
        self._count += other._count

    def moments(self) -> CentralMoments:
        """Of all that was taken in."""
        return CentralMoments(*(self._sums / self._count).tolist())
