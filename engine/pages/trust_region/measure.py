"""The values of the Trust region page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.arrays import Array
from engine.core.quantity import Readout
from engine.divergence.closed_forms import kl
from engine.gradients.natural.move import Move
from engine.gradients.natural.objective import slopes
from engine.numerics.scaled import digits_note
from engine.pages.trust_region import quantities as q
from engine.pages.trust_region.gather import Gathered
from engine.pages.trust_region.steps import METHODS, NO_STEP, ONE_OF_MANY, is_level

EPSILON = 2.0**-52
OVERFLOWS = "above 1.8e308"
_KLS = q.KL_OLD_NEW, q.KL_NEW_OLD


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    place = 2
    for name in METHODS:
        move = gathered.steps[name]
        if move is None:
            yield from (group[name].unknown(NO_STEP) for group in q.OF_EACH)
            continue
        yield from _exact(gathered, name, move)
        yield from _measured(gathered, name, place)
        place += 3
    yield from _of_p(gathered)
    yield from _of_q(gathered)


def _exact(gathered: Gathered, name: str, move: Move) -> Iterator[Readout]:
    start, shown, options = gathered.start, gathered.shown, gathered.options
    many = name == "best" and is_level(start, options.delta, options.measured_by)
    growth = _growth_rounding(move)
    for quantity, (value, error) in zip(_KLS, _rounded(move, growth), strict=True):
        yield quantity[name].exact(value, ONE_OF_MANY if many else _note(value, error))
    value = start.land.value(move)
    yield q.RETURN[name].exact(value, _note(value, _return_rounding(gathered, move, growth)))
    yield q.DISTANCE[name].exact(move.distance, ONE_OF_MANY if many else "")
    mean, std = (float(each[shown]) for each in move.there(start.policy.mean, start.policy.std))
    size = abs(float(start.policy.mean[shown])) + abs(mean)
    note = _note(mean, 4.0 * EPSILON * size)
    yield q.MEAN[name].exact(mean, ONE_OF_MANY if many else note)
    note = _note(std, std * float(growth[shown]))
    yield q.STD[name].exact(std, ONE_OF_MANY if many else note)


def _measured(gathered: Gathered, name: str, place: int) -> Iterator[Readout]:
    """From the three rows of the samples that begin at ``place``."""
    mean, error = gathered.samples.mean, gathered.samples.standard_error
    groups = q.KL_OLD_NEW_MEASURED, q.KL_NEW_OLD_MEASURED, q.RETURN_MEASURED
    for i, group in enumerate(groups, place):
        yield group[name].estimated(float(mean[i]), float(error[i]))


def _of_p(gathered: Gathered) -> Iterator[Readout]:
    scene, start, shown = gathered.scene, gathered.start, gathered.shown
    for quantity, value in (
        (q.P_OLD_NEW, kl(scene.q, scene.p)),
        (q.P_NEW_OLD, kl(scene.p, scene.q)),
    ):
        yield quantity.exact(value, OVERFLOWS if math.isinf(value) else "")
    mean, std = start.policy.of(scene.p)
    each = [
        slopes(start.land.objective, *pair)
        for pair in zip(mean.tolist(), std.tolist(), strict=True)
    ]
    value = sum(found.value for found in each)
    rounding = 8.0 * EPSILON * sum(abs(found.value) for found in each)
    if scene.dimension > 1:
        rounding += (
            8.0
            * EPSILON
            * sum(abs(found.by_mu) * float(np.max(np.abs(scene.p.mean))) for found in each)
        )
    yield q.P_RETURN.exact(value, _note(value, rounding))
    growth = math.log(std[shown] / start.policy.std[shown])
    shift = (mean[shown] - start.policy.mean[shown]) / start.policy.std[shown]
    yield q.P_DISTANCE.exact(Move(np.array([shift]), np.array([growth])).distance)


def _of_q(gathered: Gathered) -> Iterator[Readout]:
    start, shown, samples = gathered.start, gathered.shown, gathered.samples
    nothing = np.zeros_like(start.by_shift)
    value = start.land.value(Move(nothing, nothing))
    yield q.Q_RETURN.exact(value)
    std = float(start.policy.std[shown])
    for i, (exact, estimate, slope) in enumerate((
        (q.BY_MU, q.BY_MU_MEASURED, start.by_shift),
        (q.BY_SIGMA, q.BY_SIGMA_MEASURED, start.by_growth),
    )):  # fmt: skip
        yield exact.exact(float(slope[shown]) / std)
        error = float(samples.standard_error[i]) / std
        yield estimate.estimated(float(samples.mean[i]) / std, error)


def _growth_rounding(move: Move) -> Array:
    """Of v: a sigma that is next to nothing keeps few digits of 1 + rise."""
    with np.errstate(over="ignore"):
        return np.asarray(8.0 * EPSILON * (np.abs(move.growth) + np.abs(np.expm1(-move.growth))))


def _rounded(move: Move, growth: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    """KL(old||new) and KL(new||old), each with a bound on its rounding by that of v."""
    v, kl_old_new, kl_new_old = move.growth, move.old_new, move.new_old
    with np.errstate(over="ignore"):
        across = np.square(move.shift * np.exp(-v))
        old_new = np.sum(growth * (across + np.abs(np.expm1(-2.0 * v))))
        new_old = np.sum(growth * np.abs(np.expm1(2.0 * v)))
    return (
        (kl_old_new, float(old_new) + 16.0 * EPSILON * kl_old_new),
        (kl_new_old, float(new_old) + 16.0 * EPSILON * kl_new_old),
    )


def _return_rounding(gathered: Gathered, move: Move, growth: Array) -> float:
    start, total = gathered.start, 0.0
    for i, (m, v) in enumerate(zip(move.shift.tolist(), move.growth.tolist(), strict=True)):
        found = start.land.at(i, m, v)
        away = (abs(start.land.mean[i]) + abs(start.land.std[i] * m)) / start.land.std[i]
        total += 4.0 * EPSILON * (abs(found.value) + abs(found.by_mu) * away)
        total += abs(found.by_sigma) * float(growth[i])
    return total


def _note(value: float, rounding: float) -> str:
    return OVERFLOWS if math.isinf(value) else digits_note(value, rounding)
