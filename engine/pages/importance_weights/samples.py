"""One pass over the samples of q: the weights, what they weigh, and every estimate of E_p f.

Memory does not grow with n: sums, the largest weights, and histograms of the first blocks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.once import Once
from engine.core.run import Run
from engine.functions.test_function import TestFunction
from engine.gaussian.log_ratio import log_ratio
from engine.gaussian.projection import projection
from engine.page.scene import Scene
from engine.pages.importance_weights.running import Running
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.gather import begin
from engine.weights.binned import BinnedWeights
from engine.weights.errors import kurtosis
from engine.weights.estimates import WeightedEstimates
from engine.weights.largest import Floor, Largest, LargestWeights, kept_for, largest_weights
from engine.weights.log_weights import SampledLogWeights
from engine.weights.sums import NO_SUMS, SPACE, Line, WeightSums, drawn_sums, sums_of

PICTURE_BLOCKS = 2
# While n grows tenfold, so many estimates of the first n samples are made, from this n on; fewer
# after the first chunk, where they change slowly and the tails to be fitted are long.
POINTS_PER_DECADE = 3
LATER_POINTS_PER_DECADE = 2
NEARLY = 1.5
FIRST_POINT = 100
KURTOSIS_SAMPLES = 16_384


@dataclass(frozen=True, slots=True)
class WeightSamples:
    """What the pass finds."""

    final: WeightedEstimates
    running: Running  # of the first n = running[i].n samples, the last is `final`
    binned: BinnedWeights  # of the first PICTURE_BLOCKS blocks
    picture_largest: Array  # (k,), the largest log w of these
    kurtosis: float  # of w f, from the first KURTOSIS_SAMPLES
    largest: LargestWeights  # of all samples, log w less its exact mean
    largest_log_weight: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few thousand samples, (m,), and their sums."""

    centred: Array  # log w less its exact mean
    values: Array  # g = f - E_p f
    sums: WeightSums


@dataclass(frozen=True, slots=True)
class ValueSource:
    """A source of log w with f at the same samples, seen as `Chunk`."""

    weights: SampledLogWeights
    f: TestFunction
    truth: float  # E_p f
    slopes: Array  # (d,): x along f's direction is slopes z + shift
    shift: float
    log_c: float

    @property
    def blocks(self) -> int:
        """Those of the log-weights."""
        return self.weights.blocks

    def chunks(self, block: int) -> Iterator[Chunk]:
        """log w and f of each chunk; the next one overwrites them."""
        if self.weights.compiled:
            yield from self._compiled(block)
            return
        # The steps of the log-ratio end before the sums begin, so that they share their rows.
        rows = 1 + max(SPACE - self.weights.dimension, 0)
        space = self.weights.space(rows).array
        for centred, z in self.weights.with_normals(block, space, rows):
            values, working = self.values(z), space[-SPACE:, : len(centred)]
            sums = sums_of(centred, self.weights.ratio.mean, values, self.log_c, working)
            yield Chunk(centred, values, sums)

    def _compiled(self, block: int) -> Iterator[Chunk]:
        space, line = self.weights.space(2).array, self.line
        for z in self.weights.compact_normals(block):
            centred, values = space[:2, : z.shape[1]]
            if line is None:
                values = self.values(z)
            sums = drawn_sums(z, self.weights.ratio, self.log_c, line, centred, values)
            yield Chunk(centred, values, sums)

    @property
    def line(self) -> Line | None:
        """How g depends on the normals, where that is a straight line."""
        if self.f.name == "1":
            return np.zeros_like(self.slopes), 1.0 - self.truth
        return (self.slopes, self.shift - self.truth) if self.f.name == "x" else None

    def values(self, z: Array) -> Array:
        """g = f - E_p f at the columns of z, (d, m) -> (m,)."""
        if self.f.name == "1":
            return np.full(z.shape[1], 1.0 - self.truth)
        used = np.flatnonzero(self.slopes)
        shift = self.shift - (self.truth if self.f.name == "x" else 0.0)
        # One after the other: BLAS would start threads for a product as long as this.
        t: Array = z[used[0]] * self.slopes[used[0]]
        for i in used[1:]:
            t += z[i] * self.slopes[i]
        t += shift
        if self.f.name == "x":
            return t
        values = self.f(t)
        values -= self.truth
        return values


@dataclass(frozen=True, slots=True)
class Setting:
    """What every block's sums need to know."""

    samples: int
    mean: float  # E log w
    truth: float
    log_c: float
    bins: Bins
    floor: Floor
    loops: bool  # compiled


