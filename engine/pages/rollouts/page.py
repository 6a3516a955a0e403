"""Rollouts: the log-probabilities of trainer and sampler that training programs write. Is their
ratio healthy, drifted, or faulty; what do frameworks log of it, and what would a gate do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts
from engine.pages.rollouts.drawn import Drawn


def report(gathered: Any) -> Mapping[str, Any]:
    """The verdict by name, its tests, every number by its framework's own name."""
    from engine.pages.rollouts.report import report as made

    return made(gathered)


PAGE = Page(
    name="rollouts",
    title="Rollouts",
    group="Your data",
    summary="Is the ratio of trainer and sampler healthy: drift, a bug, or top-p.",
    order=1,
    parts=ImportedParts(__package__),
    facts=lambda gathered: gathered.facts,
    report=report,
    inputs=("sampling",),
    sources=("samples", "rollouts"),
    first_sweep=FirstSweep(f"rollouts.drawn={','.join(get_args(Drawn))}", ("verdict.fired",)),
)
