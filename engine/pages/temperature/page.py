"""The temperature of maximum-entropy reinforcement learning, and how it is adjusted."""

from __future__ import annotations

from collections.abc import Iterator

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.temperature.figures import FIGURES
from engine.pages.temperature.gather import Gathered, gather
from engine.pages.temperature.measure import measure
from engine.pages.temperature.options import Options
from engine.pages.temperature.quantities import QUANTITIES

RUNS_AWAY = (
    "The target entropy cannot be met: between -1 and 1 no policy has more than log 2 = 0.693 "
    "nats, and a temperature that is adjusted towards it grows without end."
)


def banners(gathered: Gathered) -> Iterator[str]:
    """Why alpha runs away."""
    if not gathered.met:
        yield RUNS_AWAY


PAGE = Page(
    name="temperature",
    title="Temperature",
    group="Policies",
    summary="Why does alpha run away? Return, entropy and temperature of maximum-entropy policies, "
    "and the rules by which SAC adjusts alpha.",
    order=3,
    options=Options,
    inputs=("sampling",),
    quantities=QUANTITIES,
    chips=("alpha.meeting", "entropy", "soft_value", "actor.kl", "entropy.most"),
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    first_sweep=FirstSweep("temperature.alpha=0.01:100:41:log", ("entropy", "soft_value")),
)
