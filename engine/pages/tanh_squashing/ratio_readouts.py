"""KL and PPO ratios of the squash page, estimated beside exact."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.number_format import value_text
from engine.core.quantity import Readout, undeclared
from engine.core.underflow import small_note
from engine.divergence.closed_forms import kl
from engine.pages.tanh_squashing.facts import Facts
from engine.pages.tanh_squashing.monte_carlo import Estimate
from engine.pages.tanh_squashing.ratio_errors import ratio_error

LARGEST_LOG = math.log(1.79e308)


def divergence_readouts(facts: Facts) -> Iterator[Readout]:
    """KL both ways: exact, and by samples before and after squashing."""
    p, q = facts.scene.p, facts.scene.q
    for first, second, exact, samples in (
        ("p", "q", kl(p, q), facts.p_samples),
        ("q", "p", kl(q, p), facts.q_samples),
    ):
        name = f"KL({first}||{second})"
        yield undeclared(
            name,
            exact,
            help="Closed form of the two Gaussians, and of the two squashed policies as well.",
            place=(f"{name} before", "exact"),
        )
        for when in ("before", "after"):
            found = samples.estimate(f"kl_{when}")
            yield undeclared(
                f"{name} {when} squashing",
                found.value + 0.0,
                found.standard_error,
                "estimated",
                help=f"Mean log-ratio over {samples.moments.count:,} samples of {first}, from the "
                + ("Gaussians." if when == "before" else "densities over the action."),
                place=(f"{name} {when}", "estimate"),
            )


def ratio_readouts(facts: Facts) -> Iterator[Readout]:
    """Mean ratios p / q with the correction on both sides and on either."""
    samples = facts.q_samples
    cases = (
        ("ratio", "both", 0, "The Jacobian cancels, and the mean is 1."),
        (
            "ratio_other_only",
            "p only",
            -1,
            "E cosh² under p: a heavy tail, never below 1 for [-1, 1].",
        ),
        ("ratio_sampled_only", "q only", 1, "E (1 - tanh²) under p: below 1 for [-1, 1]."),
    )
    for (quantity, sides, power, why), log_mean in zip(cases, facts.log_mean_ratios, strict=True):
        where = "both sides" if sides == "both" else sides
        name = f"mean ratio, {where} corrected"
        text = f"Mean of p/q, x from q, with the tanh correction on {where}. {why}"
        if log_mean is not None:
            yield from _exact_ratio(name, sides, log_mean, text)
        if samples.held == 0:
            found = samples.estimate(quantity)
            error = ratio_error(facts.p, facts.q, power, found, samples.moments.count)
            yield undeclared(
                name,
                found.value,
                error.value,
                "estimated",
                note=_tail_note(log_mean, found) or error.trust,
                unit="",
                help=text,
                place=(f"mean ratio, {sides}", "estimate"),
            )


def _exact_ratio(name: str, sides: str, log_mean: float, text: str) -> Iterator[Readout]:
    large = log_mean >= LARGEST_LOG
    yield undeclared(
        f"exact {name}",
        math.inf if large else math.exp(log_mean),
        note=f"finite, but above 1.8e308: its logarithm is {value_text(log_mean)}"
        if large
        else small_note(math.exp(log_mean), False),
        unit="",
        help=text,
        place=(f"mean ratio, {sides}", "exact"),
    )
    if math.isfinite(log_mean):
        yield undeclared(
            f"log of the exact {name}",
            log_mean,
            help=text,
            place=(f"log mean, {sides}", "exact"),
        )


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
