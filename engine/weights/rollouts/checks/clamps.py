"""Log-probabilities or log-ratios that were cut off at a level, or marked by one."""

from __future__ import annotations

from engine.core.number_format import value_text
from engine.weights.rollouts.checks.finding import Evidence, Finding, share_text
from engine.weights.rollouts.values import Pile, pile

USUAL = (5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 1_000.0, 9_999.0, 10_000.0, 1e9)
SHARE = 0.001
FEWEST, FEWEST_USUAL = 5, 3
LEAST = 1.0  # nats from 0: nearer, equal values are nothing special
TIMES = 5  # as often as each of the next values at that end
NAMES = {
    "new": "of the trainer's log-probabilities are exactly",
    "old": "of the sampler's log-probabilities are exactly",
    "low": "have a log-ratio of",
    "high": "have a log-ratio of",
}


def check(given: Evidence) -> Finding:
    """Whether a value at an end of new, old or new - old stands too often to be chance."""
    n = given.tokens
    found = {name: pile(end) for name, end in given.sums.values.ends.items()}
    piles = {name: each for name, each in found.items() if each and _is_clamp(each, n)}
    name, top = max(
        piles.items(), key=lambda item: item[1].count, default=("old", Pile(0.0, 0, 0))
    )
    value = -top.value if name == "high" else top.value
    return Finding(
        fault="clamped",
        name="tokens at a level that cuts off",
        value=top.count / n,
        error=None,
        limit=f"{SHARE:g} of the tokens",
        fired=bool(piles),
        title="Clamped",
        evidence=f"{share_text(top.count, n)} {NAMES[name]} {value_text(value, 6)}, and none is "
        "beyond: values are cut off there, or marked.",
    )


def _is_clamp(end: Pile, n: int) -> bool:
    """At a usual level fewer are enough; rounded numbers have neighbours as frequent."""
    if abs(end.value) < LEAST or end.count < TIMES * end.next:
        return False
    usual = abs(end.value) in USUAL
    return end.count >= (FEWEST_USUAL if usual else max(FEWEST, SHARE * n))
