"""The arrays of each plot of the KL page."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.divergence.exact_moments import ExactMoments, control_variate_variance
from engine.divergence.negative_batch import (
    NegativeBatch,
    negative_batch_probabilities,
)
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.pages.kl_divergence.batches import FEWEST, row_batches, share
from engine.pages.kl_divergence.gather import Gathered, Rows
from engine.pages.kl_divergence.integrand import areas, integrand
from engine.pages.kl_divergence.negative import negative
from engine.pages.kl_divergence.records import (
    ControlVariate,
    Histograms,
    Integrand,
    NegativeBatches,
    Running,
)
from engine.sampling.accumulators.batch_signs import SIZES

CURVE_BATCHES = 17
# Less than a curve can show.
NEGLIGIBLE = 1e-12
COEFFICIENTS = 201
FAR_COEFFICIENT = 10.0
EMPTY = frozen(np.empty(0))


def running(gathered: Gathered, _: Run) -> Running:
    """Means of the first n samples with their errors."""
    samples = gathered.samples
    k1, k2, k3, _w = samples.running_mean.T
    k1_error, k2_error, k3_error, _w = samples.running_error.T
    return Running(
        n=frozen(samples.running_n),
        k1=frozen(k1),
        k1_error=frozen(k1_error),
        k2=frozen(k2),
        k2_error=frozen(k2_error),
        k3=frozen(k3),
        k3_error=frozen(k3_error),
        exact=None if gathered.exact is None else gathered.exact.k1.mean,
    )


def histograms(gathered: Gathered, _: Run) -> Histograms:
    """Counts of k1, k2 and k3 in the same bins, and of what lies on either side of them."""
    k1, k2, k3 = (each.counts for each in gathered.samples.histograms)
    return Histograms(
        edges=frozen(gathered.bins.edges),
        k1=frozen(k1[1:-1]),
        k2=frozen(k2[1:-1]),
        k3=frozen(k3[1:-1]),
        k1_outside=frozen(k1[[0, -1]]),
        k2_outside=frozen(k2[[0, -1]]),
        k3_outside=frozen(k3[[0, -1]]),
        samples=gathered.samples.pictured,
    )


def negative_batches(gathered: Gathered, _: Run) -> NegativeBatches:
    """The probability that a batch is negative against its size, exact where it is known."""
    found = gathered.samples.batches
    many = found.batches >= FEWEST
    shares = [
        share(below, count)
        for below, count in zip(found.negative[many], found.batches[many], strict=True)
    ]
    sizes, probability, chosen, method = EMPTY, EMPTY, None, "batches of consecutive rows"
    at_chosen: tuple[float, float] | None = None
    if gathered.exact is not None:
        p, q = gathered.scene.p, gathered.scene.q
        curve = np.geomspace(1, SIZES[-1], CURVE_BATCHES).round().astype(int)
        exact = _batch_curve(p, q, tuple(curve.tolist()))
        sizes, probability = frozen(curve), frozen(np.array([each.probability for each in exact]))
        at_batch = negative(p, q, gathered.options.batch).chosen
        chosen, method = at_batch.probability, at_batch.method
    else:
        at_chosen = row_batches(gathered)
    return NegativeBatches(
        batch=sizes,
        probability=probability,
        sampled_batch=frozen(np.array(SIZES)[many]),
        share=frozen(np.array([value for value, _error in shares])),
        share_error=frozen(np.array([error for _value, error in shares])),
        samples=gathered.samples.pictured,
        current_batch=gathered.options.batch,
        current_probability=chosen,
        method=method,
        current_share=None if at_chosen is None else at_chosen[0],
        current_share_error=None if at_chosen is None else at_chosen[1],
    )


def control_variate(gathered: Gathered, _: Run) -> ControlVariate:
    """The variance of k1 + c (w - 1) against c."""
    c = gathered.options.coefficient
    if gathered.rows is not None:
        return _control_of_rows(gathered.rows, c)
    assert gathered.exact is not None
    return _exact_control(gathered.scene.p, gathered.scene.q, c, gathered.exact)


def integrand_figure(gathered: Gathered, _: Run) -> Integrand | None:
    """In one dimension, of Gaussians."""
    scene = gathered.scene
    if gathered.exact is None or scene.dimension != 1:
        return None
    x, value = integrand(scene.p, scene.q)
    return Integrand(frozen(x), frozen(value), *areas(scene.p, scene.q))


FIGURES = {
    "running": running,
    "histograms": histograms,
    "negative_batches": negative_batches,
    "control_variate": control_variate,
    "integrand": integrand_figure,
}


@lru_cache(maxsize=8)
def _batch_curve(p: Gaussian, q: Gaussian, batches: tuple[int, ...]) -> tuple[NegativeBatch, ...]:
    # The same for every number of samples and every option.
    return negative_batch_probabilities(p, q, batches, NEGLIGIBLE)


def _coefficients(chosen: float, best: float, count: int) -> Array:
    # A best c that is far away would squeeze k1 and k3 into one point.
    shown = [0.0, 1.0, chosen, min(max(best, -FAR_COEFFICIENT), FAR_COEFFICIENT)]
    return np.linspace(min(shown) - 0.5, max(shown) + 0.5, count)


def _exact_control(p: Gaussian, q: Gaussian, chosen: float, exact: ExactMoments) -> ControlVariate:
    infinite = math.isinf(exact.chi_square)
    coefficient = _coefficients(chosen, exact.best_control, 0 if infinite else COEFFICIENTS)
    return ControlVariate(
        coefficient=frozen(coefficient),
        variance=frozen(control_variate_variance(p, q, coefficient)),
        k1_variance=exact.k1.variance,
        k3_variance=exact.k3.variance,
        best_coefficient=exact.best_control,
        best_variance=exact.best_variance,
        current_coefficient=chosen,
        current_variance=float(control_variate_variance(p, q, chosen)),
        lam=relative(p, q).largest,
    )


def _control_of_rows(rows: Rows, chosen: float) -> ControlVariate:
    moments = rows.control
    if moments is None:
        return _no_control(rows, chosen)
    best, _error = moments.best
    coefficient = _coefficients(chosen, best, COEFFICIENTS)
    variance, error = moments.variance(coefficient)
    values, errors = moments.variance(np.array([0.0, 1.0, best, chosen]))
    return ControlVariate(
        coefficient=frozen(coefficient),
        variance=frozen(variance),
        k1_variance=float(values[0]),
        k3_variance=float(values[1]),
        best_coefficient=best,
        best_variance=float(values[2]),
        current_coefficient=chosen,
        current_variance=float(values[3]),
        lam=None,
        variance_error=frozen(error),
        best_error=float(errors[2]),
        current_error=float(errors[3]),
    )


def _no_control(rows: Rows, chosen: float) -> ControlVariate:
    why = "every weight is the same"
    if rows.look.zeros:
        why = "k1 is infinite where log w = -inf"
    elif not rows.look.ordinary:
        why = "the weights are too large for their squares"
    return ControlVariate(
        coefficient=EMPTY,
        variance=EMPTY,
        k1_variance=math.inf if rows.look.zeros else 0.0,
        k3_variance=math.inf,
        best_coefficient=0.0,
        best_variance=math.inf,
        current_coefficient=chosen,
        current_variance=math.inf,
        lam=None,
        unknown=why,
    )
