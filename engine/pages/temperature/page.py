"""The temperature of maximum-entropy reinforcement learning, and how it is adjusted."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="temperature",
    title="Temperature",
    group="Policies",
    summary="Why does alpha run away? Return, entropy and temperature of maximum-entropy policies, "
    "and the rules by which SAC adjusts alpha.",
    order=3,
    parts=ImportedParts(__package__),
    inputs=("sampling",),
    chips=("alpha.meeting", "entropy", "soft_value", "actor.kl", "entropy.most"),
    first_sweep=FirstSweep("temperature.alpha=0.01:100:41:log", ("entropy", "soft_value")),
)
