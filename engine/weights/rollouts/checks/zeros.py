"""Zeros of tokens that one side has not scored, inside the mask.

A sampler that keeps one token of all (top-p) writes true zeros too: the other side is then log S,
S the probability that was kept, and no lower than the log-ratios of the other tokens.
"""

from __future__ import annotations

from engine.weights.rollouts.checks.finding import Evidence, Finding, share_text

SHARE, FEWEST = 0.001, 3
BELOW = -0.2
LOWEST = 0.005  # the share of the other tokens' log-ratios that counts as their end
MARGIN = 1.1


def check(given: Evidence) -> Finding:
    """Whether one side is exactly 0 (or 1, another mark) where the other is far below."""
    values, n = given.sums.values, given.tokens
    low = min(BELOW, MARGIN * values.ordinary_quantile(LOWEST) - 0.02)
    high = min(BELOW, -MARGIN * values.ordinary_quantile(1.0 - LOWEST) - 0.02)
    counts = {
        ("sampler", 0): values.zeros_beyond("old", low),
        ("trainer", 0): values.zeros_beyond("new", high),
        ("sampler", 1): values.ones["old"],
        ("trainer", 1): values.ones["new"],
    }
    (side, mark), count = max(counts.items(), key=lambda item: item[1])
    other = "trainer" if side == "sampler" else "sampler"
    greedy = " Greedy sampling looks the same." if side == "sampler" and count > n / 2 else ""
    return Finding(
        fault="observation_zeros",
        name="tokens that one side has not scored",
        value=count / n,
        error=None,
        limit=f"{SHARE:g} of the tokens, and {FEWEST}",
        fired=count >= max(FEWEST, SHARE * n),
        title="Zeros inside the mask" if mark == 0 else "Marks inside the mask",
        evidence=f"{share_text(count, n)} have a log-probability of exactly {mark} from the "
        f"{side}, far from the {other}'s: it has not scored them (tool output, prompt, padding), "
        f"and the mask lets them count.{greedy}",
    )
