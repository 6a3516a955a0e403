"""The quantities of the Trust region page."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.pages.trust_region.steps import METHODS

ESTIMATED: tuple[Known, ...] = ("estimated",)
WAYS = {
    "gradient": "The gradient in (μ, σ), its rate such that KL is delta to second order.",
    "natural_sigma": "Along F⁻¹g in (μ, σ): TRPO's step sqrt(2δ / g'F⁻¹g) F⁻¹g.",
    "natural_log_sigma": "Along F⁻¹g in (μ, log σ): as long, and it ends elsewhere.",
    "mirror": "The natural parameters move by the gradient in the mean parameters.",
    "best": "The largest return among all policies in the ball of delta nats.",
}
OLD_NEW = "KL(old||new)"
NEW_OLD = "KL(new||old)"


def _each(key: str, column: str, help: str, unit: str = "nats") -> dict[str, Quantity]:
    return {
        name: Quantity(
            f"{name}.{key}", row, column, unit, f"{help} {WAYS[name]}", brief=_brief(row, column)
        )
        for name, row in METHODS.items()
    }


def _measured(key: str, column: str, help: str, unit: str = "nats") -> dict[str, Quantity]:
    return {
        name: Quantity(
            f"{name}.{key}.measured", row, f"measured {column}", unit, f"{help} {WAYS[name]}",
            ESTIMATED, brief=_brief(row, "measured KL") if column == OLD_NEW else "",
        )
        for name, row in METHODS.items()
    }  # fmt: skip


def _brief(row: str, column: str) -> str:
    """What the natural gradient's steps are called where it is plain that they are its own."""
    return f"{row.removeprefix('natural ')}: {column}" if row.startswith("natural") else ""


KL_OLD_NEW = _each("kl_old_new", OLD_NEW, "What TRPO bounds and PPO logs, closed form.")
KL_OLD_NEW_MEASURED = _measured(
    "kl_old_new", OLD_NEW, "Mean of log old - log new over samples of the old policy."
)
KL_NEW_OLD = _each("kl_new_old", NEW_OLD, "That of a KL penalty, closed form.")
KL_NEW_OLD_MEASURED = _measured(
    "kl_new_old", NEW_OLD, "Mean of log new - log old over samples of the new policy."
)
RETURN = _each("return", "return", "E f under the new policy, closed form.", "")
RETURN_MEASURED = _measured("return", "return", "Mean of f over samples of the new policy.", "")
DISTANCE = _each(
    "distance", "distance", "Fisher-Rao distance from the old policy; a small one is √(2 KL).", ""
)  # fmt: skip
MEAN = _each("mean", "mean", "Of the new policy, along the direction that is shown.", "")
STD = _each("std", "std", "Of the new policy, along the direction that is shown.", "")

P_OLD_NEW = Quantity("p.kl_old_new", "p", OLD_NEW, help="KL(q||p): p as the new policy of q.")
P_NEW_OLD = Quantity("p.kl_new_old", "p", NEW_OLD, help="KL(p||q): p as the new policy of q.")
P_RETURN = Quantity("p.return", "p", "return", "", "E f under p, along q's principal directions.")
P_DISTANCE = Quantity(
    "p.distance", "p", "distance", "",
    "Fisher-Rao distance of p and q along the direction that is shown: the geodesic's length.",
)  # fmt: skip
Q_RETURN = Quantity("q.return", "q", "return", "", "E f under the current policy, closed form.")

BY_MU = Quantity("gradient.mu", "dJ/dμ", "", "", "d E f / dμ at q, closed form.")
BY_SIGMA = Quantity("gradient.sigma", "dJ/dσ", "", "", "d E f / dσ at q, closed form.")
BY_MU_MEASURED = Quantity(
    "gradient.mu.measured", "dJ/dμ", "estimate", "",
    "Score function over samples of q, with the exact E f as its baseline.", ESTIMATED,
)  # fmt: skip
BY_SIGMA_MEASURED = Quantity(
    "gradient.sigma.measured", "dJ/dσ", "estimate", "",
    "Score function over samples of q, with the exact E f as its baseline.", ESTIMATED,
)  # fmt: skip

OF_EACH = (
    KL_OLD_NEW, KL_OLD_NEW_MEASURED, KL_NEW_OLD, KL_NEW_OLD_MEASURED, RETURN, RETURN_MEASURED,
    DISTANCE, MEAN, STD,
)  # fmt: skip
QUANTITIES = (
    *(group[name] for name in METHODS for group in OF_EACH),
    P_OLD_NEW, P_NEW_OLD, P_RETURN, P_DISTANCE, Q_RETURN,
    BY_MU, BY_MU_MEASURED, BY_SIGMA, BY_SIGMA_MEASURED,
)  # fmt: skip
