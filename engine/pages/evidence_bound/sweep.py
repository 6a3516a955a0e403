"""Bounds and gradients from sets of 1, 2, 4, ... samples of q, for the plots against K."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.divergence.evidence_bound import EvidenceBound
from engine.divergence.importance_gradients import mixture, set_means
from engine.pages.evidence_bound.options import MOST_SAMPLES
from engine.pages.evidence_bound.sets import add_sets
from engine.sampling.accumulators.powers import PowerSums
from engine.sampling.gather import over_blocks
from engine.sampling.normals import BLOCK_ROWS, Normals

MEASURED = tuple(2**i for i in range(10))
CURVE = tuple(sorted({int(k) for k in np.geomspace(1, MOST_SAMPLES, 37).round()}))
FEWEST_SETS = 20
PART = 16_384  # normals that a thread takes at once, a multiple of all of MEASURED


@dataclass(frozen=True, slots=True)
class Sweep:
    """What `set_values` has for its mean, exactly and as measured."""

    k: Array  # (j,), those of MEASURED of which there are FEWEST_SETS
    exact: Array  # (j, 6); NaN where it is not known
    mean: Array  # (j, 6)
    mean_error: Array
    variance: Array
    variance_error: Array
    curve: Array  # (len(CURVE), 6), exact; NaN where it is not known
    samples: int


def sweep(bound: EvidenceBound, samples: int, seed: int, fast: bool) -> Sweep:
    """Of the first block of samples; whatever K is chosen. ``fast``: by compiled loops."""
    return _sweep(bound, min(samples, BLOCK_ROWS), seed, fast)


@lru_cache(maxsize=4)
def exact_means(bound: EvidenceBound, fast: bool) -> dict[int, Array]:
    """What `set_values` has for its mean, (6,), for each K of the plots; NaN where it is not
    known; ``fast``: by compiled loops."""
    every = tuple(sorted({*MEASURED, *CURVE}))
    return dict(zip(every, set_means(bound, every, fast), strict=True))


@lru_cache(maxsize=4)
def _sweep(bound: EvidenceBound, samples: int, seed: int, fast: bool) -> Sweep:
    ks, known = tuple(k for k in MEASURED if samples // k >= FEWEST_SETS), exact_means(bound, fast)
    exact, curve = (np.array([known[k] for k in some]) for some in (ks, CURVE))
    about = np.nan_to_num(exact)
    (u,) = np.concatenate(list(Normals(samples, 1, seed).chunks(0)), axis=1)
    # A few samples are done before another thread has started.
    run = Run() if samples == BLOCK_ROWS else Run(threads=1)
    sums = (_doubled if fast else _one_by_one)(bound, ks, about, u, run)
    spreads = [each.spread() for each in sums]

    def gathered(name: str) -> Array:
        return frozen(np.array([getattr(each, name) for each in spreads]))

    return Sweep(
        k=frozen(np.array(ks)),
        exact=frozen(exact),
        mean=gathered("mean"),
        mean_error=gathered("mean_error"),
        variance=gathered("variance"),
        variance_error=gathered("variance_error"),
        curve=frozen(curve),
        samples=samples,
    )


def _one_by_one(
    bound: EvidenceBound, ks: tuple[int, ...], about: Array, u: Array, run: Run
) -> list[PowerSums]:
    """Of sets of each K."""

    def sums_of(place: int) -> PowerSums:
        sums = PowerSums(about[place])
        add_sets(sums, bound, ks[place], u, np.empty_like(u), False)
        return sums

    return list(over_blocks(len(ks), sums_of, run))


def _doubled(
    bound: EvidenceBound, ks: tuple[int, ...], about: Array, u: Array, run: Run
) -> list[PowerSums]:
    """The same by a compiled loop that makes sets of 2 K of those of K."""
    from engine.divergence.loops import doubled_set_sums

    of, ratio = mixture(bound), bound.log_ratio

    def sums_of(part: int) -> Array:
        some = u[part * PART : (part + 1) * PART]
        return np.asarray(doubled_set_sums(some, ratio.slope, ratio.bend, of, about))

    totals = np.sum(list(over_blocks(-(-len(u) // PART), sums_of, run)), axis=0)
    found = [PowerSums(each) for each in about]
    for sums, k, total in zip(found, ks, totals, strict=True):
        sums.take(len(u) // k, total.T)
    return found
