"""A log-ratio that is the same everywhere, or never above 0: a truncated sampler.

Top-p and top-k renormalise what they keep, of probability S: new - old = log S, below 0.
"""

from __future__ import annotations

import math

from engine.core.number_format import value_text
from engine.weights.rollouts.checks.finding import Evidence, Finding, far_from, shown
from engine.weights.rollouts.frameworks.number import over_tokens

ERRORS, SPREADS, LEAST = 4.0, 5.0, 5e-4  # nats: rounding may be constant too
ONE_SIDED, FEW = 0.2, 0.1


def truncated(given: Evidence) -> bool:
    """Whether log-ratios that are not about 0 lie below it, and the mean ratio below 1.

    No other cause does so: with noise, drift or a temperature the mean ratio is 1.
    """
    table = given.sums.table
    ratio = table.estimate(over_tokens("e", 1.0))
    above, below = (table.value(over_tokens(name)) for name in ("above", "below"))
    return (
        below > FEW
        and above < ONE_SIDED * (above + below)
        and ratio.value < 1.0
        and far_from(ratio, 1.0, given.errors(ERRORS))
    )


def check(given: Evidence) -> Finding:
    """Whether the mean log-ratio is large for its spread, or nearly all lie below 0."""
    table = given.sums.table
    mean, ratio = table.estimate(over_tokens("l")), table.value(over_tokens("e", 1.0))
    square = table.value(over_tokens("l_squared"))
    spread = math.sqrt(max(square - mean.value**2, 0.0))
    constant = abs(mean.value) > max(SPREADS * spread, LEAST) and far_from(
        mean, 0.0, given.errors(ERRORS)
    )
    above = table.value(over_tokens("above"))
    negative = mean.value < 0.0
    cause = "one side lacks a constant, as a Jacobian or a normaliser."
    if negative:
        cause = (
            "the sampler renormalises what is left of its distribution, here on average "
            f"{value_text(ratio, 3)} of it, as top-p and top-k do."
        )
    evidence = (
        f"The log-ratio is {shown(mean)} on average with a spread of {value_text(spread, 2)} "
        f"between tokens, and {value_text(100.0 * above, 2)} % of them are above 0: {cause}"
    )
    return Finding(
        fault="top_p" if negative else "offset",
        name="mean log-ratio",
        value=mean.value,
        error=mean.standard_error,
        limit=f"{SPREADS:g} spreads of a token, or {1.0 - ONE_SIDED:g} of them on one side",
        fired=constant or truncated(given),
        title="Constant offset: top-p or top-k" if negative else "Constant offset",
        evidence=evidence,
    )
