"""Log-probabilities that stand one token too early or too late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.core.arrays import Array
from engine.weights.rollouts.checks.finding import Evidence, Finding, defined, far_from, shown
from engine.weights.rollouts.cluster_table import Statistic, Totals

ERRORS, LEAST = 4.0, 0.1


def check(given: Evidence) -> Finding:
    """Whether new correlates with old of the token before or after better than with its own."""
    table = given.sums.table
    better = {
        where: defined(table.estimate(_difference(where)), -1.0) for where in ("later", "earlier")
    }
    where, found = max(better.items(), key=lambda item: item[1].value)
    own, other = table.value(_own), table.value(_lagged(where))
    fired = found.value > LEAST and far_from(found, 0.0, given.errors(ERRORS))
    words = "late" if where == "later" else "early"
    return Finding(
        fault="shifted",
        name="correlation one token off, less that at the same token",
        value=found.value,
        error=found.standard_error,
        limit=f"{LEAST:g} and {ERRORS:g} standard errors",
        fired=fired,
        title="Shifted by one token",
        evidence=f"The new log-probabilities correlate with the old ones by {other:.3f} one token "
        f"{words} and by {own:.3f} at the same token, a difference of {shown(found)}: one side is "
        "shifted by one.",
    )


def _own(totals: Totals) -> Array:
    return _correlation(totals["tokens"], [totals[name] for name in ("x", "y", "xx", "yy", "xy")])


def _lagged(where: str) -> Statistic:
    """Of pairs a token apart: x without the last (or first) of each sequence, y the other way."""
    ends = ("last", "first") if where == "later" else ("first", "last")

    def correlation(totals: Totals) -> Array:
        sums = []
        for power in (1, 2):
            for name, end in zip("xy", ends, strict=True):
                whole = power * name
                sums.append(totals[whole] - totals[f"{whole}_{end}"])
        return _correlation(totals["pairs"], [*sums, totals[f"xy_{where}"]])

    return correlation


def _difference(where: str) -> Statistic:
    lagged = _lagged(where)

    def difference(totals: Totals) -> Array:
        return lagged(totals) - _own(totals)

    return difference


def _correlation(n: Array, sums: Sequence[Array]) -> Array:
    """From n pairs and their sums of x, y, x^2, y^2 and x y."""
    x, y, xx, yy, xy = sums
    return np.asarray((xy - x * y / n) / np.sqrt((xx - x * x / n) * (yy - y * y / n)))
