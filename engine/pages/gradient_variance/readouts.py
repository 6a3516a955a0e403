"""The numbers and the warnings of the Gradients page."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import value_text
from engine.core.quantity import Readout, undeclared
from engine.core.underflow import TOO_SMALL, small_note
from engine.divergence.kl_losses import ESTIMATORS as KL_ESTIMATORS
from engine.gradients.estimators.estimator import Estimator
from engine.page.scene import Scene
from engine.pages.gradient_variance.facts import Facts
from engine.pages.gradient_variance.pictures import bias
from engine.pages.gradient_variance.precision import (
    baseline_note,
    bias_note,
    error_note,
    needed,
    variance_note,
)
from engine.pages.gradient_variance.result import BaselineCurve, KlLosses
from engine.weights.exact.powers import RARE

FEW_BATCHES = 20
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
        yield undeclared(
            f"true gradient {WORDS[by]}",
            value,
            note=small_note(value, facts.vanishes(index)),
            unit="",
            help=f"d E f / d {by} of the policy p, in closed form.",
            place=(f"true gradient · {by}", "mean"),
        )


def _estimator(facts: Facts, estimator: Estimator) -> Iterator[Readout]:
    name = estimator.name
    variances = facts.exact_variances(name)
    for index, by in enumerate(facts.by):
        word, row = WORDS[by], f"{estimator.label} · {by}"
        yield from _means(facts, estimator, index, word, row)
        exact = not math.isnan(float(variances[index]))
        if exact:
            yield _variance(facts, estimator, index, row)
        yield from _measured(facts, estimator, index, word, row)
        if exact:
            yield from _errors(facts, estimator, index, row)


def _means(
    facts: Facts, estimator: Estimator, index: int, word: str, row: str
) -> Iterator[Readout]:
    exact = float(facts.exact_means(estimator.name)[index])
    if not math.isnan(exact):
        yield undeclared(
            f"{estimator.name} mean {word}",
            exact,
            note=small_note(exact, facts.vanishes(index, estimator)),
            unit="",
            help=f"Expected estimate of {estimator.formula}.",
            place=(row, "mean"),
        )
    mean, error = (float(each[index]) for each in facts.measured_means(estimator.name))
    if not math.isnan(mean):
        yield undeclared(
            f"{estimator.name} measured mean {word}",
            mean,
            error,
            "estimated",
            _doubt(facts, estimator),
            unit="",
            help=f"Mean of {facts.samples.repetitions:,} estimates from batches of "
            f"{facts.samples.batch_size:,}; its error by the exact variance, where that is known.",
            place=(row, "measured mean"),
        )
    away, spread = (float(each[index]) for each in bias(facts, estimator.name))
    if math.isnan(away):
        return
    known = spread == 0.0 and estimator.name in facts.exact
    yield undeclared(
        f"{estimator.name} bias {word}",
        away,
        None if known else spread,
        "exact" if known else "estimated",
        note=bias_note(facts, estimator, away, index) if known else "",
        unit="",
        help="Expected estimate less the true gradient.",
        place=(row, "bias"),
    )


def _variance(facts: Facts, estimator: Estimator, index: int, row: str) -> Readout:
    n = facts.setting.batch_size
    depends = f" It depends on N, here {n:,}." if estimator.uses_batch else ""
    return undeclared(
        f"{estimator.name} variance {WORDS[facts.by[index]]}",
        float(facts.exact_variances(estimator.name)[index]),
        note=variance_note(facts, estimator, index),
        unit="",
        help=f"Exact variance per sample: N times that of an estimate from N samples.{depends}",
        place=(row, "variance"),
    )


def _errors(facts: Facts, estimator: Estimator, index: int, row: str) -> Iterator[Readout]:
    n, word = facts.setting.batch_size, WORDS[facts.by[index]]
    if variance_note(facts, estimator, index) == TOO_SMALL:
        return  # its root need not be
    yield undeclared(
        f"{estimator.name} standard error {word}",
        float(facts.exact_deviations(estimator.name)[index]) / math.sqrt(n),
        note=error_note(facts, estimator, index),
        unit="",
        help=f"Exact standard deviation of an estimate from a batch of N = {n:,}.",
        place=(row, f"error, N = {n:,}"),
    )
    name, place = f"{estimator.name} samples needed {word}", (row, "n for 10 %")
    text = "Samples for a standard error of 10 % of the expected estimate; at least 1."
    found = needed(facts, estimator, index)
    if found is None:
        return
    count, note = found
    away = float(bias(facts, estimator.name)[0][index])
    if away != 0.0 and not note:
        note = f"biased: {value_text(away, 4)} stays, however many"
    yield undeclared(name, count, note=note, unit="", help=text, place=place)


def _measured(
    facts: Facts, estimator: Estimator, index: int, word: str, row: str
) -> Iterator[Readout]:
    variance, error = (float(each[index]) for each in facts.measured_variances(estimator.name))
    if math.isnan(variance):
        return
    yield undeclared(
        f"{estimator.name} measured variance {word}",
        variance,
        error,
        "estimated",
        _doubt(facts, estimator),
        unit="",
        help=f"N times the variance of {facts.samples.repetitions:,} estimates; its error by the "
        "exact variance and the kurtosis of its law, where these are known.",
        place=(row, "measured variance"),
    )


def _doubt(facts: Facts, estimator: Estimator) -> str:
    """Why a measured number cannot be trusted, if so."""
    n = facts.setting.batch_size
    if any(math.isinf(each.variance) for each in facts.exact.get(estimator.name, {}).values()):
        return "its variance is infinite: the error cannot be trusted"
    law = facts.law_errors(estimator.name)
    if law is not None and law.rare:
        return RARE
    divided = estimator.name == "score_function/leave_one_out_standardised"
    if divided and n < 5 and facts.setting.deviation_floor == 0.0:
        what = "no mean" if n == 3 else "infinite variance"
        return f"with N = {n} it has {what}: the error cannot be trusted"
    return ""


def _baselines(facts: Facts, curve: BaselineCurve) -> Iterator[Readout]:
    names = ("E f", *(f"best b {WORDS[by]}" for by in facts.by), "best b total")
    helps = (
        "The expected reward.",
        *(f"The b with which the variance by {by} is least: E f s² / E s²." for by in facts.by),
        "The b with which the sum of both variances is least.",
    )
    for name, value, text in zip(names, curve.mark_b[1:].tolist(), helps, strict=True):
        note = baseline_note(facts, value)
        yield undeclared(name, value, note=note, unit="", help=text, place=(name, "mean"))


def _kl(kl: KlLosses) -> Iterator[Readout]:
    """Gradients with respect to q."""
    rows = [("true", "∇KL(q‖p)", kl.true)]
    for kind, words, values in (("loss", "as loss", kl.loss), ("reward", "in reward", kl.reward)):
        for name, value in zip(KL_ESTIMATORS, values, strict=True):
            rows.append((f"{name} {kind}", f"{name} {words}", value))
    for name, words, value in rows:
        for index, by in enumerate(kl.by):
            yield undeclared(
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
