"""Log-probabilities that are no finite numbers."""

from __future__ import annotations

from engine.weights.rollouts.checks.finding import Evidence, Finding, share_text


def check(given: Evidence) -> Finding:
    """Whether a token that counts has NaN, null or an infinity on either side."""
    count, whole = given.missing, given.missing + given.tokens
    return Finding(
        fault="missing",
        name="tokens without a finite number",
        value=float(count),
        error=None,
        limit="0",
        fired=count > 0,
        title="Missing values",
        evidence=f"{share_text(count, whole)} inside the mask hold NaN, null or an infinity on "
        "one side. They are left out of every number.",
    )
