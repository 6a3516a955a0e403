"""The values of the Trajectories page's quantities."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from engine.core.arrays import Array
from engine.core.quantity import Readout
from engine.numerics.scaled import digits_note
from engine.pages.trajectories import quantities as q
from engine.pages.trajectories.estimators import ESTIMATORS, STANDARDISED, WRONG
from engine.pages.trajectories.gather import Gathered
from engine.trajectories.measured import heavy_tails
from engine.trajectories.optimum import best_constant, riccati_bound
from engine.trajectories.variance_split import variance_split

TOO_LARGE = "finite but above 1.8e308"
MANY = "one of many: other gains, each with its own c, do as well"
NO_SIGNAL = "infinite: the gradient is 0"
ONE_BATCH = "too few trajectories for two batches"
ROUNDING = 1e-14


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _returns(gathered)
    for parameter, value in zip(q.GRADIENT, gathered.exact.gradient, strict=True):
        yield q.GRADIENT[parameter].exact(float(value))
    for estimator in ESTIMATORS:
        if estimator.name == STANDARDISED:
            yield from _standardised(gathered)
        else:
            yield from _estimator(gathered, estimator.name)
            yield _noise_to_signal(gathered, estimator.name)
    split = variance_split(gathered.task, "none")
    for part, quantity in q.SPLIT.items():
        terms: Array = getattr(split, part)
        yield _or_large(quantity.exact, float(terms[:, gathered.options.parameter].sum()))


def _returns(gathered: Gathered) -> Iterator[Readout]:
    task, returns, whole = gathered.task, gathered.returns, gathered.whole
    yield q.RETURN.exact(whole.mean_return)
    error = math.sqrt(whole.return_variance / gathered.trajectories)
    yield q.MEASURED_RETURN.estimated(float(returns.mean[0]), error)
    yield _or_large(q.SPREAD.exact, whole.return_variance)
    best, bound = best_constant(task), riccati_bound(task)
    yield q.BEST.exact(best.expected_return)
    yield q.BEST_GAIN.exact(best.K, _many(best.K, best.K_error))
    yield q.BEST_OFFSET.exact(best.c, _many(best.c, best.c_error))
    yield q.BOUND.exact(bound.expected_return)


def _estimator(gathered: Gathered, name: str) -> Iterator[Readout]:
    exact, measured = gathered.exact, gathered.measured[name]
    for i, of in enumerate(q.OF[name].values()):
        mean, variance = float(exact.mean[name][i]), float(exact.variance[name][i])
        yield of["mean"].exact(mean, _cancelled(gathered, name, i, mean))
        if "bias" in of:
            yield of["bias"].exact(float(exact.bias[name][i]))
        error = math.sqrt(variance / gathered.trajectories)
        note = TOO_LARGE if math.isinf(error) else ""
        yield of["measured mean"].estimated(float(measured.mean[i]), error, note)
        yield _or_large(of["variance"].exact, variance)
        found, error = float(measured.variance[i]), float(measured.variance_error[i])
        yield of["measured variance"].estimated(found, error, heavy_tails(found, error))


def _cancelled(gathered: Gathered, name: str, index: int, mean: float) -> str:
    """Of a mean that is the gradient and a bias against it."""
    if name != WRONG:
        return ""
    parts = gathered.exact.gradient[index], gathered.exact.bias[name][index]
    return digits_note(mean, ROUNDING * float(np.abs(parts).sum()))


def _many(value: float, error: float) -> str:
    """Where the best is flat: to how many digits it is known, or that it is not the only one."""
    return MANY if error > abs(value) > 0.0 else digits_note(value, error)


def _standardised(gathered: Gathered) -> Iterator[Readout]:
    found, batch = gathered.standardised, gathered.options.batch
    for i, of in enumerate(q.OF[STANDARDISED].values()):
        if found is None:
            yield of["measured mean"].unknown(ONE_BATCH)
            yield of["measured variance"].unknown(ONE_BATCH)
            continue
        yield of["measured mean"].estimated(float(found.mean[i]), float(found.mean_error[i]))
        variance, error = batch * float(found.variance[i]), batch * float(found.variance_error[i])
        yield of["measured variance"].estimated(variance, error, heavy_tails(variance, error))


def _noise_to_signal(gathered: Gathered, name: str) -> Readout:
    noise = float(gathered.exact.variance[name].sum())
    signal = float(np.square(gathered.exact.mean[name]).sum())
    quantity = q.NOISE[name]
    if signal == 0.0:
        return quantity.exact(math.inf, NO_SIGNAL)
    return _or_large(quantity.exact, noise / signal)


def _or_large(exact: Callable[[float, str], Readout], value: float) -> Readout:
    return exact(value, TOO_LARGE if math.isinf(value) else "")
