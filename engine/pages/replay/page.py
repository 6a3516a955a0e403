"""Prioritised replay and stale recurrent states, exact beside drawn."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="replay",
    title="Replay",
    group="Sequences",
    summary="Prioritised replay and stale recurrent states: what is drawn, weighted and biased.",
    order=3,
    parts=ImportedParts(__package__),
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
