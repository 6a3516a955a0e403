"""Two Gaussians as densities, every divergence between them, and own samples beside them."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="densities",
    title="Densities",
    group="Two Gaussians",
    summary="p and q as densities that can be dragged, and every divergence between them.",
    order=1,
    parts=ImportedParts(__package__),
    chips=("kl.q_p", "kl.p_q", "chi_square.p_q", "chi_square.q_p", "total_variation"),
    facts=lambda gathered: gathered.facts,
    sources=("samples", "groups"),
    first_sweep=FirstSweep("q.mean=-3:3:61", ("kl.q_p", "kl.p_q")),
    earlier_flags=lambda: {"lower": lambda options, _: options},  # which plot stood below
)
