"""The values of the Off-policy page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Quantity, Readout
from engine.core.underflow import SMALLEST, TOO_SMALL, small_note
from engine.divergence.closed_forms import chi_square, kl, log1p_chi_square
from engine.numerics.scaled import digits_note
from engine.pages.off_policy import quantities as q
from engine.pages.off_policy.gather import PER_DECISION, TARGETS, WHOLE, Gathered
from engine.trajectories.measured import heavy_tails
from engine.weights.clipped_moments import clip_shift
from engine.weights.vtrace_policy import clipped_policy

INFINITE = "infinite: p has twice the variance of μ or more, so E w² diverges"
TOO_LARGE = "finite but above 1.8e308"
UNTRUSTED = "its variance is infinite: the error cannot be trusted"
MISSED_THEM = "the few trajectories of large weight were missed: trust no error"
OVERFLOWS = "weights of whole trajectories outgrow doubles here"
NOT_KNOWN = "its terms outgrow doubles here"
ROUNDING = 2e-15
MISSED = 0.3  # of the exact variance, below which the samples have missed the large weights


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _weights(gathered)
    yield from _returns(gathered)
    for name in TARGETS:
        yield from _target(gathered, name)


def _weights(gathered: Gathered) -> Iterator[Readout]:
    target, behaviour = gathered.pair.policies
    yield q.KL.exact(kl(behaviour, target))
    chi2, log = chi_square(target, behaviour), log1p_chi_square(target, behaviour)
    infinite = INFINITE if math.isinf(log) else TOO_LARGE
    yield q.CHI_SQUARE.exact(chi2, infinite if math.isinf(chi2) else "")
    left = math.exp(-log * gathered.pair.task.T)
    yield q.SHARE.exact(left, small_note(left, is_zero=math.isinf(log)))


def _returns(gathered: Gathered) -> Iterator[Readout]:
    pair, clip = gathered.pair, gathered.options.clip_rho
    target = pair.task.expected_return()
    bias, rounding = pair.bounded_value_bias(clip)
    found = clipped_policy(*pair.policies, clip)
    yield q.TARGET_RETURN.exact(target)
    yield q.BEHAVIOUR_RETURN.exact(pair.behaviour.expected_return())
    yield q.CLIPPED_RETURN.exact(pair.clipped_value(clip))
    yield q.CLIPPED_BIAS.exact(bias, _note(bias, rounding))
    mean = pair.task.c + clip_shift(*pair.policies, clip).mean
    size = abs(pair.task.c) + abs(pair.offset) + pair.task.sigma
    yield q.CLIPPED_MEAN.exact(mean, digits_note(mean, ROUNDING * size))
    std = math.sqrt(found.variance)
    yield q.CLIPPED_STD.exact(std, digits_note(std, ROUNDING * size))
    mass = found.normaliser
    yield q.NORMALISER.exact(mass, small_note(mass, is_zero=False))


def _target(gathered: Gathered, name: str) -> Iterator[Readout]:
    of, exact, measured = q.OF[name], gathered.exact[name], gathered.measured[name]
    yield _known(of["mean"], exact.mean, exact.bias_error)
    yield _known(of["bias"], exact.bias, exact.bias_error)
    infinite = math.isinf(exact.variance)
    note = _note(exact.variance, exact.variance_error)
    if exact.variance == 0.0 and _mass(gathered) < SMALLEST:
        note = TOO_SMALL
    if infinite:
        note = _why_infinite(gathered, name)
    yield of["variance"].exact(exact.variance, note)
    if not measured.finite:
        yield of["measured mean"].unknown(OVERFLOWS)
        yield of["measured variance"].unknown(OVERFLOWS)
        return
    error = math.sqrt(exact.whole_variance / gathered.trajectories)
    missed = measured.variance < MISSED * exact.variance
    note = UNTRUSTED if infinite else MISSED_THEM if missed else ""
    yield of["measured mean"].estimated(measured.mean, error, note)
    heavy = heavy_tails(measured.variance, measured.variance_error)
    note = UNTRUSTED if infinite else MISSED_THEM if missed else heavy
    yield of["measured variance"].estimated(measured.variance, measured.variance_error, note)


def _mass(gathered: Gathered) -> float:
    """Of all clipped weights."""
    return clipped_policy(*gathered.pair.policies, gathered.options.clip_rho).normaliser


def _why_infinite(gathered: Gathered, name: str) -> str:
    diverges = math.isinf(log1p_chi_square(*gathered.pair.policies))
    return INFINITE if diverges and name in (PER_DECISION, WHOLE) else TOO_LARGE


def _known(quantity: Quantity, value: float, error: float) -> Readout:
    if not (math.isfinite(value) and math.isfinite(error)):
        return quantity.unknown(NOT_KNOWN)
    return quantity.exact(value, _note(value, error))


def _note(value: float, error: float) -> str:
    return digits_note(value, error) or small_note(value, is_zero=True)
