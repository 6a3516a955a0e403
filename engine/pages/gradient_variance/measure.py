"""The values of the Gradients page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.number_format import value_text
from engine.core.quantity import Quantity, Readout
from engine.core.underflow import TOO_SMALL, small_note
from engine.pages.gradient_variance import quantities as q
from engine.pages.gradient_variance.baselines import marked_baselines
from engine.pages.gradient_variance.gather import Gathered
from engine.pages.gradient_variance.numbers import Numbers
from engine.pages.gradient_variance.precision import (
    baseline_note,
    bias_note,
    error_note,
    needed,
    variance_note,
)
from engine.pages.gradient_variance.records import KlLosses
from engine.weights.exact.powers import RARE

UNTRUSTED = "its variance is infinite: the error cannot be trusted"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    for index, (quantity, value) in enumerate(zip(q.TRUE.values(), gathered.true, strict=True)):
        note = small_note(float(value), gathered.vanishes(index))
        yield quantity.exact(float(value), note)
    for name, numbers in gathered.numbers.items():
        for index, columns in enumerate(q.OF[name].values()):
            yield from _of_estimator(gathered, numbers, index, columns)
    baselines = (q.EXPECTED_REWARD, *q.BEST_BASELINE.values())
    for quantity, value in zip(baselines, marked_baselines(gathered)[1:], strict=True):
        yield quantity.exact(float(value), baseline_note(gathered, float(value)))
    yield from _kl(gathered.losses)


def _of_estimator(
    gathered: Gathered, numbers: Numbers, index: int, columns: dict[str, Quantity]
) -> Iterator[Readout]:
    yield from _means(gathered, numbers, index, columns)
    known = not math.isnan(numbers.variance[index])
    if known:
        note = variance_note(gathered, numbers, index)
        yield columns["variance"].exact(float(numbers.variance[index]), note)
    measured, error = float(numbers.measured_variance[index]), float(numbers.variance_error[index])
    if not math.isnan(measured):
        doubt = _doubt(gathered, numbers)
        yield columns["measured variance"].estimated(measured, error, doubt)
    if known:
        yield from _errors(gathered, numbers, index, columns)


def _means(
    gathered: Gathered, numbers: Numbers, index: int, columns: dict[str, Quantity]
) -> Iterator[Readout]:
    exact, measured = float(numbers.mean[index]), float(numbers.measured_mean[index])
    if not math.isnan(exact):
        vanishes = gathered.vanishes(index, numbers.estimator)
        yield columns["mean"].exact(exact, small_note(exact, vanishes))
    if not math.isnan(measured):
        error, doubt = float(numbers.mean_error[index]), _doubt(gathered, numbers)
        yield columns["measured mean"].estimated(measured, error, doubt)
    bias, error = float(numbers.bias[index]), float(numbers.bias_error[index])
    if math.isnan(bias):
        return
    if numbers.estimator.name in gathered.exact:
        yield columns["bias"].exact(bias, bias_note(gathered, numbers, bias, index))
    else:
        yield columns["bias"].estimated(bias, error)


def _errors(
    gathered: Gathered, numbers: Numbers, index: int, columns: dict[str, Quantity]
) -> Iterator[Readout]:
    if variance_note(gathered, numbers, index) == TOO_SMALL:
        return  # its root need not be
    error = float(numbers.deviation[index]) / math.sqrt(gathered.setting.batch_size)
    yield columns["standard error"].exact(error, error_note(gathered, numbers, index))
    found = needed(gathered, numbers, index)
    if found is None:
        return
    count, note = found
    bias = float(numbers.bias[index])
    if bias != 0.0 and not note:
        note = f"biased: {value_text(bias, 4)} stays, however many"
    yield columns["samples needed"].exact(count, note)


def _doubt(gathered: Gathered, numbers: Numbers) -> str:
    """Why a measured number cannot be trusted, if so."""
    n, name = gathered.setting.batch_size, numbers.estimator.name
    if any(math.isinf(each.variance) for each in gathered.exact.get(name, {}).values()):
        return UNTRUSTED
    if numbers.rare:
        return RARE
    divided = name == "score_function/leave_one_out_standardised"
    if divided and n < 5 and gathered.setting.deviation_floor == 0.0:
        what = "no mean" if n == 3 else "infinite variance"
        return f"with N = {n} it has {what}: the error cannot be trusted"
    return ""


def _kl(losses: KlLosses) -> Iterator[Readout]:
    """Gradients with respect to q."""
    if losses.missing:
        return
    pairs = (losses.true, *losses.loss, *losses.reward)
    parameters = ("mu", "scale" if losses.by[0] == "μ" else "next_mu")
    for row, pair in zip(q.KL_ROWS, pairs, strict=True):
        for parameter, value in zip(parameters, pair, strict=True):
            yield q.KL_GRADIENT[row, parameter].exact(float(value))
