"""Prioritised replay and stale recurrent states, exact beside drawn."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.replay.banners import banners
from engine.pages.replay.figures import FIGURES
from engine.pages.replay.gather import gather
from engine.pages.replay.measure import measure
from engine.pages.replay.options import Options
from engine.pages.replay.quantities import QUANTITIES

PAGE = Page(
    name="replay",
    title="Replay",
    group="Sequences",
    summary="Prioritised replay and stale recurrent states: what is drawn, weighted and biased.",
    order=3,
    options=Options,
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    chips=(
        "update.uniform",
        "update.mean",
        "update.bias",
        "update.variance",
        "stale.stored",
        "stale.zero",
    ),
    inputs=("gaussians", "task", "sampling"),
    first_sweep=FirstSweep("replay.b=0:1:21", ("update.bias", "update.variance")),
)
