"""KL(q||p), exact and by the estimators k1, k2, k3 from samples of q."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np

from engine.core.arrays import frozen
from engine.core.parameter import Parameter, ParameterSet
from engine.core.run import Run
from engine.divergence.exact_moments import ExactMoments, control_variate_variance, exact_moments
from engine.divergence.negative_batch import (
    NegativeBatch,
    negative_batch_probabilities,
)
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.page.page import Page
from engine.page.scene import Scene
from engine.page.undivided import undivided
from engine.pages.kl_divergence.data import kl_of_data
from engine.pages.kl_divergence.integrand import areas, integrand
from engine.pages.kl_divergence.monte_carlo import BATCHES, Pictures, kl_samples
from engine.pages.kl_divergence.pictures import histograms, running
from engine.pages.kl_divergence.readouts import banners, readouts
from engine.pages.kl_divergence.result import (
    ControlVariate,
    Integrand,
    KLResult,
    NegativeBatches,
)
from engine.sampling.accumulators.histogram import Bins

BINS = 120
# The histograms reach this many standard deviations of k1 to either side.
REACH = 6.0
CURVE_BATCHES = 17
# Less than a curve can show.
NEGLIGIBLE = 1e-12
COEFFICIENTS = 201
FAR_COEFFICIENT = 10.0
# A share is read off at least so many batches.
FEWEST_BATCHES = 10


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    batch: Annotated[
        int,
        Parameter(
            label="batch",
            symbol="B",
            help="How many samples a mean is taken over, for the chance that it is negative.",
            minimum=1,
            maximum=10**6,
            typical=(1, 10_000),
            scale="log",
        ),
    ] = 64
    coefficient: Annotated[
        float,
        Parameter(
            label="control variate",
            symbol="c",
            help="The coefficient c of the estimator k1 + c (w - 1): c = 0 is k1, c = 1 is k3.",
            minimum=-100.0,
            maximum=100.0,
            typical=(-0.5, 2.0),
        ),
    ] = 1.0


def compute(scene: Scene, options: Options, run: Run) -> KLResult:
    """Estimates from the scene's samples beside the exact values, or from own log-ratios;
    raises Cancelled, and DataError for a file that cannot be used."""
    if PAGE.shows_data(scene) and scene.data is not None:
        return kl_of_data(scene.data, options.batch, options.coefficient, run)
    p, q = scene.p, scene.q
    exact = exact_moments(p, q)
    bins = _bins(exact)
    samples = kl_samples(scene, bins, run)
    one, at_chosen = negative_batch_probabilities(p, q, [1, options.batch])
    batches = _negative_batches(p, q, at_chosen, samples.pictures)
    control = _control_variate(p, q, options.coefficient, exact)
    return KLResult(
        running=running(samples, exact.k1.mean),
        histograms=histograms(bins, samples),
        negative_batches=batches,
        control_variate=control,
        integrand=_integrand(p, q) if scene.dimension == 1 else None,
        readouts=readouts(scene, exact, samples, (one, at_chosen), control),
        banners=banners(scene, exact, samples),
    )


def _bins(exact: ExactMoments) -> Bins:
    """Bins around k1, with 0 on an edge."""
    reach = max(REACH * exact.k1.std, 1e-6 * exact.k1.mean)
    if reach == 0.0:
        return Bins(-1.0, 1.0, BINS)
    width = 2.0 * reach / BINS
    low = math.floor((exact.k1.mean - reach) / width) * width
    return Bins(low, low + BINS * width, BINS)


@lru_cache(maxsize=8)
def _batch_curve(p: Gaussian, q: Gaussian, batches: tuple[int, ...]) -> tuple[NegativeBatch, ...]:
    # The same for every number of samples and every option.
    return negative_batch_probabilities(p, q, batches, NEGLIGIBLE)


def _negative_batches(
    p: Gaussian, q: Gaussian, at_chosen: NegativeBatch, pictures: Pictures
) -> NegativeBatches:
    curve = np.geomspace(1, BATCHES[-1], CURVE_BATCHES).round().astype(int)
    exact = _batch_curve(p, q, tuple(curve.tolist()))
    many = pictures.batches >= FEWEST_BATCHES
    counts = pictures.batches[many]
    share = pictures.negative[many] / counts
    # Laplace's rule keeps the error of an empty share above zero.
    hedged = (pictures.negative[many] + 1.0) / (counts + 2.0)
    return NegativeBatches(
        batch=frozen(curve),
        probability=frozen(np.array([each.probability for each in exact])),
        sampled_batch=frozen(np.array(BATCHES)[many]),
        share=frozen(share),
        share_error=frozen(np.sqrt(hedged * (1.0 - hedged) / counts)),
        samples=pictures.samples,
        chosen_batch=at_chosen.batch,
        chosen_probability=at_chosen.probability,
        method=at_chosen.method,
    )


def _control_variate(
    p: Gaussian, q: Gaussian, chosen: float, exact: ExactMoments
) -> ControlVariate:
    infinite = math.isinf(exact.chi_square)
    # A best c that is far away would squeeze k1 and k3 into one point.
    shown = [0.0, 1.0, chosen, min(max(exact.best_control, -FAR_COEFFICIENT), FAR_COEFFICIENT)]
    low, high = min(shown) - 0.5, max(shown) + 0.5
    coefficient = np.linspace(low, high, 0 if infinite else COEFFICIENTS)
    return ControlVariate(
        coefficient=frozen(coefficient),
        variance=frozen(control_variate_variance(p, q, coefficient)),
        k1_variance=exact.k1.variance,
        k3_variance=exact.k3.variance,
        best_coefficient=exact.best_control,
        best_variance=exact.best_variance,
        chosen_coefficient=chosen,
        chosen_variance=float(control_variate_variance(p, q, chosen)),
        lam=relative(p, q).largest,
    )


def _integrand(p: Gaussian, q: Gaussian) -> Integrand:
    x, value = integrand(p, q)
    return Integrand(frozen(x), frozen(value), *areas(p, q))


PAGE = Page(
    name="kl-divergence",
    title="KL",
    summary="KL(q||p) exact and by k1, k2, k3: bias, variance, and how often a batch is negative.",
    order=2,
    options=Options,
    **undivided(compute, KLResult),
    data="log-ratios",
)
