"""Gaussian policies squashed by tanh: densities, entropies, ratios, and formulas that break."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="tanh-squashing",
    title="Squash",
    group="Policies",
    summary="Policies squashed by tanh: what the Jacobian does to densities, entropies, PPO "
    "ratios and SAC, and which formula keeps its digits.",
    order=1,
    parts=ImportedParts(__package__),
    earlier_flags=lambda: {"plots": lambda options, _: options},  # which of them were drawn
    chips=(
        "entropy.squashed.p",
        "entropy.squashed.q",
        "kl.q_p",
        "modes.p",
        "area.without_jacobian.p",
    ),
    first_sweep=FirstSweep("q.std=0.1:5:41:log", ("entropy.squashed.q", "kl.q_p")),
)
