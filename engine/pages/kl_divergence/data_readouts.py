"""The numbers and the warnings of the KL page for own data."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Readout, undeclared, unknown
from engine.data.facts import INDEPENDENT, UNKNOWN, DataFacts, mean_weight_banner
from engine.pages.kl_divergence.data_pass import ControlMoments
from engine.pages.kl_divergence.monte_carlo import KLSamples
from engine.pages.kl_divergence.readouts import FORMULAS
from engine.pages.kl_divergence.result import ControlVariate, NegativeBatches
from engine.weights.pareto.smoothing import not_reliable, reliability_threshold
from engine.weights.rows.first_look import FirstLook
from engine.weights.rows.independence import dependence_banner

TOO_FEW = "too few rows for 10 batches"
HEAVY = "do not trust this error"


def readouts(
    facts: DataFacts,
    look: FirstLook,
    samples: KLSamples,
    batches: NegativeBatches,
    control: ControlVariate,
    moments: ControlMoments | None,
    k_hat: float,
) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table; "exact" is unknown everywhere."""
    return (
        unknown("KL(q||p)", UNKNOWN, "What k1, k2 and k3 estimate.", ("KL(q||p)", "exact")),
        *_estimators(facts, look, samples, moments, k_hat),
        *_negative(samples, batches),
        *_weights(look, samples, k_hat),
        *_control(control, moments),
    )


def banners(
    look: FirstLook,
    samples: KLSamples,
    inverse: tuple[float, float],
    k_hat: float,
    time: float,
) -> Iterator[str]:
    """What must be known before a number is trusted."""
    if look.zeros:
        yield (
            f"KL(q||p) is infinite: at {look.zeros:,} of {look.n:,} rows log w = -inf, for there "
            "the new policy never does what was done."
        )
    if not look.ordinary:
        yield (
            f"A log-ratio is {look.high:.4g}: its weight's square is too large for a number, and "
            "k3 carries nothing else. Are these log-probabilities of the same samples?"
        )
    if look.all_equal:
        yield f"All log-ratios are {look.low:.6g}: there is nothing to estimate."
    yield from dependence_banner(look.n, time)
    if not look.all_equal and look.ordinary:
        mean = 1.0 + float(samples.moments.mean[3])
        error = float(samples.moments.standard_error[3])
        unreliable = k_hat >= reliability_threshold(look.n)
        yield from mean_weight_banner(mean, error, inverse, unreliable, time)


def _infinite_note(name: str, look: FirstLook) -> str:
    if look.zeros:
        return f"infinite: {look.zeros:,} rows have log w = -inf"
    if name in ("k3", "w") and not look.ordinary:
        return f"a log-ratio of {look.high:.4g} is too large for its square to be a number"
    return ""


def _heavy_note(look: FirstLook, k_hat: float) -> str:
    limit = reliability_threshold(look.n)
    if not math.isfinite(k_hat) or k_hat < limit:
        return ""
    return f"{not_reliable(k_hat, limit)}: {HEAVY}"


def _estimators(
    facts: DataFacts,
    look: FirstLook,
    samples: KLSamples,
    moments: ControlMoments | None,
    k_hat: float,
) -> Iterator[Readout]:
    n, errors = samples.moments.count, samples.moments.standard_error
    for index, name in enumerate(("k1", "k2", "k3")):
        error = float(errors[index])
        note = _infinite_note(name, look) or (_heavy_note(look, k_hat) if name == "k3" else "")
        yield undeclared(
            f"{name} estimate",
            float(samples.moments.mean[index]) + 0.0,
            error,
            "estimated",
            note,
            help=f"Mean over {n:,} rows of {facts.file}. {FORMULAS[name]} {INDEPENDENT}",
            place=(name, "estimate"),
        )
        yield unknown(f"{name} exact", UNKNOWN, f"The expectation of one {name}.", (name, "exact"))
        if moments is not None:
            std, of_std = moments.std(name)
            yield undeclared(
                f"{name} std",
                std,
                of_std,
                "estimated",
                note,
                help=f"Standard deviation of one {name} among the rows; over sqrt n it is the "
                "error of the mean.",
                place=(name, "std"),
            )


def _negative(samples: KLSamples, batches: NegativeBatches) -> Iterator[Readout]:
    n = samples.moments.count
    share, hedged = samples.negative / n, (samples.negative + 1.0) / (n + 2.0)
    yield undeclared(
        "share of k1 < 0",
        share,
        math.sqrt(hedged * (1.0 - hedged) / n),
        "estimated",
        unit="",
        help="Share of the rows with w > 1, whose k1 is negative.",
        place=("share of k1 < 0", "estimate"),
    )
    size = f"{batches.chosen_batch:,}"
    name, place = f"P(mean of {size} k1 < 0)", (f"P(mean of {size} k1 < 0)", "estimate")
    text = f"Share of the batches of {size} consecutive rows whose mean k1 is negative."
    if batches.chosen_share is None or batches.chosen_share_error is None:
        yield unknown("P(batch mean of k1 < 0)", TOO_FEW, text, place, "")
    else:
        yield undeclared(
            "P(batch mean of k1 < 0)",
            batches.chosen_share,
            batches.chosen_share_error,
            "estimated",
            unit="",
            help=text,
            place=place,
        )
    yield unknown(f"{name} exact", UNKNOWN, text, (name, "exact"), "")


def _weights(look: FirstLook, samples: KLSamples, k_hat: float) -> Iterator[Readout]:
    note = _infinite_note("w", look) if not look.ordinary else _heavy_note(look, k_hat)
    yield undeclared(
        "mean w",
        1.0 + float(samples.moments.mean[3]),
        float(samples.moments.standard_error[3]),
        "estimated",
        note,
        unit="",
        help="Mean of the weights; its expectation is 1 whatever the policies are.",
        place=("mean w", "estimate"),
    )
    for name, text in (
        ("KL(p||q)", "The other direction; the Weights page estimates it."),
        ("chi-square(p||q)", "Variance of w; the Weights page says whether it is finite."),
    ):
        yield unknown(name, UNKNOWN, text, (name, "exact"), "")


def _control(control: ControlVariate, moments: ControlMoments | None) -> Iterator[Readout]:
    if moments is None or control.best_error is None or control.chosen_error is None:
        return
    best, error = moments.best
    yield undeclared(
        "best c",
        best,
        error,
        "estimated",
        unit="",
        help="The c with which k1 + c (w - 1) varies least among the rows.",
        place=("best c", "estimate"),
    )
    for name, variance, of_variance, place in (
        ("std at best c", control.best_variance, control.best_error, ("best c", "std")),
        (
            "std at c",
            control.chosen_variance,
            control.chosen_error,
            (f"c = {control.chosen_coefficient:g}", "std"),
        ),
    ):
        std = math.sqrt(variance)
        yield undeclared(
            name,
            std,
            of_variance / (2.0 * std) if std > 0.0 else 0.0,
            "estimated",
            help="Standard deviation of one k1 + c (w - 1) among the rows.",
            place=place,
        )
