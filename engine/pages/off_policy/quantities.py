"""The quantities of the Off-policy page."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.pages.off_policy.gather import PER_DECISION, TARGETS, VTRACE, WHOLE

ESTIMATED: tuple[Known, ...] = ("estimated",)
LABELS = {VTRACE: "V-trace", PER_DECISION: "per decision", WHOLE: "whole trajectory"}
FORMULAS = {
    VTRACE: "V-trace's target of V(s₀) after n steps",
    PER_DECISION: "Σ γᵗ (Π w) r, each reward weighted by the steps up to it",
    WHOLE: "(Π w) Σ γᵗ r, the return weighted by all steps",
}

KL = Quantity("kl.behaviour_target", "KL(μ||p)", "exact", help="Of one step's action, closed form.")
CHI_SQUARE = Quantity(
    "chi_square.step",
    "χ²(p||μ)",
    "exact",
    "",
    "Variance of one step's weight w = p/μ; infinite from twice the variance on.",
)
SHARE = Quantity(
    "share.trajectory",
    "effective share",
    "exact",
    "",
    "(1 + χ²)^-T: what is left of n trajectories after weighting whole ones.",
)
TARGET_RETURN = Quantity(
    "return.target", "return of p", "exact", "", "J of the target policy, in closed form."
)
BEHAVIOUR_RETURN = Quantity(
    "return.behaviour", "return of μ", "exact", "", "J of the behaviour policy, in closed form."
)
CLIPPED_RETURN = Quantity(
    "return.clipped",
    "return of πᵨ",
    "exact",
    "",
    "J of the policy that clipping at ρ̄ really evaluates: πᵨ ~ min(ρ̄ μ, p).",
)
CLIPPED_BIAS = Quantity(
    "return.clipped_bias",
    "return of πᵨ",
    "bias",
    "",
    "J of πᵨ less J of p, formed without a difference.",
)
CLIPPED_MEAN = Quantity(
    "clipped.mean", "mean of πᵨ", "exact", "", "Mean of its offset, less K s, by two pieces."
)
CLIPPED_STD = Quantity(
    "clipped.std", "std of πᵨ", "exact", "", "Standard deviation of its noise, by two pieces."
)
NORMALISER = Quantity(
    "clipped.normaliser",
    "E min(ρ̄, w)",
    "exact",
    "",
    "Mass of min(ρ̄ μ, p), the mean of the clipped weights.",
)


def _of(name: str) -> dict[str, Quantity]:
    what, label = FORMULAS[name], LABELS[name]
    columns: dict[str, tuple[str, tuple[Known, ...]]] = {
        "mean": (f"Exact expectation of {what}.", ("exact",)),
        "measured mean": (
            f"Mean of {what} over the trajectories; its error by the exact variance.",
            ESTIMATED,
        ),
        "bias": (f"Exact expectation of {what}, less J of p.", ("exact",)),
        "variance": (f"Exact variance of {what} given s₀, on average over s₀.", ("exact",)),
        "measured variance": (f"Variance of {what} given s₀, over the trajectories.", ESTIMATED),
    }
    return {
        column: Quantity(
            f"{name}.{column.replace(' ', '_')}",
            label,
            column,
            "",
            help,
            known,
            name=f"{label} {column}",
        )
        for column, (help, known) in columns.items()
    }


OF = {name: _of(name) for name in TARGETS}

QUANTITIES = (
    KL,
    CHI_SQUARE,
    SHARE,
    TARGET_RETURN,
    BEHAVIOUR_RETURN,
    CLIPPED_RETURN,
    CLIPPED_BIAS,
    CLIPPED_MEAN,
    CLIPPED_STD,
    NORMALISER,
    *(each for columns in OF.values() for each in columns.values()),
)
