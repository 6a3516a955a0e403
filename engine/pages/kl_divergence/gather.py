"""What every number and figure of the KL page is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from engine.core.array_cache import Kept
from engine.core.arrays import Array
from engine.core.run import Run
from engine.data.facts import DataFacts, facts_of
from engine.data.file import log_ratios
from engine.data.source import DataSource
from engine.data.table import LogRatios
from engine.divergence.exact_moments import ExactMoments, exact_moments
from engine.gaussian.log_ratio import log_ratio
from engine.page.scene import Scene
from engine.pages.kl_divergence.control import ControlMoments, control_moments
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.samples import KLSamples, kl_samples
from engine.sampling.accumulators.histogram import Bins
from engine.weights.log_weights import RowLogWeights, SampledLogWeights
from engine.weights.rows.first_look import FirstLook, bins_for, usable_look
from engine.weights.rows.independence import correlation_time
from engine.weights.rows.tail import inverse_mean, tail_index

BINS = 120
# The histograms reach this many standard deviations of k1 to either side.
REACH = 6.0
# Of rows they leave out this share on either side, and are widened by this.
OUTSIDE, WIDENED = 5e-4, 0.25


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a file say beside `KLSamples`."""

    source: DataSource
    data: LogRatios
    look: FirstLook
    control: ControlMoments | None  # None where weights are 0, too large or all equal
    inverse: tuple[float, float]  # mean of 1/w and its standard error
    k_hat: float
    time: float  # of correlation


@dataclass(frozen=True, slots=True)
class Gathered:
    """Samples of q with their exact moments, or rows of a file, of which nothing is exact."""

    scene: Scene
    options: Options
    samples: KLSamples
    bins: Bins
    exact: ExactMoments | None
    rows: Rows | None

    @property
    def facts(self) -> DataFacts | None:
        """The own data that took the place of samples."""
        return None if self.rows is None else facts_of(self.rows.source, self.rows.data)


_Pass = tuple[KLSamples, Bins, Rows]
_kept: Kept[_Pass] = Kept()


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """The pass over the scene's samples, or over own log-ratios; raises Cancelled, and DataError
    for a file that cannot be used."""
    source = scene.data
    if source is not None and source.kind != "groups":
        data = log_ratios(source, run)
        samples, bins, rows = _kept.answer(
            data.log_weights, lambda: _rows(source, data, data.log_weights, run)
        )
        rows = replace(rows, source=source, data=data)  # another source may read the same rows
        return Gathered(scene, options, samples, bins, None, rows)
    exact = exact_moments(scene.p, scene.q)
    bins = _bins(exact)
    ratio = log_ratio(scene.p, scene.q)
    weights = SampledLogWeights(ratio, scene.samples, scene.dimension, scene.seed, run.of)
    return Gathered(scene, options, kl_samples(weights, bins, run), bins, exact, None)


def _rows(source: DataSource, data: LogRatios, logs: Array, run: Run) -> _Pass:
    look = usable_look(source, logs, run)
    bins = _row_bins(look)
    samples = kl_samples(RowLogWeights(logs, look), bins, run)
    control = None
    if look.ordinary and not look.zeros and not look.all_equal:
        found = control_moments(logs, look, samples.moments.mean, run)
        control = found if found.bb > 0.0 else None
    inverse, time = inverse_mean(logs, look, run), correlation_time(logs, look, run)
    return samples, bins, Rows(source, data, look, control, inverse, tail_index(logs, run), time)


def _bins(exact: ExactMoments) -> Bins:
    """Bins around k1, with 0 on an edge."""
    reach = max(REACH * exact.k1.std, 1e-6 * exact.k1.mean)
    if reach == 0.0:
        return Bins(-1.0, 1.0, BINS)
    width = 2.0 * reach / BINS
    low = math.floor((exact.k1.mean - reach) / width) * width
    return Bins(low, low + BINS * width, BINS)


def _row_bins(look: FirstLook) -> Bins:
    """Bins of k1 that hold nearly all rows, with 0 on an edge."""
    low, high = look.range_of_most(OUTSIDE, WIDENED)
    low, high = -high, -low
    if not high > low:
        reach = 0.5 * abs(low) or 1.0
        low, high = low - reach, high + reach
    count = bins_for(look.n)
    width = (high - low) / (count - 1)
    low = math.floor(low / width) * width
    return Bins(low, low + count * width, count)
