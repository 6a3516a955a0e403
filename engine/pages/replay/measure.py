"""The values of the Replay page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.arrays import Array
from engine.core.quantity import Quantity, Readout
from engine.core.underflow import small_note
from engine.numerics.scaled import digits_note
from engine.numerics.spread import variance
from engine.pages.replay import quantities as q
from engine.pages.replay.gather import Gathered
from engine.weights.replay import Prioritised

ROUNDING = 1e-14
TOO_LARGE = "finite but above 1.8e308"
NEVER_FORGOTTEN = "a state is kept for more than 5,000 steps: not simulated"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _updates(gathered)
    yield from _probabilities(gathered)
    yield from _stale(gathered)


def _updates(gathered: Gathered) -> Iterator[Readout]:
    found, n = gathered.found, gathered.draws.updates.count
    drawn = found.probabilities > 0.0
    for quantity, value, rounding in (
        (q.UNIFORM, found.uniform_mean, found.rounding),
        (q.MEAN, found.mean_update, found.rounding),
        (q.BIAS, found.bias, found.bias_rounding),
    ):
        yield quantity.exact(value, digits_note(value, rounding))
    error = math.sqrt(found.variance_update / n)
    yield q.MEASURED_MEAN.estimated(float(gathered.draws.updates.mean[0]), error)
    updates = found.raw_weights[drawn] * gathered.buffer.td_errors[drawn]
    yield _spread(q.VARIANCE, found.variance_update, updates)
    spread = _error_of_variance(found) / math.sqrt(n)
    note = TOO_LARGE if math.isinf(spread) else ""
    yield q.MEASURED_VARIANCE.estimated(float(gathered.draws.squares.mean[0]), spread, note)
    errors = gathered.buffer.td_errors
    yield _spread(q.UNIFORM_VARIANCE, variance(errors), errors)


def _error_of_variance(found: Prioritised) -> float:
    """Of one draw: the root of the fourth moment less the squared variance."""
    square, fourth = found.variance_update, found.fourth_update
    if math.isinf(fourth) or square == 0.0:
        return fourth
    return square * math.sqrt(max(fourth / square / square - 1.0, 0.0))


def _probabilities(gathered: Gathered) -> Iterator[Readout]:
    found = gathered.found
    P = found.probabilities
    yield q.LARGEST.exact(float(P.max()))
    yield q.SHARE.exact(1.0 / (len(P) * float(P @ P)))
    smallest = float(found.weights[P > 0.0].min())
    yield q.SMALLEST_WEIGHT.exact(smallest, small_note(smallest, is_zero=False))


def _stale(gathered: Gathered) -> Iterator[Readout]:
    stale, found = gathered.stale, gathered.simulated
    yield q.W_OLD.exact(stale.w_old)
    for i, (exact, measured, value) in enumerate(
        (
            (q.STORED, q.MEASURED_STORED, stale.stored()),
            (q.ZERO, q.MEASURED_ZERO, stale.zero()),
        )
    ):
        yield _or_large(exact, value, small_note(value, is_zero=_nothing(gathered, i)))
        if found is None:
            yield measured.unknown(NEVER_FORGOTTEN)
            continue
        # The distance of the states is Gaussian, so that the KL's deviation is sqrt 2 its mean.
        error = value * math.sqrt(2.0 / gathered.sequences)
        yield measured.estimated(float(found.mean[i]), error)


def _nothing(gathered: Gathered, index: int) -> bool:
    """Whether a KL of 0 is one, and not only too small for a number."""
    stale = gathered.stale
    same = stale.rate * stale.age == 0.0 and index == 0
    return same or 0.0 in (stale.u, stale.v) or (stale.w == 0.0 and stale.burn_in > 0)


def _spread(quantity: Quantity, square: float, values: Array) -> Readout:
    """A variance, which has few digits where all values are nearly the same."""
    rounding = ROUNDING * float(np.max(np.abs(values)))
    note = digits_note(square, rounding * (2.0 * math.sqrt(square) + rounding))
    return _or_large(quantity, square, note)


def _or_large(quantity: Quantity, value: float, note: str = "") -> Readout:
    return quantity.exact(value, TOO_LARGE if math.isinf(value) else note)
