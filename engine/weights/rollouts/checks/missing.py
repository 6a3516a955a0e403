"""Log-probabilities that are no finite numbers."""

from __future__ import annotations

from dataclasses import replace

from engine.weights.rollouts.checks.finding import Evidence, Finding, share_text


def check(given: Evidence) -> Finding:
    """Whether a token that counts has NaN, null or an infinity on either side."""
    return _found(given.missing, given.tokens)


def nothing_left(missing: int) -> Finding:
    """Where no token has a finite number on both sides, or none counts at all."""
    found = _found(missing, 0)
    return found if missing else replace(found, fired=True, evidence="No token counts.")


def _found(count: int, rest: int) -> Finding:
    return Finding(
        fault="missing",
        name="tokens without a finite number",
        value=float(count),
        error=None,
        limit="0",
        fired=count > 0,
        title="Missing values",
        evidence=f"{share_text(count, count + rest)} inside the mask hold NaN, null or an infinity "
        "on one side. They are left out of every number.",
    )
