"""Sums of `set_values` over consecutive sets of samples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.core.arrays import Array
from engine.divergence.evidence_bound import EvidenceBound
from engine.divergence.importance_gradients import mixture, set_values
from engine.sampling.accumulators.powers import PowerSums

PART = 32_768  # normals


def add_sets(
    sums: PowerSums, bound: EvidenceBound, k: int, u: Array, logs: Array, fast: bool
) -> None:
    """Take in `set_values` of sets of k normals, (m,), without those that are left over; fills
    ``logs``, (m,), with log w less the ELBO of all of them, in some order; ``fast``: by compiled
    loops."""
    ratio, end = bound.log_ratio, len(u) // k * k
    logs[end:] = ratio.centred(u[end:])
    if fast:
        from engine.divergence.loops import set_sums

        line = ratio.slope, ratio.bend
        found = set_sums(u[:end], k, *line, mixture(bound), sums.about, logs[:end])
        sums.take(end // k, found.T)
        return
    start = 0
    for sets in _sets_of(u[:end], k):
        own = logs[start : start + sets.size].reshape(sets.shape)
        own[:] = ratio.centred(sets)
        sums.add(set_values(bound, sets, own) - sums.about[:, np.newaxis])
        start += sets.size


def _sets_of(u: Array, k: int) -> Iterator[Array]:
    """Normals, (m,), as columns of K, (K, j) each, so many at a time that a core's own cache holds
    what is made of them."""
    size = max(PART // k, 1) * k
    for start in range(0, len(u), size):
        yield np.ascontiguousarray(u[start : start + size].reshape(-1, k).T)
