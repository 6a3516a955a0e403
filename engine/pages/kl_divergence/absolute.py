"""|log w|, which some frameworks offer as a KL penalty: its mean is no KL."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Readout
from engine.data.facts import UNKNOWN
from engine.numerics.scaled import digits_note
from engine.pages.kl_divergence import quantities as q
from engine.pages.kl_divergence.gather import Gathered
from engine.pages.kl_divergence.negative import negative


def absolute(gathered: Gathered) -> Iterator[Readout]:
    """Estimate, mean, bias and standard deviation.

    |k1| = k1 + 2 max(-k1, 0) has the bias 2 E max(-k1, 0), and the variance
    Var k1 - 4 N (E k1 + N) with N = E max(-k1, 0).
    """
    yield _estimate(gathered)
    if gathered.exact is None:
        yield q.MEAN[q.ABS].unknown(UNKNOWN)
        return
    true, k1 = gathered.exact.k1.mean, gathered.exact.k1
    scene, batch = gathered.scene, gathered.options.batch
    below, error = negative(scene.p, scene.q, batch).part
    note = digits_note(2.0 * below, 2.0 * error)
    std = math.sqrt(max(k1.std**2 - 4.0 * below * (true + below), 0.0))
    yield q.MEAN[q.ABS].exact(true + 2.0 * below, digits_note(true + 2.0 * below, 2.0 * error))
    yield q.BIAS[q.ABS].exact(2.0 * below, note)
    yield q.STD[q.ABS].exact(std)
    if true > 0.0:
        yield q.RELATIVE_BIAS[q.ABS].exact(2.0 * below / true, note)
        yield q.RELATIVE_STD[q.ABS].exact(std / true)


def _estimate(gathered: Gathered) -> Readout:
    samples, rows = gathered.samples, gathered.rows
    count, mean = samples.moments.count, float(samples.moments.mean[0])
    if rows is not None and rows.look.zeros:
        note = f"infinite: {rows.look.zeros:,} rows have log w = -inf"
        return q.ESTIMATE[q.ABS].estimated(math.inf, math.inf, note)
    below = samples.below / count
    variance = float(samples.moments.squares[0]) / count - 4.0 * below * (mean + below)
    error = math.sqrt(max(variance, 0.0) / max(count - 1, 1))
    return q.ESTIMATE[q.ABS].estimated(mean + 2.0 * below, error)
