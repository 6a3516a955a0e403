"""The numbers and the warnings of the page of importance weights for own data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.number_format import apart, value_text
from engine.core.quantity import Readout, undeclared, unknown
from engine.data.facts import INDEPENDENT, UNKNOWN, DataFacts, mean_weight_banner
from engine.pages.importance_weights.data_curves import mean_weight, unscaled
from engine.pages.importance_weights.data_pass import WeightsPass
from engine.pages.importance_weights.data_result import ClipCurve
from engine.weights.pareto.smoothing import (
    SmoothedTail,
    not_reliable,
    reliability_threshold,
    verdict,
)
from engine.weights.rows.independence import dependence_banner

Value = tuple[float, float]  # with its standard error

EMPTY = np.empty(0)
TOO_LARGE = "above 1.8e308: a weight overflows a double"
# One weight is worth a banner from this share on.
DOMINANT = 0.5
PPO_RANGE = 0.2


@dataclass(frozen=True, slots=True)
class DataWeights:
    """What the readouts and the banners are about."""

    facts: DataFacts
    found: WeightsPass
    tail: SmoothedTail
    top_share: Value
    largest_share: Value
    clipping: ClipCurve
    outside: float  # share of the rows with |w - 1| > PPO_RANGE
    inverse: Value  # mean of 1/w
    time: float  # of correlation, see `engine.weights.rows.independence`

    @property
    def n(self) -> int:
        """Rows."""
        return self.found.look.n

    @property
    def heavy(self) -> str:
        """Why errors cannot be trusted, or an empty text."""
        k, limit = self.tail.k_hat, reliability_threshold(self.n)
        if not math.isfinite(k) or k < limit:
            return ""
        return f"{not_reliable(k, limit)}: do not trust this error"


def readouts(data: DataWeights) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table; "exact" is unknown everywhere."""
    return (
        *_sample_size(data),
        *_tail(data),
        *_weights(data),
        *_clipping(data),
        *_divergences(data),
    )


def banners(data: DataWeights) -> Iterator[str]:
    """What must be known before a number is trusted."""
    look = data.found.look
    if look.zeros:
        yield (
            f"{look.zeros:,} of {look.n:,} rows have log w = -inf: a weight of 0, for there the "
            "new policy never does what was done. KL(q||p) is infinite."
        )
    if look.all_equal:
        yield f"All log-ratios are {look.low:.6g}: every weight is the same, and ESS = n."
        return
    yield from dependence_banner(look.n, data.time)
    if data.largest_share[0] >= DOMINANT:
        share = apart(100.0 * data.largest_share[0], 100.0, 3)[0]
        yield f"One row of {look.n:,} carries {share} % of the total weight."
    elif data.heavy:
        threshold = reliability_threshold(look.n)
        yield (
            f"{not_reliable(data.tail.k_hat, threshold, f'and {look.n:,} rows are ')} only: "
            "ESS flatters, and errors are larger than they look."
        )
    if look.ordinary:
        mean, error = mean_weight(data.found)
        yield from mean_weight_banner(mean, error, data.inverse, bool(data.heavy), data.time)
    else:
        yield (
            f"A log-ratio is {value_text(look.high, 4)}: only ratios of the weights keep a "
            "meaning. Are these log-probabilities of the same samples?"
        )


def _estimated(
    name: str, value: Value, note: str, text: str, place: tuple[str, str], unit: str = ""
) -> Readout:
    if math.isinf(value[0]) and not note.startswith("infinite"):
        note = TOO_LARGE
    return undeclared(name, value[0] + 0.0, value[1], "estimated", note, unit, text, place)


def _sample_size(data: DataWeights) -> Iterator[Readout]:
    fraction, error = data.found.ess_fraction, data.found.ess_fraction_error
    text = (
        "(Σ w)² / Σ w²: as many samples of the new policy would do as well. It knows only of what "
        "was visited, and flatters where the weights have heavy tails. "
    )
    value = fraction * data.n, error * data.n
    yield _estimated("ESS", value, data.heavy, text + INDEPENDENT, ("ESS", "estimate"))
    text = "The effective share of the rows."
    yield _estimated("ESS/n", (fraction, error), data.heavy, text, ("ESS/n", "estimate"))
    text = "1 / (1 + chi-square): what ESS/n tends to as n grows."
    yield unknown("limit of ESS/n", UNKNOWN, text, ("ESS/n", "exact"), "")


def _tail(data: DataWeights) -> Iterator[Readout]:
    k = data.tail.k_hat
    words = verdict(data.tail, reliability_threshold(data.n))
    text = "Shape of the Pareto tail fitted to the largest weights (PSIS)."
    place = ("tail index k", "estimate")
    if math.isinf(k):
        yield undeclared("k-hat", k, note=words, unit="", help=text, place=place)
    else:
        tail = min(data.n / 5.0, 3.0 * math.sqrt(data.n))
        # Of the maximum likelihood fit of the shape from so many exceedances.
        error = (1.0 + max(k, 0.0)) / math.sqrt(tail)
        yield _estimated("k-hat", (k, error), words, text, place)
    text = "Moments of the weights of order 1/k and above are infinite; from 0.5 on the variance."
    yield unknown("exact k", UNKNOWN, text, ("tail index k", "exact"), "")


