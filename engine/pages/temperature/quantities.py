"""The quantities of the temperature page."""

from __future__ import annotations

from engine.core.quantity import Quantity

RETURN = Quantity("return", "E r", "best policy", "", "Expected reward of exp(r/α)/Z.", name="E r")
ENTROPY = Quantity("entropy", "H", "best policy", "nats", "Entropy of exp(r/α)/Z.", name="entropy")
SOFT_VALUE = Quantity(
    "soft_value",
    "E r + α H",
    "best policy",
    "",
    "α log Z: no policy reaches more.",
    name="soft value",
)
ACTOR_RETURN = Quantity(
    "actor.return",
    "E r",
    "actor",
    "",
    "Expected reward of the best actor: a Gaussian, after tanh where actions are bounded.",
    name="actor's E r",
)
ACTOR_ENTROPY = Quantity(
    "actor.entropy",
    "H",
    "actor",
    "nats",
    "Entropy of the best actor's actions.",
    name="actor's entropy",
)
ACTOR_VALUE = Quantity(
    "actor.soft_value",
    "E r + α H",
    "actor",
    "",
    "What the best actor reaches: the soft value less α KL(actor||exp(r/α)/Z).",
    name="actor's soft value",
)
MEASURED_RETURN = Quantity(
    "actor.return.estimate",
    "E r",
    "measured actor",
    "",
    "Mean reward of the actor's samples.",
    ("estimated",),
    "measured actor's E r",
)
MEASURED_ENTROPY = Quantity(
    "actor.entropy.estimate",
    "H",
    "measured actor",
    "nats",
    "Mean of -log π over the actor's samples, as SAC estimates it.",
    ("estimated",),
    "measured actor's entropy",
)
GAP = Quantity(
    "actor.kl",
    "KL(actor||best)",
    "exact",
    help="What the actor's shape costs, in nats: (soft value - actor's) / α.",
    name="KL(actor||best)",
)
MEAN = Quantity(
    "actor.mean", "actor's mean", "exact", "", "Of the Gaussian, before tanh.", name="actor's mean"
)
STD = Quantity(
    "actor.std", "actor's std", "exact", "", "Of the Gaussian, before tanh.", name="actor's std"
)
MOST_ENTROPY = Quantity(
    "entropy.most",
    "largest entropy",
    "exact",
    "nats",
    "log 2 of the uniform policy between the bounds; without bounds there is no most.",
    name="largest entropy",
)
MEETING = Quantity(
    "alpha.meeting",
    "α that meets the target",
    "exact",
    "",
    "The temperature whose best policy has the target entropy.",
    name="α that meets the target",
    brief="α at the target",
)
FINAL = {
    rule: Quantity(
        f"alpha.after.{rule}",
        f"α after the steps, {words}",
        "exact",
        "",
        f"Where the temperature gets to by steps in {words}.",
        name=f"α after the steps, {words}",
    )
    for rule, words in (
        ("alpha", "α"),
        ("log_alpha", "log α"),
        ("log_alpha_plain", "log α without α"),
    )
}

QUANTITIES = (
    SOFT_VALUE,
    RETURN,
    ENTROPY,
    MEETING,
    ACTOR_VALUE,
    ACTOR_RETURN,
    ACTOR_ENTROPY,
    MEASURED_RETURN,
    MEASURED_ENTROPY,
    GAP,
    MEAN,
    STD,
    MOST_ENTROPY,
    *FINAL.values(),
)
