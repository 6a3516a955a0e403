"""The values of the squash page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import value_text
from engine.core.quantity import Readout
from engine.core.underflow import small_note
from engine.divergence.closed_forms import kl
from engine.pages.tanh_squashing import quantities as q
from engine.pages.tanh_squashing.gather import Gathered
from engine.pages.tanh_squashing.modes import distance_text, plane_modes
from engine.pages.tanh_squashing.samples import Estimate
from engine.squash.entropy import highest_entropy_std
from engine.squash.jacobian import log_distance_to_bound
from engine.squash.jacobian_formulas import FORMULAS, exact_error
from engine.squash.modes import bimodal_std

# An action nearer to its bound than e^this, of half the width, is described by its distance.
NEAR_BOUND = -7.0
LARGEST_LOG = math.log(1.79e308)
AS_IT_IS = "by the change of variables, whatever the mean and the std"
LOCAL = "a local maximum only: for large stds the objective rises without end"
NO_MAXIMUM = "infinite: the reward is bounded, and alpha log std rises without end"
AT_EDGE = "the end of the curve: the best std lies beyond"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    for each in PARTS:
        yield from each(gathered)


def _log_densities(gathered: Gathered) -> Iterator[Readout]:
    for name, u in q.PRE_TANH.items():
        for policy, squashed, _ in gathered.policies:
            at = np.full(squashed.dimension, u)
            value = float(squashed.log_density_from_pre_tanh(at))
            yield q.LOG_DENSITY[name][policy].exact(value)
    if not gathered.has_action:
        return
    a = gathered.options.action
    for policy, squashed, _ in gathered.policies:
        value = float(squashed.log_density(np.full(squashed.dimension, a)))
        edge = bool(np.any((squashed.low == a) | (squashed.high == a)))
        note = _no_density(a, edge) if math.isinf(value) else ""
        yield q.LOG_DENSITY_AT_ACTION[policy].exact(value, note)


def _no_density(action: float, edge: bool) -> str:
    if edge:
        return f"infinite: {value_text(action)} is a bound, towards which the density falls to 0"
    return "infinite: the density is below the smallest number"


def _areas(gathered: Gathered) -> Iterator[Readout]:
    for policy in q.POLICIES:
        yield q.AREA[policy].exact(1.0, AS_IT_IS)
        area, quantity = gathered.area_without(policy), q.AREA_WITHOUT[policy]
        note = "above 1.8e308" if math.isinf(area.value) else small_note(area.value, False)
        if area.standard_error:
            yield quantity.estimated(area.value, area.standard_error, note)
        else:
            yield quantity.exact(area.value, note)


def _moments(gathered: Gathered) -> Iterator[Readout]:
    for policy, _, one in gathered.policies:
        mean, variance = float(one.mean()[0]), float(one.variance()[0])
        yield q.MEAN[policy].exact(mean, small_note(mean, True))
        yield q.VARIANCE[policy].exact(variance, small_note(variance, False))


def _modes(gathered: Gathered) -> Iterator[Readout]:
    for policy, squashed, one in gathered.policies:
        if gathered.scene.dimension == 2:
            places = plane_modes(squashed.gaussian)
            actions = squashed.action(places)
        else:
            places = np.array(one.modes().pre_tanh)[:, np.newaxis]
            actions = one.action(places)
        yield q.MODES[policy].exact(float(len(places)))
        for number, (u, action) in enumerate(zip(places, actions, strict=True), 1):
            for axis, (each, value) in enumerate(zip(u.tolist(), action.tolist(), strict=True), 1):
                quantity = q.MODE[number] if len(u) == 1 else q.PLANE_MODE[number, axis]
                yield quantity[policy].exact(value, _where(each))
    for policy, _, one in gathered.policies:
        yield q.BIMODAL_STD[policy].exact(bimodal_std(float(one.gaussian.mean[0])))


def _where(u: float) -> str:
    log_distance = float(log_distance_to_bound(u))
    if log_distance < NEAR_BOUND:
        distance = distance_text(log_distance)
        return f"at u = {value_text(u)}, {distance} of half the width from the bound"
    return f"at u = {value_text(u)}"


def _entropies(gathered: Gathered) -> Iterator[Readout]:
    for policy, squashed, _ in gathered.policies:
        yield q.BASE_ENTROPY[policy].exact(squashed.base_entropy())
        yield q.JACOBIAN_TERM[policy].exact(squashed.jacobian_term())
        yield q.ENTROPY[policy].exact(squashed.entropy())
    for policy, _, one in gathered.policies:
        yield q.BEST_STD[policy].exact(highest_entropy_std(float(one.gaussian.mean[0])))


def _divergences(gathered: Gathered) -> Iterator[Readout]:
    p, other = gathered.scene.p, gathered.scene.q
    for policy, exact, samples in (
        ("p", kl(p, other), gathered.p_samples),
        ("q", kl(other, p), gathered.q_samples),
    ):
        yield q.KL[policy].exact(exact)
        for quantity, name in ((q.KL_BEFORE, "kl_before"), (q.KL_AFTER, "kl_after")):
            found = samples.estimate(name)
            yield quantity[policy].estimated(found.value + 0.0, found.standard_error)


def _ratios(gathered: Gathered) -> Iterator[Readout]:
    for ratio in gathered.ratios():
        if ratio.log_mean is not None:
            yield from _exact_ratio(ratio.side, ratio.log_mean)
        if gathered.q_samples.held == 0:
            sampled = ratio.sampled
            note = _tail_note(ratio.log_mean, sampled) or ratio.error.trust
            yield q.RATIO[ratio.side].estimated(sampled.value, ratio.error.value, note)


def _exact_ratio(side: str, log_mean: float) -> Iterator[Readout]:
    if log_mean >= LARGEST_LOG:
        note = f"finite, but above 1.8e308: its logarithm is {value_text(log_mean)}"
        yield q.EXACT_RATIO[side].exact(math.inf, note)
    else:
        mean = math.exp(log_mean)
        yield q.EXACT_RATIO[side].exact(mean, small_note(mean, False))
    if math.isfinite(log_mean):
        yield q.LOG_RATIO[side].exact(log_mean)


def _tail_note(log_mean: float | None, sampled: Estimate) -> str:
    """A warning where the error does not tell how far the mean of the samples is off."""
    if log_mean is None or log_mean == -math.inf:
        return ""
    if sampled.value > 0.0:
        away = abs(math.log(sampled.value) - log_mean)
        if away < max(0.1, 5.0 * sampled.standard_error / sampled.value):
            return ""
    return (
        f"a few samples carry the mean, whose logarithm is {value_text(log_mean, 4)}: neither this "
        "value nor its error can be trusted"
    )


def _objective(gathered: Gathered) -> Iterator[Readout]:
    objective = gathered.objective()
    best, peaks = objective.best_with, objective.peaks_without
    yield q.BEST_WITH.exact(best.std, AT_EDGE if best.at_edge else "")
    if peaks:
        highest = max(peaks, key=lambda peak: peak.objective)
        yield q.BEST_WITHOUT.exact(highest.std, LOCAL)
    else:
        yield q.BEST_WITHOUT.exact(math.inf, NO_MAXIMUM)


def _precision(gathered: Gathered) -> Iterator[Readout]:
    for formula in FORMULAS:
        for digits in q.DIGITS:
            error = exact_error(formula, gathered.options.cursor, digits)
            note = "infinite: 1 - tanh² has rounded to 0" if math.isinf(error) else ""
            yield q.FORMULA_ERROR[formula.name, digits].exact(error, note)


PARTS = (
    _log_densities,
    _areas,
    _moments,
    _modes,
    _entropies,
    _divergences,
    _ratios,
    _objective,
    _precision,
)
