"""Rollouts: the log-probabilities of trainer and sampler that training programs write. Is their
ratio healthy, drifted, or faulty; what do frameworks log of it, and what would a gate do."""

from __future__ import annotations

from typing import get_args

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.rollouts.banners import banners
from engine.pages.rollouts.figures import FIGURES
from engine.pages.rollouts.gather import gather
from engine.pages.rollouts.measure import measure
from engine.pages.rollouts.options import Drawn, Options
from engine.pages.rollouts.quantities import QUANTITIES
from engine.pages.rollouts.report import report

PAGE = Page(
    name="rollouts",
    title="Rollouts",
    group="Your data",
    summary="Is the ratio of trainer and sampler healthy: drift, a bug, or top-p.",
    order=1,
    options=Options,
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    facts=lambda gathered: gathered.facts,
    report=report,
    inputs=("sampling",),
    sources=("samples", "rollouts"),
    first_sweep=FirstSweep(f"rollouts.drawn={','.join(get_args(Drawn))}", ("verdict.fired",)),
)
