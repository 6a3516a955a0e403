"""Log-probabilities that stand one token too early or too late."""

from __future__ import annotations

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
    n = totals["tokens"]
    return _product(totals, "xy", n, totals["x"], totals["y"]) / _spread(totals)


def _lagged(where: str) -> Statistic:
    def correlation(totals: Totals) -> Array:
        x, y = totals["x"], totals["y"]
        if where == "later":
            x, y = x - totals["x_last"], y - totals["y_first"]
        else:
            x, y = x - totals["x_first"], y - totals["y_last"]
        return _product(totals, f"xy_{where}", totals["pairs"], x, y) / _spread(totals)

    return correlation


def _difference(where: str) -> Statistic:
    lagged = _lagged(where)

    def difference(totals: Totals) -> Array:
        return lagged(totals) - _own(totals)

    return difference


def _product(totals: Totals, name: str, n: Array, x: Array, y: Array) -> Array:
    """The mean product of what is left of x and y without their means over all tokens."""
    mean_x, mean_y = totals["x"] / totals["tokens"], totals["y"] / totals["tokens"]
    return (totals[name] - mean_x * y - mean_y * x) / n + mean_x * mean_y


def _spread(totals: Totals) -> Array:
    """The product of both standard deviations."""
    n = totals["tokens"]
    squares = [totals[2 * each] / n - (totals[each] / n) ** 2 for each in ("x", "y")]
    return np.asarray(np.sqrt(squares[0] * squares[1]))
