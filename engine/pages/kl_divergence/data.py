"""KL(q||p) from log-ratios of a file: what the KL study computes for own data.

q is the policy that the samples were drawn from (old), p the other one (new).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.facts import facts_of, file_banners
from engine.data.file import log_ratios
from engine.data.source import DataSource
from engine.pages.kl_divergence.data_pass import ControlMoments, control_moments, data_bins, kl_pass
from engine.pages.kl_divergence.data_readouts import banners, readouts
from engine.pages.kl_divergence.monte_carlo import BATCHES, KLSamples
from engine.pages.kl_divergence.pictures import histograms, running
from engine.pages.kl_divergence.result import ControlVariate, KLResult, NegativeBatches
from engine.sampling.accumulators.histogram import Bins
from engine.weights.rows.first_look import FirstLook, usable_look
from engine.weights.rows.independence import correlation_time
from engine.weights.rows.tail import inverse_mean, tail_index

COEFFICIENTS = 201
FAR_COEFFICIENT = 10.0
# A share is read off at least so many batches.
FEWEST_BATCHES = 10
EMPTY = frozen(np.empty(0))


@dataclass(frozen=True, slots=True)
class _Pass:
    """What does not depend on the page's options."""

    look: FirstLook
    bins: Bins
    samples: KLSamples
    control: ControlMoments | None
    inverse: tuple[float, float]
    k_hat: float
    time: float  # of correlation


_kept: Kept[_Pass] = Kept()


def kl_of_data(source: DataSource, batch: int, coefficient: float, run: Run) -> KLResult:
    """The page's result for a file of log-ratios; raises DataError and Cancelled."""
    data = log_ratios(source, run)
    logs = data.log_weights
    found = _kept.answer(logs, lambda: _pass(source, logs, run))
    facts = facts_of(source, data)
    batches = _negative_batches(logs, found.samples, batch)
    control = _control_variate(found, coefficient)
    return KLResult(
        running=running(found.samples, exact=None),
        histograms=histograms(found.bins, found.samples),
        negative_batches=batches,
        control_variate=control,
        integrand=None,
        readouts=readouts(
            facts, found.look, found.samples, batches, control, found.control, found.k_hat
        ),
        banners=(
            *file_banners(source, data),
            *banners(found.look, found.samples, found.inverse, found.k_hat, found.time),
        ),
        data=facts,
    )


def _pass(source: DataSource, logs: Array, run: Run) -> _Pass:
    look = usable_look(source, logs, run)
    bins = data_bins(look)
    samples = kl_pass(logs, look, bins, run)
    control = None
    if look.ordinary and not look.zeros and not look.all_equal:
        control = control_moments(logs, look, samples.moments.mean, run)
    inverse, time = inverse_mean(logs, look, run), correlation_time(logs, look, run)
    return _Pass(look, bins, samples, control, inverse, tail_index(logs, run), time)


def _negative_batches(logs: Array, samples: KLSamples, chosen: int) -> NegativeBatches:
    pictures = samples.pictures
    many = pictures.batches >= FEWEST_BATCHES
    shares = [
        _share(negative, count)
        for negative, count in zip(pictures.negative[many], pictures.batches[many], strict=True)
    ]
    count = len(logs) // chosen
    at_chosen = _share(_negative(logs, chosen), count) if count >= FEWEST_BATCHES else None
    return NegativeBatches(
        batch=EMPTY,
        probability=EMPTY,
        sampled_batch=frozen(np.array(BATCHES)[many]),
        share=frozen(np.array([share for share, _ in shares])),
        share_error=frozen(np.array([error for _, error in shares])),
        samples=pictures.samples,
        chosen_batch=chosen,
        chosen_probability=None,
        method="batches of consecutive rows",
        chosen_share=None if at_chosen is None else at_chosen[0],
        chosen_share_error=None if at_chosen is None else at_chosen[1],
    )


def _share(negative: float, count: float) -> tuple[float, float]:
    """A share and its error; Laplace's rule keeps the error of an empty share above zero."""
    hedged = (negative + 1.0) / (count + 2.0)
    return float(negative / count), math.sqrt(hedged * (1.0 - hedged) / count)


def _negative(logs: Array, batch: int) -> float:
    """How many whole batches of consecutive rows have a negative mean of k1."""
    if batch == 1:
        return float(np.count_nonzero(logs > 0.0))
    whole = logs[: len(logs) // batch * batch].reshape(-1, batch)
    return float(np.count_nonzero(np.add.reduce(whole, axis=1) > 0.0))


def _control_variate(found: _Pass, chosen: float) -> ControlVariate:
    moments, look = found.control, found.look
    if moments is None or moments.bb <= 0.0:
        return _no_control(look, chosen)
    best, _ = moments.best
    shown = [0.0, 1.0, chosen, min(max(best, -FAR_COEFFICIENT), FAR_COEFFICIENT)]
    coefficient = np.linspace(min(shown) - 0.5, max(shown) + 0.5, COEFFICIENTS)
    variance, error = moments.variance(coefficient)
    values, errors = moments.variance(np.array([0.0, 1.0, best, chosen]))
    return ControlVariate(
        coefficient=frozen(coefficient),
        variance=frozen(variance),
        k1_variance=float(values[0]),
        k3_variance=float(values[1]),
        best_coefficient=best,
        best_variance=float(values[2]),
        chosen_coefficient=chosen,
        chosen_variance=float(values[3]),
        lam=None,
        variance_error=frozen(error),
        best_error=float(errors[2]),
        chosen_error=float(errors[3]),
    )


def _no_control(look: FirstLook, chosen: float) -> ControlVariate:
    why = "every weight is the same"
    if look.zeros:
        why = "k1 is infinite where log w = -inf"
    elif not look.ordinary:
        why = "the weights are too large for their squares"
    return ControlVariate(
        coefficient=EMPTY,
        variance=EMPTY,
        k1_variance=math.inf if look.zeros else 0.0,
        k3_variance=math.inf,
        best_coefficient=0.0,
        best_variance=math.inf,
        chosen_coefficient=chosen,
        chosen_variance=math.inf,
        lam=None,
        unknown=why,
    )
