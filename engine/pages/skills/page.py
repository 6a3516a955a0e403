"""Skills as Gaussians over the state: how much a state tells of the skill, and of a guess."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="skills",
    title="Skills",
    group="Policies",
    summary="Do my skills differ? What a state tells of the skill, I(S;Z), its ceiling log K, and "
    "the bound that a discriminator reaches (DIAYN).",
    order=4,
    parts=ImportedParts(__package__),
    inputs=("sampling",),
    chips=("information", "information.estimate", "bound", "ceiling", "correct"),
    first_sweep=FirstSweep(
        "skills.skills=2:8:7", ("information", "information.estimate", "bound", "ceiling")
    ),
)
