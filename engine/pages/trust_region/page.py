"""Trust regions: steps up a return that are measured between distributions."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="trust-region",
    title="Trust region",
    group="Policies",
    summary="Why delta = .01 was set and KL .03 measured: five steps from q, and the KL of each.",
    order=2,
    parts=ImportedParts(__package__),
    chips=(
        "natural_sigma.kl_old_new",
        "natural_sigma.kl_old_new.measured",
        "natural_log_sigma.kl_old_new",
        "best.return",
        "q.return",
    ),
    first_sweep=FirstSweep(
        "trust_region.delta=0.0001:1:41:log",
        ("natural_sigma.kl_old_new", "natural_log_sigma.kl_old_new"),
    ),
)
