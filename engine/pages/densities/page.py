"""Two Gaussians as densities, every divergence between them, and own samples beside them."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.densities.banners import banners
from engine.pages.densities.figures import FIGURES
from engine.pages.densities.gather import gather
from engine.pages.densities.group_quantities import GROUP_QUANTITIES
from engine.pages.densities.measure import measure
from engine.pages.densities.options import Options
from engine.pages.densities.quantities import DIVERGENCES

PAGE = Page(
    name="densities",
    title="Densities",
    group="Two Gaussians",
    summary="p and q as densities that can be dragged, and every divergence between them.",
    order=1,
    options=Options,
    quantities=(*GROUP_QUANTITIES, *DIVERGENCES),
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    chips=("kl.q_p", "kl.p_q", "chi_square.p_q", "chi_square.q_p", "total_variation"),
    facts=lambda gathered: gathered.facts,
    sources=("samples", "groups"),
    earlier_flags={"lower": lambda options, _: options},  # which plot stood below
    first_sweep=FirstSweep("q.mean=-3:3:61", ("kl.q_p", "kl.p_q")),
)
