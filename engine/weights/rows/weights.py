"""The weights of the rows of a file: means with their errors, and what they say of themselves.

Weights are taken times exp(-reference) where they are too large for their squares; ESS, shares
and k-hat do not depend on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.arrays import Array
from engine.core.run import Run
from engine.divergence.kl_estimators import Estimate
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.gather import gather
from engine.weights.binned import BinnedWeights
from engine.weights.log_weights import RowLogWeights
from engine.weights.rows.central import MOMENTS, CentralMoments, CentralSums
from engine.weights.rows.first_look import ORDINARY, FirstLook
from engine.weights.rows.sums import RowSums, RunningMeans
from engine.weights.rows.terms import TermSource

FINE_BINS = 4_096
# Weights this many nats below the largest carry nothing.
NOTHING = 60.0
INFINITE = Estimate(math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class RowWeights:
    """What two passes find."""

    look: FirstLook
    reference: float  # of w, in nats; 0 where weights are ordinary
    mean: float  # of w, scaled
    mean_wl: float  # of w log w, scaled
    central: CentralMoments
    binned: BinnedWeights
    running: RunningMeans
    outside: int  # rows with |w - 1| > `engine.weights.rows.ppo_range.PPO_RANGE`

    @property
    def n(self) -> int:
        """Rows."""
        return self.look.n

    @property
    def ess_fraction(self) -> Estimate:
        """ESS / n = 1 / (1 + s), s the squared coefficient of variation of w.

        The error is by the delta method: sd of (s (1 + 2 r) - r^2) / (1 + s)^2 over sqrt n, where
        r = w / mean - 1 and s = mean r^2.
        """
        m, central = self.mean, self.central
        s, third, fourth = central.uu / m**2, central.uuu / m**3, central.uuuu / m**4
        variance = 4.0 * s**3 - 4.0 * s * third + fourth - s * s
        error = math.sqrt(max(variance, 0.0) / self.n) / (1.0 + s) ** 2
        return Estimate(1.0 / (1.0 + s), error)

    @property
    def mean_weight(self) -> Estimate:
        """The mean of w; infinite above 1.8e308."""
        return self._unscaled(self.mean, self._error(self.central.uu))

    @property
    def kl_qp(self) -> Estimate:
        """-mean log w; infinite where a weight is 0."""
        if self.look.zeros:
            return INFINITE
        return Estimate(-self.look.mean, self._error(self.central.ll))

    @property
    def kl_qp_self_normalised(self) -> Estimate:
        """-mean log w + log mean w: right also where log-probabilities lack a constant."""
        if self.look.zeros:
            return INFINITE
        m, moments = self.mean, self.central
        variance = moments.ll - 2.0 * moments.ul / m + moments.uu / m**2
        value = -self.look.mean + math.log(m) + self.reference
        return Estimate(0.0 if self.look.all_equal else value, self._error(max(variance, 0.0)))

    @property
    def kl_pq(self) -> Estimate:
        """Mean of w log w; infinite above 1.8e308."""
        return self._unscaled(self.mean_wl, self._error(self.central.vv))

    @property
    def kl_pq_self_normalised(self) -> Estimate:
        """Mean (w log w) / mean w - log mean w."""
        m, moments = self.mean, self.central
        ratio = self.mean_wl / m
        slope = (ratio + 1.0) / m
        variance = moments.vv / m**2 - 2.0 * slope / m * moments.uv + slope**2 * moments.uu
        value = ratio - math.log(m) - self.reference
        return Estimate(0.0 if self.look.all_equal else value, self._error(max(variance, 0.0)))

    def _error(self, variance: float) -> float:
        return math.sqrt(variance / max(self.n - 1, 1))

    def _unscaled(self, value: float, error: float) -> Estimate:
        if self.reference == 0.0:
            return Estimate(value, error)
        size, error = (_times_exp(each, self.reference) for each in (abs(value), error))
        return Estimate(math.copysign(size, value), error)


def _times_exp(value: float, reference: float) -> float:
    """value times exp(reference), 0 or infinite where that is no double."""
    logarithm = math.log(value) + reference if value > 0.0 else -math.inf
    return math.exp(logarithm) if logarithm < 709.0 else math.inf


def row_weights(logs: Array, look: FirstLook, run: Run) -> RowWeights:
    """Both passes over log w, (n,); raises Cancelled."""
    reference = 0.0 if abs(look.high) <= ORDINARY else look.high
    low = max(look.low, look.high - NOTHING)
    margin = max(1e-9 * max(abs(low), abs(look.high)), 1e-12)
    bins = Bins(low - margin, look.high + margin, FINE_BINS)
    source = TermSource(RowLogWeights(logs, look), reference)
    sums = gather(source, lambda block: RowSums(bins, reference, block == 0), run)
    totals = sums.totals()
    mean, mean_wl = float(totals[0]) / look.n, float(totals[4]) / look.n
    central = gather(source, lambda _: CentralSums(mean, mean_wl), run).moments()
    if look.all_equal:
        mean = math.exp(look.low - reference)
        mean_wl, central = mean * look.low, CentralMoments(*MOMENTS * [0.0])
    running = sums.running()
    return RowWeights(look, reference, mean, mean_wl, central, sums.binned, running, sums.outside)
