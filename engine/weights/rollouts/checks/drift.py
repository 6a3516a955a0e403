"""Two policies that are further apart than rounding and kernels make them."""

from __future__ import annotations

from engine.core.number_format import value_text
from engine.weights.rollouts.checks.finding import Evidence, Finding, shown
from engine.weights.rollouts.columns import FAR
from engine.weights.rollouts.frameworks.number import over_tokens

K3, SHARE = 0.01, 0.01


def check(given: Evidence) -> Finding:
    """Whether k3 or the share of tokens with |l| > 1/2 is above its limit."""
    table = given.sums.table
    k3, far = (table.estimate(over_tokens(name)) for name in ("k3", "far"))
    return Finding(
        fault="drift",
        name="k3, the KL of a token",
        value=k3.value,
        error=k3.standard_error,
        limit=f"{K3:g}, or {SHARE:g} of the tokens beyond {FAR:g}",
        fired=k3.value > K3 or far.value > SHARE,
        title="Drift",
        evidence=f"k3 is {shown(k3)} nats a token, and {value_text(100.0 * far.value, 2)} % of the "
        f"tokens have a log-ratio beyond ±{FAR:g}. No test found another cause.",
    )
