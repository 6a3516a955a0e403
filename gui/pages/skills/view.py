"""The picture of the skills page."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.skills.curves import (
    InformationPanel,
    PosteriorPanel,
    RewardPanel,
    SpreadPanel,
)
from gui.pages.skills.densities import DensitiesPanel
from gui.plotkit.card import Card


class PageView(View):
    """The skills; beside them what a state tells of them, and to whom."""

    page = "skills"
    cards = (
        Card("skills", "States of each skill", DensitiesPanel, ("densities",)),
        Card("information", "What a state tells", InformationPanel, ("information",)),
        Card("posteriors", "Which skill is it?", PosteriorPanel, ("posteriors",)),
        Card("rewards", "What a skill is paid", RewardPanel, ("rewards",)),
        Card("spread", "Farther apart", SpreadPanel, ("spread",)),
    )
