"""A pair for which the effective sample size is blind: q has never seen half of p.

p = 1/2 N(-10, 1) + 1/2 N(10, 1), q = N(10, 1), f = 1[x < 0]: no sample of q lies below 0, every
weight that is seen is 1/2, so that ESS = n and the estimate of E_p f is 0. The truth is 1/2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.banners import blind_banners
from engine.pages.importance_weights.concentration import concentration as lorenz_curve
from engine.pages.importance_weights.histogram import BINS, log_scale_histogram
from engine.pages.importance_weights.monte_carlo import WeightHistogram as Counted
from engine.pages.importance_weights.pictures import (
    TOP,
    concentration,
    diagnostics,
    estimates,
)
from engine.pages.importance_weights.readouts import Facts, readouts
from engine.pages.importance_weights.result import ImportanceResult, WeightHistogram
from engine.weights.errors import (
    ess_error,
    kurtosis,
    largest_share_error,
    top_share_error,
)
from engine.weights.estimates import WeightedEstimates, weighted_estimates
from engine.weights.exact.errors import TailErrors
from engine.weights.importance import WeightLimits
from engine.weights.largest import kept_for, largest_weights

CENTRE = 10.0
TRUTH = 0.5
FORMULA = "1[x < 0]"
LARGEST_SAMPLE = 100_000
LOG_EDGES = np.linspace(math.log(0.01), math.log(10.0), BINS + 1)
EDGES = np.linspace(0.0, 1.01, BINS + 1)
NO_FRONTIER = "The demonstration is about what no clipping can repair."
NOT_GAUSSIAN = "p is a mixture in this demonstration"
FIRST_POINT = 100
POINTS_PER_DECADE = 4
BEHAVIOUR = Gaussian(CENTRE, 1.0)
# 1 + chi-square = E_q w^2 = (1/4) (1 + 2 + exp(D^2)), D = 20: w = (1 + v) / 2 with v the ratio of
# the two halves, E v = 1 and E v^2 = exp(D^2).
LOG1P_CHI_SQUARE = (2.0 * CENTRE) ** 2 - math.log(4.0)
# What follows is right to a double's last digit: exp(-20 x) is next to nothing where x is near 10.
KL_QP = math.log(2.0)
KL_PQ = 0.5 * (2.0 * CENTRE) ** 2 / 2.0 - math.log(2.0)
NEVER_MET = "half of p is never met: the error cannot be trusted"
LIMITS = WeightLimits(
    log1p_chi_square=LOG1P_CHI_SQUARE,
    chi_square=math.exp(LOG1P_CHI_SQUARE),
    ess_fraction=math.exp(-LOG1P_CHI_SQUARE),
    tail_index=0.0,
    largest_eigenvalue=1.0,
    failing_direction=None,
    kl_pq=KL_PQ,
    kl_qp=KL_QP,
)


def blind_result(scene: Scene, c: float, scale: str, run: Run) -> ImportanceResult:
    """The page's result for this pair; the scene gives samples and seed, no more."""
    samples = blind_samples(scene, c, run)
    final, logs = samples.running[-1], samples.log_weights
    w = np.exp(logs)
    counts, _ = np.histogram(logs, LOG_EDGES)
    weights, _ = np.histogram(logs, LOG_EDGES, weights=w)
    ends = np.zeros(1)
    counted = Counted(
        len(logs),
        np.concatenate([ends, counts, ends]),
        np.concatenate([ends, weights, ends]),
        0.0,
    )
    largest = largest_weights(logs, samples.values, kept_for(len(logs)))
    lorenz = lorenz_curve(counted, largest.log_weights)
    shares = concentration(*lorenz, len(logs), final.largest_share, None)
    facts = Facts(
        samples=len(logs),
        c=c,
        formula=FORMULA,
        truth=TRUTH,
        along="",
        limits=LIMITS,
        exact=None,
        repairs={},
        final=final,
        shown=final,
        tails=TailErrors(NEVER_MET, NEVER_MET, NEVER_MET, None, None),
        ess_error=ess_error(*lorenz, len(logs)),
        largest_share_error=largest_share_error(largest, final.largest_share, final.ess, final.n),
        top_percent=shares.top_percent,
        top_percent_error=top_share_error(*lorenz, TOP, len(logs)),
        kurtosis=kurtosis(logs, samples.values),
        counted=shares.counted,
        largest_log_weight=float(np.max(logs)),
    )
    return ImportanceResult(
        histogram=_histogram(w, counted, c, scale),
        concentration=shares,
        diagnostics=diagnostics(samples.running, LIMITS),
        estimates=estimates(samples.running, TRUTH, FORMULA, trusted=False),
        frontier=None,
        frontier_note=NO_FRONTIER,
        dimensions=None,
        variance_map=None,
        readouts=readouts(facts),
        banners=blind_banners(facts),
    )


def _histogram(w: Array, counted: Counted, c: float, scale: str) -> WeightHistogram:
    if scale == "log10 w":
        return log_scale_histogram(
            LOG_EDGES, counted.counts, -KL_QP, c, (np.empty(0), NOT_GAUSSIAN)
        )
    counts, _ = np.histogram(w, EDGES)
    return WeightHistogram(
        edges=frozen(EDGES),
        counts=frozen(counts.astype(float)),
        outside=frozen(np.zeros(2)),
        expected=frozen(np.empty(0)),
        expected_note=NOT_GAUSSIAN,
        scale=scale,
        mean=1.0,
        clip=c,
        samples=len(w),
    )


@dataclass(frozen=True, slots=True)
class BlindSamples:
    """The estimates of the first n samples, and log w and f of all of them."""

    running: list[WeightedEstimates]
    log_weights: Array  # (n,)
    values: Array  # (n,)


def log_weights(x: Array) -> Array:
    """log w = log(1/2) + log(1 + exp(-20 x)), (n,)."""
    return np.asarray(np.logaddexp(0.0, -2.0 * CENTRE * x) - math.log(2.0))


def blind_samples(scene: Scene, c: float, run: Run) -> BlindSamples:
    """From the first 100,000 samples at most; raises Cancelled."""
    n = min(scene.samples, LARGEST_SAMPLE)
    x = BEHAVIOUR.sample(n, scene.seed)[:, 0]
    logs, values = log_weights(x), (x < 0.0).astype(float)
    decades = math.log10(n / FIRST_POINT)
    points = np.geomspace(FIRST_POINT, n, 1 + math.ceil(decades * POINTS_PER_DECADE))
    running = []
    for place, count in enumerate(np.unique(points.round().astype(int)).tolist()):
        run.step(place / len(points))
        running.append(weighted_estimates(logs[:count], values[:count], c))
    return BlindSamples(running, logs, values)
