"""The numbers and the warnings of the Gradients page."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

import numpy as np

from engine.estimators.estimator import Estimator
from engine.gradient_facts import Facts
from engine.gradient_pictures import bias
from engine.gradient_result import BaselineCurve, KlLosses
from engine.gradient_variance import samples_needed
from engine.kl_losses import ESTIMATORS as KL_ESTIMATORS
from engine.number_format import value_text
from engine.readout import Readout
from engine.scene import Scene

RELATIVE_ERROR = 0.1
FEW_BATCHES = 20
SMALLEST = sys.float_info.min  # with all its digits
TOO_SMALL = "not 0, but too small for a number"
FEW_DIGITS = "so small that a number holds only some of its digits"
WORDS = {"μ": "mu", "σ": "sigma", "log σ": "log sigma"}


def readouts(facts: Facts, curve: BaselineCurve, kl: KlLosses | str) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table."""
    return (
        *_truth(facts),
        *(each for one in facts.estimators for each in _estimator(facts, one)),
        *_baselines(facts, curve),
        *([] if isinstance(kl, str) else _kl(kl)),
    )


def _truth(facts: Facts) -> Iterator[Readout]:
    for index, by in enumerate(facts.by):
        value = float(facts.true[index])
        yield Readout(
            f"true gradient {WORDS[by]}",
            value,
            note=_small_note(value, facts.vanishes(index)),
            unit="",
            help=f"d E f / d {by} of the policy p, in closed form.",
            place=(f"true gradient · {by}", "mean"),
        )


def _estimator(facts: Facts, estimator: Estimator) -> Iterator[Readout]:
    name = estimator.name
    exact, variances = facts.exact_means(name), facts.exact_variances(name)
    for index, by in enumerate(facts.by):
        word, row = WORDS[by], f"{estimator.label} · {by}"
        yield from _means(facts, estimator, index, word, row)
        variance = float(variances[index])
        if not math.isnan(variance):
            yield _variance(facts, estimator, variance, index, row)
        yield from _measured(facts, estimator, index, word, row)
        if not math.isnan(variance):
            yield from _errors(facts, estimator, float(exact[index]), variance, index, row)


def _means(
    facts: Facts, estimator: Estimator, index: int, word: str, row: str
) -> Iterator[Readout]:
    exact = float(facts.exact_means(estimator.name)[index])
    if not math.isnan(exact):
        yield Readout(
            f"{estimator.name} mean {word}",
            exact,
            note=_small_note(exact, facts.vanishes(index, estimator)),
            unit="",
            help=f"Expected estimate of {estimator.formula}.",
            place=(row, "mean"),
        )
    mean, error = (float(each[index]) for each in facts.measured_means(estimator.name))
    if not math.isnan(mean):
        yield Readout(
            f"{estimator.name} measured mean {word}",
            mean,
            error,
            "estimated",
            _doubt(facts, estimator),
            unit="",
            help=f"Mean of {facts.samples.repetitions:,} estimates from batches of "
            f"{facts.samples.batch_size:,}.",
            place=(row, "measured mean"),
        )
    away, spread = (float(each[index]) for each in bias(facts, estimator.name))
    if math.isnan(away):
        return
    known = spread == 0.0 and estimator.name in facts.exact
    yield Readout(
        f"{estimator.name} bias {word}",
        away,
        None if known else spread,
        "exact" if known else "estimated",
        note=_small_note(away, away == 0.0) if known else "",
        unit="",
        help="Expected estimate less the true gradient.",
        place=(row, "bias"),
    )


def _variance(facts: Facts, estimator: Estimator, variance: float, index: int, row: str) -> Readout:
    n = facts.setting.batch_size
    depends = f" It depends on N, here {n:,}." if estimator.uses_batch else ""
    return Readout(
        f"{estimator.name} variance {WORDS[facts.by[index]]}",
        variance,
        note=_variance_note(facts, estimator, variance, index),
        unit="",
        help=f"Exact variance per sample: N times that of an estimate from N samples.{depends}",
        place=(row, "variance"),
    )


def _errors(
    facts: Facts, estimator: Estimator, mean: float, variance: float, index: int, row: str
) -> Iterator[Readout]:
    n, word = facts.setting.batch_size, WORDS[facts.by[index]]
    note = _variance_note(facts, estimator, variance, index)
    yield Readout(
        f"{estimator.name} standard error {word}",
        math.sqrt(variance / n),
        note=note,
        unit="",
        help=f"Exact standard deviation of an estimate from a batch of N = {n:,}.",
        place=(row, f"error, N = {n:,}"),
    )
    needed, reason = _needed(mean, variance, facts.vanishes(index, estimator), note == TOO_SMALL)
    away = float(bias(facts, estimator.name)[0][index])
    if away != 0.0 and not reason:
        reason = f"biased: {value_text(away, 4)} stays, however many"
    yield Readout(
        f"{estimator.name} samples needed {word}",
        needed,
        note=reason if note in ("", TOO_SMALL, FEW_DIGITS) else note,
        unit="",
        help="Samples for a standard error of 10 % of the expected estimate; at least 1.",
        place=(row, "n for 10 %"),
    )


