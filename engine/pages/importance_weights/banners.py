"""What must be known before a number on the Weights page is trusted, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.number_format import apart, decimal_text, estimate_text, value_text
from engine.data.facts import file_banners, mean_weight_banner
from engine.pages.importance_weights.findings import Findings
from engine.pages.importance_weights.gather import Gathered, Rows, direction_text
from engine.pages.importance_weights.target import Target
from engine.weights.importance import WeightLimits
from engine.weights.pareto.smoothing import not_reliable, reliability_threshold
from engine.weights.rows.independence import dependence_banner

# One weight, or a flattering ESS, is worth a banner from here on.
DOMINANT = 0.5
FLATTERY = 3.0
# Logarithms of the largest and the smallest double.
OVERFLOW, UNDERFLOW = 709.78, -745.13
FAR = 5.0

SAME = "p = q: every weight is 1, ESS = n, and no method changes anything."
BLIND = (
    "Demonstration in place of p and q: p = ½ N(-10, 1) + ½ N(10, 1), q = N(10, 1), f = 1[x < 0]. "
    "q has never visited the left half of p, so all weights look equal."
)
ONE_DIMENSION = "An unseen half of p needs one dimension: p and q are used as they are."


def banners(gathered: Gathered) -> Iterator[str]:
    """Of Gaussians, of the demonstration, or of own data."""
    findings, limits, target = gathered.findings, gathered.limits, gathered.target
    if gathered.rows is not None:
        yield from _of_rows(gathered.rows, findings)
    elif limits is not None and target is not None and gathered.gaussians is None:
        yield from _of_demo(findings, limits, target)
    elif limits is not None and target is not None:
        if gathered.scene.p == gathered.scene.q:
            yield SAME
        else:
            yield from _infinite(limits)
            yield from _one_sample(findings, target)
            yield from _flattery(findings, limits, target)
        if gathered.options.blind_ess:
            yield ONE_DIMENSION


def _of_demo(findings: Findings, limits: WeightLimits, target: Target) -> Iterator[str]:
    yield BLIND
    yield (
        f"ESS/n is {value_text(findings.ess_fraction.value, 4)}, though its limit is "
        f"{value_text(limits.ess_fraction, 2)}: ESS and k-hat are blind. The estimate "
        f"of E_p f is {value_text(target.final.self_normalised.value, 3)}, the truth "
        f"{value_text(target.truth, 3)}; only mean w = "
        f"{value_text(findings.mean_weight.value, 3)} instead of 1 gives it away."
    )


def _infinite(limits: WeightLimits) -> Iterator[str]:
    direction = limits.failing_direction
    if direction is None:
        return
    along = f" along {direction_text(direction)}" if len(direction) > 1 else ""
    there = " there" if along else ""
    lam, _ = apart(limits.largest_eigenvalue, 2.0, 4)
    index, _ = apart(limits.tail_index, 0.5, 4, decimal_text)
    yield (
        f"q's tails are too light{along}: the variance of the weights is infinite; the estimate's "
        f"error bar below cannot be trusted. p has {lam} times "
        f"the variance of q{there} and must have less than 2 times; the tail index is "
        f"{index} and must be below 0.5."
    )


def _one_sample(findings: Findings, target: Target) -> Iterator[str]:
    share = findings.largest_share.value
    if share < DOMINANT:
        return
    percent, _ = apart(100.0 * share, 100.0, 3)
    text = f"One sample of {findings.n:,} carries {percent} % of the total weight"
    largest = target.largest_log_weight
    if largest < UNDERFLOW or largest > OVERFLOW:
        how = "too small" if largest < 0.0 else "too large"
        text += f"; even its weight, log w = {largest:.6g}, is {how} for a double"
        text += ", and only ratios of weights, had in logarithms, keep a meaning"
    yield f"{text}: whatever is estimated is its f."


def _flattery(findings: Findings, limits: WeightLimits, target: Target) -> Iterator[str]:
    """ESS well above its limit, or a mean weight far from 1."""
    fraction, limit = findings.ess_fraction.value, limits.ess_fraction
    infinite = math.isinf(limits.log1p_chi_square)
    if findings.largest_share.value >= DOMINANT:
        return
    if not infinite and fraction > FLATTERY * limit:
        yield (
            f"ESS/n of these samples, {value_text(fraction, 3)}, flatters: its limit is "
            f"{value_text(limit, 3)}. The samples have not met the weights that matter."
        )
    if findings.unreliable and not infinite:
        yield f"{_not_reliable(findings)}expect errors larger than the bars."
    mean = target.final.mean_weight
    if abs(mean.value - 1.0) > FAR * mean.standard_error:
        yield (
            "By the spread of these samples alone mean w is "
            f"{estimate_text(mean.value, mean.standard_error)}, and it should be 1: part of p was "
            "never visited."
        )


def _not_reliable(findings: Findings) -> str:
    count = f"and {findings.n:,} {findings.what} are "
    return f"{not_reliable(findings.tail.k_hat, reliability_threshold(findings.n), count)} only: "


def _of_rows(rows: Rows, findings: Findings) -> Iterator[str]:
    look = rows.weights.look
    yield from file_banners(rows.source, rows.data)
    if look.zeros:
        yield (
            f"{look.zeros:,} of {look.n:,} rows have log w = -inf: a weight of 0, for there the "
            "new policy never does what was done. KL(q||p) is infinite."
        )
    if look.all_equal:
        yield f"All log-ratios are {look.low:.6g}: every weight is the same, and ESS = n."
        return
    yield from dependence_banner(look.n, rows.time)
    if findings.largest_share.value >= DOMINANT:
        share = apart(100.0 * findings.largest_share.value, 100.0, 3)[0]
        yield f"One row of {look.n:,} carries {share} % of the total weight."
    elif findings.unreliable:
        yield f"{_not_reliable(findings)}ESS flatters, and errors are larger than they look."
    if look.ordinary:
        mean = findings.mean_weight
        yield from mean_weight_banner(
            mean.value, mean.standard_error, rows.inverse, findings.unreliable, rows.time
        )
    else:
        yield (
            f"A log-ratio is {value_text(look.high, 4)}: only ratios of the weights keep a "
            "meaning. Are these log-probabilities of the same samples?"
        )
