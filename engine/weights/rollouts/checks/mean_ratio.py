"""The mean of w, which is 1 for two distributions over the same tokens."""

from __future__ import annotations

from engine.weights.rollouts.checks.finding import Evidence, Finding, defined, far_from, shown
from engine.weights.rollouts.frameworks.number import over_tokens

ERRORS, LEAST = 4.5, 0.005  # rounding alone may move a mean by less


def check(given: Evidence) -> Finding:
    """Whether it is off 1."""
    table = given.sums.table
    found = defined(table.estimate(over_tokens("e", 1.0)), 1.0)
    errors = given.errors(ERRORS)
    inverse = defined(table.estimate(over_tokens("inverse", 1.0)), 0.0)
    if not far_from(inverse, 1.0, errors) and found.value > 1.0:
        why = (
            f"the mean of 1/w is {shown(inverse)}, as if the tokens were of the new policy; are "
            "the two sides the wrong way round?"
        )
    else:
        why = "the log-probabilities are not normalised, or not of the tokens that were drawn."
    return Finding(
        fault="mean_ratio",
        name="mean ratio",
        value=found.value,
        error=found.standard_error,
        limit=f"{LEAST:g} and {ERRORS:g} standard errors off 1",
        fired=abs(found.value - 1.0) > LEAST and far_from(found, 1.0, errors),
        title="Mean ratio off 1",
        evidence=f"The mean ratio is {shown(found)} and should be 1: {why}",
    )
