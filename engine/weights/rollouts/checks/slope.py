"""A temperature on one side: new log-probabilities as a line of the old ones, not of slope 1."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.weights.rollouts.checks.finding import Evidence, Finding, defined, far_from, shown
from engine.weights.rollouts.checks.offset import truncated
from engine.weights.rollouts.cluster_table import Totals

ERRORS, LEAST = 4.0, 0.05
# Of the line the other way round.
OTHER_ERRORS, OTHER_LEAST = 2.0, 0.04


def check(given: Evidence) -> Finding:
    """Whether the slope of new on old, and of the line the other way round, is off 1.

    Noise in old alone flattens the first, noise in new alone steepens the second: only a slope
    that both agree on is none of noise. A truncated sampler bends the line too.
    """
    table = given.sums.table
    both = [defined(table.estimate(each), 1.0) for each in (_slope, _inverse)]
    found = both[0]
    off = [each.value - 1.0 for each in both]
    fired = (
        not truncated(given)
        and off[0] * off[1] > 0.0
        and min(map(abs, off)) > OTHER_LEAST
        and max(map(abs, off)) > LEAST
        and far_from(both[0], 1.0, given.errors(ERRORS))
        and far_from(both[1], 1.0, OTHER_ERRORS)
    )
    colder = "below" if found.value < 1.0 else "above"
    return Finding(
        fault="temperature",
        name="slope of new on old",
        value=found.value,
        error=found.standard_error,
        limit=f"{LEAST:g} and {ERRORS:g} standard errors off 1",
        fired=fired,
        title="Temperature",
        evidence=f"The slope of the new log-probabilities on the old ones is {shown(found)} (by "
        f"the line the other way round {shown(both[1])}), not 1: as if the sampler had a "
        f"temperature {colder} the trainer's.",
    )


def _slope(totals: Totals) -> Array:
    return _covariance(totals, "x", "y") / _covariance(totals, "x", "x")


def _inverse(totals: Totals) -> Array:
    return _covariance(totals, "y", "y") / _covariance(totals, "x", "y")


def _covariance(totals: Totals, first: str, second: str) -> Array:
    return totals[first + second] - totals[first] * totals[second] / totals["tokens"]
