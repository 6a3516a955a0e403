"""The quantities of the page of guided policy search."""

from __future__ import annotations

from engine.core.quantity import Quantity

RETURN = Quantity(
    "return", "return of p", "exact", "", "T E r under the policy p.", name="return of p"
)
ESTIMATE = Quantity(
    "return.estimate",
    "return of p",
    "this replay",
    "",
    "Σ w r / Σ w over the replay: weights p/q of all steps up to the reward.",
    ("estimated",),
    "estimated return",
)
REPEATED = Quantity(
    "return.repeated",
    "return of p",
    "many replays",
    "",
    "Mean of the same estimate over replays drawn anew: its distance from the exact is the bias.",
    ("estimated",),
    "mean estimated return",
)
BIAS = Quantity(
    "bias",
    "bias",
    "many replays",
    "",
    "Mean estimate less the exact return.",
    ("estimated",),
    "bias",
)
EFFECTIVE = Quantity(
    "effective",
    "effective size",
    "this replay",
    "",
    "(Σ w)² / Σ w² at the last step.",
    ("estimated",),
    "effective size",
)
LOG_Z = Quantity(
    "log_z",
    "log Z",
    "this replay",
    "nats",
    "Σ over steps of the log of the mean weight, which is 0 where the guides have sampled enough.",
    ("estimated",),
    "log Z",
)
PHI = Quantity(
    "phi",
    "Φ",
    "this replay",
    "",
    "Estimated return + w_r log Z: what guided policy search climbs.",
    ("estimated",),
    "Φ",
)
BEST = {
    name: Quantity(
        f"best.{name}",
        "mean of the best policy",
        column,
        "",
        f"The mean of p that makes {words} largest, its std as it is, of those shown.",
        name=f"best mean by {words}",
    )
    for name, column, words in (
        ("return", "return", "the exact return"),
        ("estimate", "estimate", "the estimate"),
        ("phi", "Φ", "Φ"),
    )
}
REGRET = {
    name: Quantity(
        f"regret.{name}",
        "return lost",
        column,
        "",
        f"What the policy that is best by {words} earns less than the best of those shown.",
        name=f"lost by {words}",
    )
    for name, column, words in (("estimate", "estimate", "the estimate"), ("phi", "Φ", "Φ"))
}

QUANTITIES = (
    RETURN,
    ESTIMATE,
    EFFECTIVE,
    PHI,
    LOG_Z,
    REPEATED,
    BIAS,
    *BEST.values(),
    *REGRET.values(),
)
