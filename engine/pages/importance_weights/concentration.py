"""Which share of the samples carries which share of the weight."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.pages.importance_weights.gather import Gathered
from engine.pages.importance_weights.records import Concentration
from engine.weights.exact.density import log_weight_above, log_weight_below
from engine.weights.exact.line import weight_line

LINE_POINTS = 160
SHOWN_POINTS = 300
ROW_POINTS = 200
# So far out, in standard deviations, the exact curve is drawn.
REACH = 7.0
EMPTY = frozen(np.empty(0))


def concentration(gathered: Gathered, _: Run) -> Concentration:
    """The Lorenz curve, and that of infinitely many samples where log w is of one direction."""
    findings, pair = gathered.findings, gathered.scene
    samples, weight = findings.lorenz
    if gathered.rows is not None:
        shown = _evenly_thinned(samples, findings.n)
    else:
        shown = _thinned(samples)
    exact = _exact_lorenz(pair.p, pair.q) if gathered.gaussians else (EMPTY, EMPTY)
    return Concentration(
        samples=frozen(samples[shown]),
        weight=frozen(weight[shown]),
        exact_samples=exact[0],
        exact_weight=exact[1],
        top_percent=findings.top_share.value,
        largest_share=findings.largest_share.value,
        counted=findings.counted,
    )


def _thinned(samples: Array) -> NDArray[np.intp]:
    """Indices of at most so many points, evenly spaced in the logarithm."""
    if len(samples) <= SHOWN_POINTS:
        return np.arange(len(samples))
    wanted = np.geomspace(samples[1], 1.0, SHOWN_POINTS)
    return np.unique(np.concatenate([[0, len(samples) - 1], np.searchsorted(samples, wanted)]))[
        : len(samples)
    ]


def _evenly_thinned(samples: Array, n: int) -> NDArray[np.intp]:
    """Indices of the points that a picture can tell apart, both ends kept."""
    if len(samples) <= ROW_POINTS:
        return np.arange(len(samples))
    wanted = np.unique(
        np.concatenate([np.geomspace(1.0, n, ROW_POINTS), np.linspace(0.0, n, ROW_POINTS)])
    )
    places = np.searchsorted(samples, wanted / n)
    return np.unique(np.concatenate([[0, len(samples) - 1], places.clip(0, len(samples) - 1)]))


@lru_cache(maxsize=16)
def _exact_lorenz(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    """P_q(w > t) and P_p(w > t) for t from large to small."""
    line = weight_line(p, q)
    if line is None or p == q:
        return EMPTY, EMPTY
    # Where q is, and where p is: either may be far narrower than the other.
    z = np.linspace(-REACH, REACH, LINE_POINTS)
    y = np.concatenate([z, line.delta + math.sqrt(line.eigenvalue) * z])
    logs = np.unique(line.log_weight(y))[::-1]
    # Under p the inverse weights q/p are above 1/t where w is below t.
    samples, weight = log_weight_above(p, q, logs), log_weight_below(q, p, -logs)
    inner = (samples > 0.0) & (samples < 1.0)
    return frozen(samples[inner]), frozen(weight[inner])