def _weights(data: DataWeights) -> Iterator[Readout]:
    yield _estimated(
        "mean w",
        mean_weight(data.found),
        data.heavy,
        "Mean of the weights. Its expectation is 1 whatever the policies are: far from it, the "
        "rows have missed where the new policy lies, or the log-probabilities are not what they "
        f"should be. {INDEPENDENT}",
        ("mean w", "estimate"),
    )
    yield undeclared(
        "E w",
        1.0,
        unit="",
        note="for normalised densities",
        help="The weights p/q average to 1 under q, always.",
        place=("mean w", "exact"),
    )
    yield _estimated(
        "top 1 % share",
        data.top_share,
        data.heavy,
        "Share of the total weight that the largest 1 % of the weights carry.",
        ("top 1 % share", "estimate"),
    )
    yield _estimated(
        "max share",
        data.largest_share,
        "of these rows",
        "Share of the total weight of the rows that the largest single weight carries. Its error "
        "is the jackknife's, right to its order of magnitude only: a maximum does not settle.",
        ("max share", "estimate"),
    )


def _clipping(data: DataWeights) -> Iterator[Readout]:
    curve, c = data.clipping, f"{data.clipping.today:g}"
    yield _estimated(
        f"share of w > {c}",
        (curve.today_clipped, curve.today_clipped_error),
        "",
        f"Share of the rows that clipping at c = {c} changes.",
        ("share clipped at c", "estimate"),
    )
    yield _estimated(
        f"weight lost at {c}",
        (curve.today_lost, curve.today_lost_error),
        data.heavy,
        f"Share of the total weight that min(w, {c}) takes away: 1 - Σ min(w, c) / Σ w.",
        ("weight lost at c", "estimate"),
    )
    share, n = data.outside, data.n
    hedged = (share * n + 1.0) / (n + 2.0)
    yield _estimated(
        f"share of |w - 1| > {PPO_RANGE:g}",
        (share, math.sqrt(hedged * (1.0 - hedged) / n)),
        "",
        "Share of the rows with w outside 0.8 to 1.2: what PPO logs as its clip fraction.",
        (f"|w - 1| > {PPO_RANGE:g}", "estimate"),
    )


def _divergences(data: DataWeights) -> Iterator[Readout]:
    for direction, plain, scale_free, how in (
        ("KL(q||p)", *kl_qp(data.found), "mean of -log w"),
        ("KL(p||q)", *kl_pq(data.found), "mean of w log w"),
    ):
        zeros = data.found.look.zeros and direction == "KL(q||p)"
        infinite = f"infinite: {data.found.look.zeros:,} rows have log w = -inf" if zeros else ""
        heavy = data.heavy if direction == "KL(p||q)" else ""
        for name, value, row, text in (
            (f"{direction} estimate", plain, direction, f"The {how} over the rows."),
            (
                f"{direction} self-normalised",
                scale_free,
                f"{direction}, self-normalised",
                "The same with weights divided by their mean: right also where log-probabilities "
                "lack a constant.",
            ),
        ):
            yield _estimated(name, value, infinite or heavy, text, (row, "estimate"), "nats")
        yield unknown(direction, UNKNOWN, "In closed form for Gaussians.", (direction, "exact"))


def kl_qp(found: WeightsPass) -> tuple[Value, Value]:
    """-mean log w, and the same + log mean w, with standard errors; the first two moments of
    log w and w give the second's, by the delta method."""
    if found.look.zeros:
        return (math.inf, math.inf), (math.inf, math.inf)
    n, m, moments = found.look.n, found.mean, found.central
    plain = -found.look.mean, math.sqrt(moments.ll / max(n - 1, 1))
    variance = moments.ll - 2.0 * moments.ul / m + moments.uu / m**2
    scale_free = plain[0] + math.log(m) + found.reference
    if found.look.all_equal:
        scale_free = 0.0
    return plain, (scale_free, math.sqrt(max(variance, 0.0) / max(n - 1, 1)))


def kl_pq(found: WeightsPass) -> tuple[Value, Value]:
    """mean w log w, and mean(w log w) / mean w - log mean w, with standard errors."""
    n, m, moments = found.look.n, found.mean, found.central
    error = math.sqrt(moments.vv / max(n - 1, 1))
    plain = found.mean_wl, error
    if found.reference != 0.0:
        size = unscaled(abs(found.mean_wl), found.reference)
        plain = math.copysign(size, found.mean_wl), unscaled(error, found.reference)
    ratio = found.mean_wl / m
    slope = (ratio + 1.0) / m
    variance = moments.vv / m**2 - 2.0 * slope / m * moments.uv + slope**2 * moments.uu
    scale_free = ratio - math.log(m) - found.reference
    if found.look.all_equal:
        scale_free = 0.0
    return plain, (scale_free, math.sqrt(max(variance, 0.0) / max(n - 1, 1)))