class SampleSums:
    """Gathers what `WeightSamples` holds."""

    def __init__(self, setting: Setting, block: int) -> None:
        self.sums: WeightSums = NO_SUMS
        self.largest = Largest(kept_for(setting.samples), setting.floor)
        self.binned = BinnedWeights(setting.bins, setting.loops)
        self.running = Running(setting.truth, setting.mean, setting.loops)
        self.kurtosis = math.nan  # of the first block only
        self._setting = setting
        self._block = block
        self._blocks = 1
        self._pictured: LargestWeights | None = None

    def add(self, chunk: Chunk) -> None:
        """Take in a chunk of the own block."""
        centred, values, setting = chunk.centred, chunk.values, self._setting
        if self._block == 0 and not self.sums.count:
            self._first_points(centred, values)
            some = slice(KURTOSIS_SAMPLES)
            self.kurtosis = kurtosis(centred[some], values[some] + setting.truth)
        self.sums = self.sums.merged(chunk.sums)
        self.largest.add(centred, values)
        if self._block < PICTURE_BLOCKS:
            self._bin(centred, chunk.sums.reference)
        if self._block == 0:
            self._run()

    def merge(self, other: SampleSums) -> None:
        """Take in the block that follows."""
        self._blocks += 1
        self.sums = self.sums.merged(other.sums)
        self.largest.merge(other.largest)
        if self._blocks <= PICTURE_BLOCKS:
            self.binned.merge(other.binned)
        if self._blocks == PICTURE_BLOCKS:
            self._pictured = self.largest.largest()
        self._run()

    def samples(self) -> WeightSamples:
        """Of all that was taken in."""
        largest, mean = self.largest.largest(), self._setting.mean
        if self.running.reached < self.sums.count:
            self.running.append(self.sums, largest)
        return WeightSamples(
            final=self.running[-1],
            running=self.running,
            binned=self.binned,
            picture_largest=(self._pictured or largest).log_weights + mean,
            kurtosis=self.kurtosis,
            largest=largest,
            largest_log_weight=float(np.max(largest.log_weights)) + mean,
        )

    def _run(self) -> None:
        """The next point of the running estimates, if it is reached and not nearly the last."""
        n, step = self.sums.count, 10.0 ** (1.0 / LATER_POINTS_PER_DECADE)
        least = max(self.running.reached * step, FIRST_POINT)
        if n >= least and NEARLY * n <= self._setting.samples:
            self.running.append(self.sums, self.largest.all())

    def _bin(self, centred: Array, largest: float) -> None:
        """``largest`` is that of log w - mean where the weights would overflow, else 0."""
        mean = self._setting.mean
        with np.errstate(under="ignore"):
            # Far apart, mean + largest has not the digits that largest has.
            w = np.exp(centred - largest if largest else centred + mean)
        self.binned.add(centred, mean, w, mean + largest if largest else 0.0)

    def _first_points(self, centred: Array, values: Array) -> None:
        """Those of the first n samples of the first chunk, n log-spaced."""
        size, setting = len(values), self._setting
        points = FIRST_POINT * 10.0 ** (np.arange(2 * POINTS_PER_DECADE + 1) / POINTS_PER_DECADE)
        sums, start = NO_SUMS, 0
        for n in np.unique(np.minimum(np.round(points), size).astype(int)).tolist():
            part = slice(start, n)
            of = centred[part], setting.mean, values[part], setting.log_c
            new = sums_of(*of, loops=setting.loops)
            sums = sums.merged(new)
            self.running.append(sums, largest_weights(centred[:n], values[:n], kept_for(n)))
            start = n


def weight_samples(
    scene: Scene,
    f: TestFunction,
    direction: ArrayLike | None,
    c: float,
    bins: Bins,
    run: Run,
) -> Once[WeightSamples]:
    """The pass over all samples of the scene, weights clipped at c: begun; the answer is waited
    for. Raises Cancelled then."""
    along = projection(scene.p, scene.q, direction)
    truth, log_c = float(f.mean(along.p_mean, along.p_std)), math.log(c)
    ratio = log_ratio(scene.p, scene.q)
    weights = SampledLogWeights(ratio, scene.samples, scene.dimension, scene.seed, run.of)
    source = ValueSource(weights, f, truth, along.normal_slopes, along.q_mean, log_c)
    setting = Setting(scene.samples, ratio.mean, truth, log_c, bins, Floor(), weights.compiled)
    whole = begin(source, lambda block: SampleSums(setting, block), weights.run(run))
    return Once(lambda: whole().samples())
