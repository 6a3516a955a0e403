"""Trust regions: steps up a return that are measured between distributions."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.trust_region.banners import banners
from engine.pages.trust_region.figures import FIGURES
from engine.pages.trust_region.gather import gather
from engine.pages.trust_region.measure import measure
from engine.pages.trust_region.options import Options
from engine.pages.trust_region.quantities import QUANTITIES

PAGE = Page(
    name="trust-region",
    title="Trust region",
    group="Policies",
    summary="Why delta = .01 was set and KL .03 measured: five steps from q, and the KL of each.",
    order=2,
    options=Options,
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    chips=(
        "natural_sigma.kl_old_new",
        "natural_sigma.kl_old_new.measured",
        "natural_log_sigma.kl_old_new",
        "best.return",
        "q.return",
    ),
    banners=banners,
    first_sweep=FirstSweep(
        "trust_region.delta=0.0001:1:41:log",
        ("natural_sigma.kl_old_new", "natural_log_sigma.kl_old_new"),
    ),
)