def _needed(
    mean: float, variance: float, vanishes: bool, too_small: bool = False
) -> tuple[float, str]:
    """Samples, and why they are infinite; ``vanishes``: the gradient is 0, ``too_small``: the
    variance is not, though its number is."""
    needed = math.inf if too_small else samples_needed(mean, variance, RELATIVE_ERROR)
    if not math.isinf(needed):
        return float(math.ceil(needed * (1.0 - 1e-12))), ""
    if vanishes:
        return needed, "infinite: the gradient is 0, no error is a share of it"
    return needed, "beyond 1.8e308: the gradient is next to nothing beside its deviation"


def _variance_note(facts: Facts, estimator: Estimator, variance: float, index: int) -> str:
    """Why a variance is infinite, or not the 0 that it seems to be."""
    if math.isinf(variance):
        return _infinite_note(facts)
    single = estimator.name == "score_function/batch_mean" and facts.setting.batch_size == 1
    # Those that vanish far out; of the others a variance of 0 is one.
    fading = facts.setting.objective.name in ("exp", "step")
    return _small_note(variance, single or not fading or facts.vanishes(index, estimator))


def _small_note(value: float, is_zero: bool) -> str:
    """What a value hides that has underflowed."""
    if value == 0.0:
        return "" if is_zero else TOO_SMALL
    return FEW_DIGITS if abs(value) < SMALLEST else ""


def _measured(
    facts: Facts, estimator: Estimator, index: int, word: str, row: str
) -> Iterator[Readout]:
    variance, error = (float(each[index]) for each in facts.measured_variances(estimator.name))
    if math.isnan(variance):
        return
    yield Readout(
        f"{estimator.name} measured variance {word}",
        variance,
        error,
        "estimated",
        _doubt(facts, estimator),
        unit="",
        help=f"N times the variance of {facts.samples.repetitions:,} estimates; its error is from "
        "their fourth moment.",
        place=(row, "measured variance"),
    )


def _doubt(facts: Facts, estimator: Estimator) -> str:
    """Why a measured number cannot be trusted, if so."""
    n = facts.setting.batch_size
    if any(math.isinf(each.variance) for each in facts.exact.get(estimator.name, {}).values()):
        return "its variance is infinite: the error cannot be trusted"
    divided = estimator.name == "score_function/leave_one_out_standardised"
    if divided and n < 5 and facts.setting.deviation_floor == 0.0:
        what = "no mean" if n == 3 else "infinite variance"
        return f"with N = {n} it has {what}: the error cannot be trusted"
    return ""


def _infinite_note(facts: Facts) -> str:
    p, q = facts.setting.std, facts.setting.behaviour[1]
    return (
        f"infinite: σp² = {value_text(p**2, 4)} against σq² = {value_text(q**2, 4)}: E w² f² "
        "diverges, or passes 1.8e308"
    )


def _baselines(facts: Facts, curve: BaselineCurve) -> Iterator[Readout]:
    names = ("E f", *(f"best b {WORDS[by]}" for by in facts.by), "best b total")
    helps = (
        "The expected reward.",
        *(f"The b with which the variance by {by} is least: E f s² / E s²." for by in facts.by),
        "The b with which the sum of both variances is least.",
    )
    objective = facts.setting.objective
    fading = objective.name in ("exp", "step") and objective.scale != 0.0
    for name, value, text in zip(names, curve.mark_b[1:].tolist(), helps, strict=True):
        # With a constant a baseline of 0 is a sum that cancels.
        note = _small_note(value, not fading or objective.constant != 0.0)
        yield Readout(name, value, note=note, unit="", help=text, place=(name, "mean"))


def _kl(kl: KlLosses) -> Iterator[Readout]:
    """Gradients with respect to q."""
    rows = [("true", "∇KL(q‖p)", kl.true)]
    for kind, words, values in (("loss", "as loss", kl.loss), ("reward", "in reward", kl.reward)):
        for name, value in zip(KL_ESTIMATORS, values, strict=True):
            rows.append((f"{name} {kind}", f"{name} {words}", value))
    for name, words, value in rows:
        for index, by in enumerate(kl.by):
            yield Readout(
                f"KL gradient {name} {WORDS.get(by, by)}",
                float(value[index]),
                unit="nats",
                help=f"By {by} of q: {words}; the expected gradient, in closed form.",
                place=(f"{words} · {by} of q", "mean"),
            )


def banners(scene: Scene, facts: Facts, reward: str) -> tuple[str, ...]:
    """What must be known before a number is trusted."""
    found = [
        f"No {estimator.label}: {facts.samples.refused[estimator.name]}."
        for estimator in facts.estimators
        if estimator.name in facts.samples.refused
    ]
    if any(math.isinf(v.variance) for each in facts.exact.values() for v in each.values()):
        p, q = facts.setting.std, facts.setting.behaviour[1]
        found.append(
            f"Off-policy estimates have infinite variance: σp = {value_text(p, 3)}, "
            f"σq = {value_text(q, 3)}. Their measured variance means nothing."
        )
    batches = facts.samples.repetitions
    if batches < FEW_BATCHES:
        found.append(
            f"Only {batches} batches of {facts.setting.batch_size:,}: too few to measure a variance"
            " or an error by. Take more samples n, or a smaller N."
        )
    covariance = scene.p.covariance
    if reward == "sum" and np.any(covariance != np.diag(np.diag(covariance))):
        found.append("The sum is over independent coordinates: p's correlation is left out.")
    return tuple(found)
