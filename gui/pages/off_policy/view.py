"""The picture of the Off-policy page."""

from __future__ import annotations

from functools import partial

from gui.figure.view import View
from gui.pages.off_policy.against import AgainstPanel
from gui.pages.off_policy.densities import DensitiesPanel
from gui.pages.off_policy.growth import GrowthPanel
from gui.pages.off_policy.staleness import StalenessPanel
from gui.plotkit.card import Card


class PageView(View):
    """Both policies and the one between them; what clips, steps and staleness do."""

    page = "off-policy"
    cards = (
        Card("densities", "Policies p, μ and πᵨ", DensitiesPanel, ("densities",)),
        Card(
            "rho", "V-trace against ρ̄", partial(AgainstPanel, option="clip_rho"), ("against_rho",)
        ),
        Card("c", "V-trace against c̄", partial(AgainstPanel, option="clip_c"), ("against_c",)),
        Card(
            "steps", "V-trace against n", partial(AgainstPanel, option="steps"), ("against_steps",)
        ),
        Card("growth", "Variance against T", GrowthPanel, ("growth",)),
        Card("staleness", "How stale may data be?", StalenessPanel, ("staleness",)),
    )
