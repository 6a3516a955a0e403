"""Tokens of older policies further from the trainer's: stale rollouts."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.weights.rollouts.checks.finding import Evidence, Finding, defined, far_from, shown
from engine.weights.rollouts.cluster_table import Totals
from engine.weights.rollouts.frameworks.number import over_tokens

ERRORS, LEAST = 3.5, 0.005


def check(given: Evidence) -> Finding:
    """Whether the mean of l^2, or the logarithm of a sequence's, rises with age, where the file
    tells versions."""
    table = given.sums.table
    known = given.sums.rollouts.age is not None
    found = defined(table.estimate(_rise), 0.0) if known else None
    log_rise = defined(table.estimate(_log_rise), 0.0) if known else None
    k3 = table.estimate(over_tokens("k3"))
    errors = given.errors(ERRORS, of_sequences=True)
    fired = k3.value > LEAST and any(
        rise is not None and rise.value > 0.0 and far_from(rise, 0.0, errors)
        for rise in (found, log_rise)
    )
    shown_rise = shown(found) if found is not None else ""
    return Finding(
        fault="stale",
        name="rise of the squared log-ratio with each version of age",
        value=found.value if found is not None else 0.0,
        error=found.standard_error if found is not None else None,
        limit=f"{ERRORS:g} standard errors above 0, k3 above {LEAST:g}",
        fired=fired,
        title="Stale",
        evidence=f"The mean squared log-ratio rises by {shown_rise} with each version that the "
        f"sampler is behind, and k3 is {shown(k3)}: the rollouts are too old."
        if known
        else "The file tells no versions.",
    )


def _log_rise(totals: Totals) -> Array:
    n, age = totals["aged_sequences"], totals["mean_age"]
    product = totals["mean_age_log_square"] - age * totals["log_square"] / n
    return product / (totals["mean_age_squared"] - age**2 / n)


def _rise(totals: Totals) -> Array:
    n = totals["aged"]
    spread = totals["age_squared"] - totals["age"] ** 2 / n
    return (totals["age_l_squared"] - totals["age"] * totals["aged_l_squared"] / n) / spread
