"""The quantities of the skills page."""

from __future__ import annotations

from engine.core.quantity import Quantity
from engine.pages.skills.options import MOST

INFORMATION = Quantity(
    "information",
    "I(S;Z)",
    "exact",
    help="What a state tells of the skill: the entropy of the states less that of one skill's.",
    name="I(S;Z)",
)
MEASURED = Quantity(
    "information.estimate",
    "I(S;Z)",
    "estimate",
    help="Mean of log p(z|s) + log K over the samples.",
    known=("estimated",),
)
CEILING = Quantity(
    "ceiling", "log K", "exact", name="log K", help="What there is to tell of K equal skills."
)
SHARE = Quantity(
    "share",
    "I(S;Z) / log K",
    "exact",
    "",
    name="I(S;Z) / log K",
    help="How much of the skill a state tells; 1 is all of it.",
)
ENTROPY = Quantity(
    "entropy.states", "H(S)", "exact", name="H(S)", help="Entropy of the states of all skills."
)
OWN_ENTROPY = Quantity(
    "entropy.skill",
    "H(S|Z)",
    "exact",
    name="H(S|Z)",
    help="Mean entropy of the states of one skill.",
)
BOUND = Quantity(
    "bound",
    "discriminator bound",
    "exact",
    help="E log q(z|s) + log K for the discriminator q: never above I(S;Z), by quadrature.",
    name="discriminator bound",
)
MEASURED_BOUND = Quantity(
    "bound.estimate",
    "discriminator bound",
    "estimate",
    help="Mean of log q(z|s) + log K over the samples: what a skill's reward adds up to.",
    known=("estimated",),
)
GAP = Quantity(
    "gap",
    "discriminator gap",
    "exact",
    help="I(S;Z) less the bound: the mean KL of p(z|s) from q(z|s).",
    name="discriminator gap",
)
CORRECT = Quantity(
    "correct",
    "discriminator accuracy",
    "estimate",
    "",
    "Share of samples whose skill the discriminator thinks likeliest.",
    ("estimated",),
    "discriminator accuracy",
)
REWARD = {
    skill: Quantity(
        f"reward[{skill}]",
        f"reward of skill {skill}",
        "exact",
        help="E log q(z|s) + log K over the states of this skill: what it is paid.",
        name=f"reward of skill {skill}",
    )
    for skill in range(1, MOST + 1)
}

QUANTITIES = (
    INFORMATION,
    MEASURED,
    CEILING,
    SHARE,
    BOUND,
    MEASURED_BOUND,
    GAP,
    CORRECT,
    ENTROPY,
    OWN_ENTROPY,
    *REWARD.values(),
)
