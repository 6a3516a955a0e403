"""Skills as Gaussians over the state: how much a state tells of the skill, and of a guess."""

from __future__ import annotations

from collections.abc import Iterator

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.skills.figures import FIGURES
from engine.pages.skills.gather import Gathered, gather
from engine.pages.skills.measure import measure
from engine.pages.skills.options import Options
from engine.pages.skills.quantities import QUANTITIES

HARMFUL = "The guess is worse than none: by it a state tells less than nothing of the skill."


def banners(gathered: Gathered) -> Iterator[str]:
    """Where the bound says nothing."""
    if gathered.bound < 0.0:
        yield HARMFUL


PAGE = Page(
    name="skills",
    title="Skills",
    group="Policies",
    summary="Do my skills differ? What a state tells of the skill, I(S;Z), its ceiling log K, and "
    "the bound that a discriminator reaches (DIAYN).",
    order=4,
    options=Options,
    inputs=("sampling",),
    quantities=QUANTITIES,
    chips=("information", "information.estimate", "bound", "ceiling", "correct"),
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    first_sweep=FirstSweep(
        "skills.skills=2:8:7", ("information", "information.estimate", "bound", "ceiling")
    ),
)
