"""Log-probabilities or log-ratios that were cut off at a level, or marked by one."""

from __future__ import annotations

import numpy as np

from engine.core.number_format import value_text
from engine.weights.rollouts.checks.finding import Evidence, Finding, share_text
from engine.weights.rollouts.values import KEPT, SIDES, USUAL, Levels, LowEnd

SHARE = 0.001
FEWEST, FEWEST_USUAL = 5, 3
LEAST = 1.0  # nats from 0: nearer, equal values are nothing special
TIMES = 5  # as often as each of the next values at that end
TIMES_NEAR = 2  # as often as all the values near a usual level
NAMES = {
    "new": "of the trainer's log-probabilities are exactly",
    "old": "of the sampler's log-probabilities are exactly",
    "low": "have a log-ratio of",
    "high": "have a log-ratio of",
}


def check(given: Evidence) -> Finding:
    """Whether a value at an end of new, old or new - old, or a usual level such as -20, stands
    too often to be chance."""
    n, values = given.tokens, given.sums.values
    found = [
        (level, name)
        for name in SIDES
        for level in (_pile(values.ends[name], n), _level(values.levels[name]))
        if level is not None
    ]
    (count, value), name = max(found, default=((0, 0.0), "old"))
    value = -value if name == "high" else value
    return Finding(
        fault="clamped",
        name="tokens at a level that cuts off",
        value=count / n,
        error=None,
        limit=f"{SHARE:g} of the tokens",
        fired=bool(found),
        title="Clamped",
        evidence=f"{share_text(count, n)} {NAMES[name]} {value_text(value, 6)}, far more than "
        "near it: values are cut off there, or marked.",
    )


def _pile(end: LowEnd, n: int) -> tuple[int, float] | None:
    """How often the least value stands, and it; rounded numbers have neighbours as frequent."""
    if len(end.counts) < KEPT:
        return None
    (value, count), *others = end.counts.items()
    many = max(FEWEST, SHARE * n, TIMES * max(other for _, other in others))
    return (count, value) if count >= many and abs(value) >= LEAST else None


def _level(levels: Levels) -> tuple[int, float] | None:
    """The most frequent of the usual levels, if it is so by itself."""
    alone = (levels.at >= FEWEST_USUAL) & (levels.at > TIMES_NEAR * levels.near)
    if not np.any(alone):
        return None
    place = int(np.argmax(np.where(alone, levels.at, 0.0)))
    return int(levels.at[place]), -USUAL[place]
