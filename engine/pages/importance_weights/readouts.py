"""The numbers of the page of importance weights."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.quantity import Readout, undeclared
from engine.divergence.kl_estimators import Estimate
from engine.numerics.scaled import digits_note
from engine.weights.errors import variance_error
from engine.weights.estimates import WeightedEstimates
from engine.weights.exact.errors import TailErrors
from engine.weights.exact.estimates import ExactEstimates
from engine.weights.exact.known_errors import RepairError, known_error
from engine.weights.importance import WeightLimits
from engine.weights.pareto.smoothing import SmoothedTail, reliability_threshold, verdict

EMPTY = np.empty(0)
TOO_LARGE = "above 1.8e308: a weight overflows a double"
BLIND_TO_BIAS = "the error does not know of the bias"
METHODS = {
    "plain": ("plain", "(1/n) Σ w f: unbiased."),
    "self-normalised": ("self_normalised", "Σ w f / Σ w: needs w up to a constant only."),
    "truncated": ("truncated", "(1/n) Σ min(w, √n mean w) f."),
    "clipped": ("clipped", "(1/n) Σ min(w, c) f, as V-trace clips and PPO."),
    "masked": ("masked", "(1/n) Σ w f over the samples with w ≤ c only."),
    "PSIS": ("pareto_smoothed", "Σ v f / Σ v, the largest weights smoothed by a Pareto tail."),
}
BIASED = ("truncated", "clipped", "masked")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the readouts and the banners are about."""

    samples: int
    c: float
    formula: str  # of f
    truth: float  # E_p f
    along: str  # which direction f looks along, or ""
    limits: WeightLimits
    exact: ExactEstimates | None
    repairs: dict[str, RepairError]  # of "clipped" and "masked", where known
    final: WeightedEstimates  # with the errors that the samples show
    shown: WeightedEstimates  # with those of the law, where the samples' own read low
    ess_error: float  # standard error of ESS / n, as the samples show it
    tails: TailErrors
    largest_share_error: float
    top_percent: float
    top_percent_error: float
    counted: int  # samples that top_percent is of
    kurtosis: float  # of w f in the sample
    largest_log_weight: float

    @property
    def infinite(self) -> bool:
        """Whether the variance of the weights is infinite."""
        return math.isinf(self.limits.log1p_chi_square)


