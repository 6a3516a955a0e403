"""What must be known before a number on the page of importance weights is trusted, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import apart, decimal_text, estimate_text, value_text
from engine.pages.importance_weights.readouts import Facts
from engine.weights.pareto.smoothing import not_reliable, reliability_threshold

SHOWN_ENTRIES = 4
# One weight, or a flattering ESS, is worth a banner from here on.
DOMINANT = 0.5
FLATTERY = 3.0
# Logarithms of the largest and the smallest double.
OVERFLOW, UNDERFLOW = 709.78, -745.13
FAR = 5.0

BLIND = (
    "Demonstration in place of p and q: p = ½ N(-10, 1) + ½ N(10, 1), q = N(10, 1), f = 1[x < 0]. "
    "q has never visited the left half of p, so all weights look equal."
)
ONE_DIMENSION = (
    "The demonstration of a blind ESS needs one dimension: p and q are used as they are."
)


def banners(facts: Facts, same: bool) -> tuple[str, ...]:
    """The warnings of a pair of Gaussians; ``same``: p = q."""
    if same:
        return ("p = q: every weight is 1, ESS = n, and no method changes anything.",)
    return (*_infinite(facts), *_one_sample(facts), *_flattery(facts))


def blind_banners(facts: Facts) -> tuple[str, ...]:
    """Of the demonstration, with its numbers."""
    final = facts.final
    found = (
        f"ESS/n is {value_text(final.ess / final.n, 4)}, though its limit is "
        f"{value_text(facts.limits.ess_fraction, 2)}: ESS and k-hat are blind. The estimate "
        f"of E_p f is {value_text(final.self_normalised.value, 3)}, the truth "
        f"{value_text(facts.truth, 3)}; only mean w = {value_text(final.mean_weight.value, 3)} "
        "instead of 1 gives it away."
    )
    return (BLIND, found)


def direction_text(direction: np.ndarray) -> str:
    """A vector (d,) as (0.80, 0.60), shortened after some entries."""
    shown = ", ".join(f"{value + 0.0:.2f}" for value in direction[:SHOWN_ENTRIES].round(2))
    return f"({shown}{', ...' if len(direction) > SHOWN_ENTRIES else ''})"


def _infinite(facts: Facts) -> Iterator[str]:
    direction = facts.limits.failing_direction
    if direction is None:
        return
    along = f" along {direction_text(direction)}" if len(direction) > 1 else ""
    there = " there" if along else ""
    lam, _ = apart(facts.limits.largest_eigenvalue, 2.0, 4)
    index, _ = apart(facts.limits.tail_index, 0.5, 4, decimal_text)
    yield (
        f"q's tails are too light{along}: the variance of the weights is infinite; the estimate's "
        f"error bar below cannot be trusted. p has {lam} times "
        f"the variance of q{there} and must have less than 2 times; the tail index is "
        f"{index} and must be below 0.5."
    )


def _one_sample(facts: Facts) -> Iterator[str]:
    final = facts.final
    if final.largest_share < DOMINANT:
        return
    share, _ = apart(100.0 * final.largest_share, 100.0, 3)
    text = f"One sample of {facts.samples:,} carries {share} % of the total weight"
    largest = facts.largest_log_weight
    if largest < UNDERFLOW or largest > OVERFLOW:
        how = "too small" if largest < 0.0 else "too large"
        text += f"; even its weight, log w = {largest:.6g}, is {how} for a double"
        text += ", and only ratios of weights, had in logarithms, keep a meaning"
    yield f"{text}: whatever is estimated is its f."


def _flattery(facts: Facts) -> Iterator[str]:
    """ESS well above its limit, or a mean weight far from 1."""
    final, limit = facts.final, facts.limits.ess_fraction
    fraction = final.ess / final.n
    if final.largest_share >= DOMINANT:
        return
    if not facts.infinite and fraction > FLATTERY * limit:
        yield (
            f"ESS/n of these samples, {value_text(fraction, 3)}, flatters: its limit is "
            f"{value_text(limit, 3)}. The samples have not met the weights that matter."
        )
    threshold = reliability_threshold(final.n)
    if math.isfinite(final.k_hat) and final.k_hat >= threshold and not facts.infinite:
        yield (
            f"{not_reliable(final.k_hat, threshold, f'and {final.n:,} samples are ')} only: "
            "expect errors larger than the bars."
        )
    mean = final.mean_weight
    if abs(mean.value - 1.0) > FAR * mean.standard_error:
        yield (
            f"mean w is {estimate_text(mean.value, mean.standard_error)} and should be 1: part "
            "of p was never visited."
        )
