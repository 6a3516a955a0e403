"""A pair for which the effective sample size is blind: q has never seen half of p.

p = 1/2 N(-10, 1) + 1/2 N(10, 1), q = N(10, 1), f = 1[x < 0]: no sample of q lies below 0, every
weight that is seen is 1/2, so that ESS = n and the estimate of E_p f is 0. The truth is 1/2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.findings import Findings, findings_of
from engine.pages.importance_weights.target import Target
from engine.weights.binned import lorenz_curve
from engine.weights.estimates import WeightedEstimates, weighted_estimates
from engine.weights.exact.errors import TailErrors
from engine.weights.importance import WeightLimits
from engine.weights.largest import kept_for, largest_weights

CENTRE = 10.0
TRUTH = 0.5
FORMULA = "1[x < 0]"
LARGEST_SAMPLE = 100_000
BINS = 120
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
TAILS = TailErrors(NEVER_MET, NEVER_MET, NEVER_MET, None, None)


def blind_target(scene: Scene, c: float, run: Run) -> tuple[Target, Findings]:
    """What samples of this pair say; the scene gives samples and seed, no more."""
    samples = blind_samples(scene, c, run)
    final, logs = samples.running[-1], samples.log_weights
    counts, _ = np.histogram(logs, LOG_EDGES)
    weights, _ = np.histogram(logs, LOG_EDGES, weights=np.exp(logs))
    counts, weights = (np.concatenate([[0.0], each, [0.0]]) for each in (counts, weights))
    largest = largest_weights(logs, samples.values, kept_for(len(logs)))
    curve = lorenz_curve(counts, weights, 0.0, largest.log_weights)
    target = Target(
        formula=FORMULA,
        along="",
        truth=TRUTH,
        running=samples.running,
        shown=final,
        tails=TAILS,
        counts=counts,
        largest_log_weight=float(np.max(logs)),
        trusted=False,
    )
    return target, findings_of(final, final, TAILS, curve, len(logs), largest)


def weight_counts(scene: Scene) -> Array:
    """How many of the samples have their w between `EDGES`."""
    counts, _ = np.histogram(np.exp(log_weights(_positions(scene))), EDGES)
    return counts.astype(float)


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
    x = _positions(scene)
    n = len(x)
    logs, values = log_weights(x), (x < 0.0).astype(float)
    decades = math.log10(n / FIRST_POINT)
    points = np.geomspace(FIRST_POINT, n, 1 + math.ceil(decades * POINTS_PER_DECADE))
    running = []
    for place, count in enumerate(np.unique(points.round().astype(int)).tolist()):
        run.step(place / len(points))
        running.append(weighted_estimates(logs[:count], values[:count], c))
    return BlindSamples(running, logs, values)


def _positions(scene: Scene) -> Array:
    return BEHAVIOUR.sample(min(scene.samples, LARGEST_SAMPLE), scene.seed)[:, 0]
