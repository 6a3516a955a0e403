"""What every number and figure of the Evidence page is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.special import ndtri

from engine.core.arrays import Array, frozen
from engine.core.cache import Cache
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.divergence.evidence_bound import EvidenceBound
from engine.divergence.importance_gradients import set_means
from engine.gaussian.gaussian import Gaussian
from engine.numerics.rounding import all_equal
from engine.page.scene import Scene
from engine.pages.evidence_bound.estimators import BasisSums, basis_sums, forms_of, means_of
from engine.pages.evidence_bound.options import Options
from engine.pages.evidence_bound.sets import add_sets
from engine.pages.evidence_bound.sweep import Sweep, exact_means, sweep
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.accumulators.powers import PowerSums, Spread
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import BLOCK_ROWS, Normals
from engine.weights.largest import Floor, Largest, kept_for
from engine.weights.pareto.smoothing import SmoothedTail, smooth_tail

FEWEST_SETS = 2
# Normals at equal shares, that tell where the largest weights of many begin: with so many more.
SHARES, MORE = 8_192, 1.3
NOTHING = frozen(np.zeros(BLOCK_ROWS))


@dataclass(frozen=True, slots=True)
class Gathered:
    """q(z) is the first coordinate of the scene's q."""

    scene: Scene
    options: Options
    bound: EvidenceBound
    elbo: Moments  # log p(x, z) - log q(z)
    estimators: Spread  # of the gradient of the ELBO, as `Forms` has them
    variance_error: Array  # of their variances
    set_means: Array | None  # of `set_values` at the chosen K, (6,), where they are known
    sets: Spread | None  # as measured; None for fewer than FEWEST_SETS
    tail: SmoothedTail
    fast: bool  # whether sets are summed by compiled loops

    @property
    def sweep(self) -> Sweep:
        """Of sets of other sizes."""
        return sweep(self.bound, self.scene.samples, self.scene.seed, self.fast)


_Found = tuple[Moments, Spread, Array, Array | None, Spread | None, SmoothedTail]
_kept: Cache[_Found] = Cache(4)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over z = mean + std u, kept while only p or other coordinates change; raises
    Cancelled."""
    bound = options.bound(first_coordinate(scene.q))
    run.step(0.0)
    fast = worth_compiling(max(scene.samples, run.of))
    key = bound, options.k, scene.samples, scene.seed, fast
    found = _kept.get(key)
    if found is None:
        found = _pass(bound, options.k, (scene.samples, scene.seed), fast, run)
        _kept.put(key, found)
    return Gathered(scene, options, bound, *found, fast)


def _pass(bound: EvidenceBound, k: int, size: tuple[int, int], fast: bool, run: Run) -> _Found:
    samples, seed = size
    means = _means(bound, k, fast)
    known = bool(np.all(np.isfinite(means)))
    task = _Task(bound, k, means if known else np.zeros(6), samples, fast, Floor())
    basis = basis_sums(samples, seed, run)
    estimators, variance_error = _estimators(bound, basis)
    if fast:
        task.floor.value = expected_floor(bound, samples)
    source = Normals(samples, 1, seed)
    found = pass_over(source, lambda _: _Sums(task), run)
    if found.lacks_some:
        task = replace(task, floor=Floor())
        found = pass_over(source, lambda _: _Sums(task), run)
    return (
        found.logs.moments(),
        estimators,
        variance_error,
        frozen(means) if known else None,
        found.sets.spread() if found.sets.count >= FEWEST_SETS else None,
        found.tail(),
    )


def _means(bound: EvidenceBound, k: int, fast: bool) -> Array:
    """Of `set_values` of k samples, (6,): with those of the plots, which share most of what they
    are made of."""
    found = exact_means(bound, fast).get(k)
    if found is not None and np.isfinite(found).all():
        return found
    return np.asarray(set_means(bound, (k,), fast)[0])


def _estimators(bound: EvidenceBound, basis: BasisSums) -> tuple[Spread, Array]:
    """Of the gradient of the ELBO, and the errors of their variances."""
    forms = forms_of(bound)
    spread = forms.sums(basis, means_of(bound)).spread()
    return spread, frozen(forms.variance_error(basis.count))


def expected_floor(bound: EvidenceBound, samples: int) -> float:
    """Log w less the ELBO that some more of the samples are expected to exceed than are kept."""
    logs = bound.log_ratio.centred(_equal_shares())
    place = len(logs) - 1 - math.ceil(MORE * kept_for(samples) / samples * len(logs))
    return float(np.partition(logs, place)[place])


@cache
def _equal_shares() -> Array:
    """Normals between which there are equal shares of all, (SHARES,)."""
    return frozen(ndtri((np.arange(SHARES) + 0.5) / SHARES))


def first_coordinate(q: Gaussian) -> Gaussian:
    """The law of it alone."""
    return q if q.dimension == 1 else Gaussian.from_std(q.mean[0], q.std[0])


@dataclass(frozen=True, slots=True)
class _Task:
    bound: EvidenceBound
    k: int
    about: Array
    samples: int
    fast: bool
    floor: Floor


class _Sums:
    """Gathers everything from chunks of standard normals."""

    def __init__(self, task: _Task) -> None:
        self.task = task
        self.logs = MomentSums((task.bound.value,))
        self.sets = PowerSums(task.about)
        self.largest = Largest(kept_for(task.samples), task.floor)
        self.low, self.high = math.inf, -math.inf

    def add(self, normals: Array) -> None:
        """Take in a chunk of the own block, (1, m)."""
        (u,), task = normals, self.task
        logs = np.empty_like(u)
        add_sets(self.sets, task.bound, task.k, u, logs, task.fast)
        if task.fast:
            from engine.sampling.loops import spread_of

            floor, some = task.floor.value, np.empty_like(u)
            total, squares, low, high, count = spread_of(logs, floor, some)
            self.logs.take(len(logs), np.array([total]), np.array([squares]))
            logs = some[:count] if floor > -math.inf else logs
        else:
            self.logs.add(logs[np.newaxis])
            low, high = float(logs.min()), float(logs.max())
        self.largest.add(logs, NOTHING[: len(logs)])
        self.low, self.high = min(self.low, low), max(self.high, high)

    def merge(self, other: _Sums) -> None:
        """Take in the block that follows."""
        self.logs.merge(other.logs)
        self.sets.merge(other.sets)
        self.largest.merge(other.largest)
        self.low, self.high = min(self.low, other.low), max(self.high, other.high)

    @property
    def lacks_some(self) -> bool:
        """Whether the floor was so high that fewer than the largest weights were kept."""
        return len(self.largest.all().log_weights) < self.largest.m

    def tail(self) -> SmoothedTail:
        """The fit to the largest weights."""
        tail, cutoff = self.largest.largest().tail(self.task.samples)
        equal = all_equal(self.low, self.high)
        return smooth_tail(tail.log_weights, cutoff, equal=equal, loops=self.task.fast)
