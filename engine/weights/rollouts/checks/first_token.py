"""A fault of each answer's first token only: another prompt, another template, a lost offset."""

from __future__ import annotations

import math

from engine.core.arrays import Array
from engine.weights.rollouts.checks.finding import Evidence, Finding, defined, far_from, shown
from engine.weights.rollouts.cluster_table import Totals

ERRORS, LEAST, REST, SPREADS = 4.0, 0.05, 0.1, 0.5
SPREAD_ERRORS = 6.0


def check(given: Evidence) -> Finding:
    """Whether the mean log-ratio of first tokens is off 0 and that of the later ones is not.

    Off 0 by its own error, or, where sequences are few, by the one that it would have if first
    tokens were as the later ones.
    """
    table = given.sums.table
    first, later = defined(table.estimate(_first), 0.0), defined(table.estimate(_later), 0.0)
    spread = math.sqrt(max(table.value(_later_square), 0.0))
    count = float(table.totals["first_count"])
    fired = (
        (
            far_from(first, 0.0, given.errors(ERRORS, of_sequences=True))
            or abs(first.value) > SPREAD_ERRORS * spread / math.sqrt(max(count, 1.0))
        )
        and abs(first.value) > max(LEAST, SPREADS * spread)
        and abs(later.value) < REST * abs(first.value)
    )
    return Finding(
        fault="first_token",
        name="mean log-ratio where sequences begin",
        value=first.value,
        error=first.standard_error,
        limit=f"{LEAST:g} and {ERRORS:g} standard errors off 0, ten times that of later tokens "
        "and half their spread",
        fired=fired,
        title="First token only",
        evidence=f"The log-ratio of each sequence's first token is {shown(first)} on average, that "
        f"of the later ones {shown(later)}: the two sides have begun from different prompts.",
    )


def _first(totals: Totals) -> Array:
    return totals["first"] / totals["first_count"]


def _later_square(totals: Totals) -> Array:
    return totals["later_l_squared"] / totals["later_count"]


def _later(totals: Totals) -> Array:
    return totals["later_l"] / totals["later_count"]