def readouts(facts: Facts) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table."""
    return (
        *_diagnostics(facts),
        *_weights(facts),
        *_estimates(facts),
        *_exact_variances(facts),
    )


def _diagnostics(facts: Facts) -> Iterator[Readout]:
    final, limits, n = facts.final, facts.limits, facts.samples
    trust = facts.tails.square_trust
    error = facts.ess_error if facts.tails.ess is None else facts.tails.ess
    yield _estimated(
        "ESS",
        Estimate(final.ess, error * n),
        trust,
        "(Σ w)² / Σ w²: as many samples of p would do as well. It knows only of regions that "
        "were visited, and flatters where the weights have heavy tails.",
        ("ESS", "estimate"),
    )
    yield _estimated(
        "ESS/n",
        Estimate(final.ess / n, error),
        trust,
        "The effective share of the samples.",
        ("ESS/n", "estimate"),
    )
    zero = f"infinite variance: lam = {limits.largest_eigenvalue:.4g} ≥ 2" if facts.infinite else ""
    yield _exact(
        "limit of ESS/n",
        limits.ess_fraction,
        zero,
        "1 / (1 + chi-square): what ESS/n tends to as n grows.",
        ("ESS/n", "exact"),
    )
    yield _k_hat(facts)
    yield _exact(
        "exact k",
        limits.tail_index,
        _index_note(limits.tail_index),
        "Pareto index of the weights, 1 - 1/lam: moments of order 1/k and above are infinite; "
        "from 0.5 on the variance.",
        ("tail index k", "exact"),
    )
    yield _estimated(
        "max share",
        Estimate(final.largest_share, facts.largest_share_error),
        "of these samples",
        "Share of the total weight that the largest single weight carries. Its error is the "
        "jackknife's, right to its order of magnitude only: a maximum does not settle.",
        ("max share", "estimate"),
    )
    yield _estimated(
        "top 1 % share",
        Estimate(facts.top_percent, facts.top_percent_error),
        f"of the first {facts.counted:,} samples{'; ' + trust if trust else ''}",
        "Share of the total weight that the largest 1 % of the weights carry; the error by the "
        "delta method.",
        ("top 1 % share", "estimate"),
    )


def _k_hat(facts: Facts) -> Readout:
    final = facts.final
    words = verdict(
        SmoothedTail(final.k_hat, EMPTY, EMPTY, final.no_fit),
        reliability_threshold(final.n),
    )
    place = ("tail index k", "estimate")
    text = (
        "Shape of the Pareto tail fitted to the largest weights (PSIS); it reads low while n is "
        "small."
    )
    if math.isinf(final.k_hat):
        return _exact("k-hat", final.k_hat, words, text, place)
    tail = min(final.n / 5.0, 3.0 * math.sqrt(final.n))
    # Of the maximum likelihood fit of the shape from so many exceedances.
    error = (1.0 + max(final.k_hat, 0.0)) / math.sqrt(tail)
    return _estimated("k-hat", Estimate(final.k_hat, error), words, text, place)


def _index_note(k: float) -> str:
    if k == -math.inf:
        return "every weight is 1: there is no tail"
    if k < 0.0:
        return "the weights are bounded"
    if k == 0.0:
        return "all moments of the weights are finite"
    return f"moments of order {1.0 / k:.3g} and above are infinite"


def _weights(facts: Facts) -> Iterator[Readout]:
    final, limits = facts.shown, facts.limits
    trust = facts.tails.trust
    yield _estimated(
        "mean w",
        final.mean_weight,
        trust,
        "Mean of the weights; far from its expectation 1 the samples have missed where p lies.",
        ("w", "estimate"),
    )
    yield _exact("E w", 1.0, "", "The weights p/q average to 1 under q, always.", ("w", "exact"))
    yield _exact(
        "chi-square(p||q)",
        limits.chi_square,
        _chi_square_note(facts),
        "Variance of w under q.",
        ("chi-square(p||q)", "exact"),
    )
    for name, value, estimate, how in (
        ("KL(p||q)", limits.kl_pq, final.kl_pq, "Mean of w log w"),
        ("KL(q||p)", limits.kl_qp, final.kl_qp, "Mean of -log w"),
    ):
        worse = trust if name == "KL(p||q)" else ""
        yield _exact(name, value, "", "Closed form.", (name, "exact"), "nats")
        yield _estimated(
            f"{name} estimate",
            estimate,
            worse,
            f"{how} over the same samples.",
            (name, "estimate"),
            "nats",
        )


def _chi_square_note(facts: Facts) -> str:
    limits = facts.limits
    if facts.infinite:
        return f"infinite: lam = {limits.largest_eigenvalue:.4g} ≥ 2, so E w² diverges"
    if math.isinf(limits.chi_square):
        return f"finite but above 1.8e308: log(1 + chi-square) = {limits.log1p_chi_square:.6g}"
    return ""


def _estimates(facts: Facts) -> Iterator[Readout]:
    where = f" {facts.along}" if facts.along else ""
    yield _exact(
        "E_p f",
        facts.truth,
        "",
        f"What every method estimates: the mean under p of {facts.formula}{where}.",
        ("E_p f", "exact"),
    )
    for name, (field, text) in METHODS.items():
        yield _estimated(
            f"{name} estimate",
            getattr(facts.shown, field),
            _estimate_note(facts, name),
            f"{text} Over {facts.samples:,} samples of q.",
            (name, "estimate"),
        )
        yield from _known_errors(facts, name)


def _estimate_note(facts: Facts, name: str) -> str:
    if name == "truncated" and facts.tails.value_trust and not facts.infinite:
        return f"{BLIND_TO_BIAS}; {facts.tails.value_trust}"
    if name in BIASED:
        return BLIND_TO_BIAS
    if facts.exact is None or not facts.infinite:
        return facts.tails.value_trust
    # f = 1 has no error however heavy the weights are.
    plain, other = facts.exact.plain_variance, facts.exact.self_normalised_variance
    return facts.tails.value_trust if math.isinf(plain if name == "plain" else other) else ""


def _known_errors(facts: Facts, name: str) -> Iterator[Readout]:
    """Exact bias and standard error of the estimate, where they are known."""
    found, order = known_error(name, facts.samples, facts.exact, facts.repairs), ""
    if found is None:
        return
    if name == "self-normalised":
        order = "to leading order in 1/n"
    bias = found.bias, found.bias_rounding, "bias", "bias"
    error = found.standard_error, found.standard_error_rounding, "standard error", "exact error"
    for value, rounding, what, column in (bias, error):
        if math.isnan(value):
            continue
        infinite = _chi_square_note(facts) if facts.infinite else TOO_LARGE
        notes = [order, digits_note(value, rounding)]
        yield _exact(
            f"{name} {what}",
            value,
            infinite if math.isinf(value) else "; ".join(note for note in notes if note),
            f"Exact {what} of the {name} estimate from {facts.samples:,} samples.",
            (name, column),
        )


def _exact_variances(facts: Facts) -> Iterator[Readout]:
    if facts.exact is None:
        return
    infinite = _chi_square_note(facts) if facts.infinite else TOO_LARGE
    value = facts.exact.plain_variance
    yield _exact(
        "variance of w f",
        value,
        infinite if math.isinf(value) else digits_note(value, facts.exact.plain_variance_error),
        "Exact variance of one w f under q; over n it is the squared error of the plain estimate.",
        ("variance of w f", "exact"),
    )
    sampled = facts.final.plain.standard_error**2 * facts.samples
    error = facts.tails.variance
    if error is None:
        error = variance_error(sampled, facts.kurtosis, facts.samples)
    yield _estimated(
        "sample variance of w f",
        Estimate(sampled, error),
        facts.tails.square_trust,
        "What the samples say: far too low as long as they miss the large weights. Its error by "
        "the fourth moment: the exact one, or that of the first 16,384 samples where large "
        "weights are no rarer than these show.",
        ("variance of w f", "estimate"),
    )


def _estimated(
    name: str,
    estimate: Estimate,
    note: str,
    text: str,
    place: tuple[str, str],
    unit: str = "",
) -> Readout:
    note = TOO_LARGE if math.isinf(estimate.value) else note
    return undeclared(
        name, estimate.value, estimate.standard_error, "estimated", note, unit, text, place
    )


def _exact(
    name: str, value: float, note: str, text: str, place: tuple[str, str], unit: str = ""
) -> Readout:
    return undeclared(name, value + 0.0, note=note, unit=unit, help=text, place=place)
