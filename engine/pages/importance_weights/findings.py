"""What the weights of samples or of rows say of themselves, and how far that can be trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.divergence.kl_estimators import Estimate
from engine.pages.importance_weights.samples import WeightSamples
from engine.weights.binned import lorenz_curve
from engine.weights.errors import ess_error, largest_share_error, top_share_error
from engine.weights.estimates import WeightedEstimates
from engine.weights.exact.errors import TailErrors
from engine.weights.largest import LargestWeights
from engine.weights.pareto.smoothing import SmoothedTail, not_reliable, reliability_threshold
from engine.weights.rows.shares import largest_share, top_share
from engine.weights.rows.tail import fitted_tail
from engine.weights.rows.weights import RowWeights

TOP = 0.01
EMPTY = np.empty(0)


@dataclass(frozen=True, slots=True)
class Findings:
    """The same of samples, of the demonstration and of rows."""

    n: int
    ess: Estimate
    ess_fraction: Estimate
    tail: SmoothedTail
    largest_share: Estimate
    top_share: Estimate
    mean_weight: Estimate
    kl_pq: Estimate
    kl_qp: Estimate
    lorenz: tuple[Array, Array]  # see `engine.weights.binned.lorenz_curve`
    counted: int  # how many, the first ones, the top share and the curve are of
    trust: str  # what is wrong with the errors of means of w, or ""
    square_trust: str  # with those of means of w^2
    what: str = "samples"  # or rows

    @property
    def unreliable(self) -> bool:
        """Whether the fitted tail says that no error can be trusted."""
        k = self.tail.k_hat
        return math.isfinite(k) and k >= reliability_threshold(self.n)


def findings_of_samples(
    samples: WeightSamples, shown: WeightedEstimates, tails: TailErrors
) -> Findings:
    """``shown`` are the final estimates with the errors of the law, where the samples' own read
    low."""
    binned = samples.binned
    curve = lorenz_curve(binned.counts, binned.weights, binned.reference, samples.picture_largest)
    return findings_of(samples.final, shown, tails, curve, binned.samples, samples.largest)


def findings_of(
    final: WeightedEstimates,
    shown: WeightedEstimates,
    tails: TailErrors,
    curve: tuple[Array, Array],
    counted: int,
    largest: LargestWeights,
) -> Findings:
    """From estimates, the Lorenz curve of the first ``counted`` samples and the largest of all."""
    n = final.n
    error = ess_error(*curve, n) if tails.ess is None else tails.ess
    return Findings(
        n=n,
        ess=Estimate(final.ess, error * n),
        ess_fraction=Estimate(final.ess / n, error),
        tail=SmoothedTail(final.k_hat, EMPTY, EMPTY, final.no_fit),
        largest_share=Estimate(
            final.largest_share, largest_share_error(largest, final.largest_share, final.ess, n)
        ),
        top_share=Estimate(float(np.interp(TOP, *curve)), top_share_error(*curve, TOP, counted)),
        mean_weight=shown.mean_weight,
        kl_pq=shown.kl_pq,
        kl_qp=shown.kl_qp,
        lorenz=curve,
        counted=counted,
        trust=tails.trust,
        square_trust=tails.square_trust,
    )


def findings_of_rows(logs: Array, found: RowWeights, run: Run) -> Findings:
    """Of rows whose law is unknown: errors are not trusted where the fitted tail is too heavy."""
    n, tail, ess = found.n, fitted_tail(logs, run), found.ess_fraction
    limit = reliability_threshold(n)
    heavy = ""
    if math.isfinite(tail.k_hat) and tail.k_hat >= limit:
        heavy = f"{not_reliable(tail.k_hat, limit)}: do not trust this error"
    binned = found.binned
    return Findings(
        n=n,
        ess=Estimate(ess.value * n, ess.standard_error * n),
        ess_fraction=ess,
        tail=tail,
        largest_share=largest_share(logs, found, run),
        top_share=top_share(logs, found, TOP),
        mean_weight=found.mean_weight,
        kl_pq=found.kl_pq,
        kl_qp=found.kl_qp,
        lorenz=lorenz_curve(binned.counts, binned.weights, binned.reference),
        counted=n,
        trust=heavy,
        square_trust=heavy,
        what="rows",
    )
