"""The picture of the temperature page."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.temperature.panels import (
    AlphaPanel,
    EntropyPathsPanel,
    PathsPanel,
    PoliciesPanel,
    ReturnPanel,
)
from gui.plotkit.card import Card


class PageView(View):
    """The temperature while it is adjusted; beside it what it makes of the policy."""

    page = "temperature"
    cards = (
        Card("adjusting", "Temperature while it is adjusted", PathsPanel, ("adjusting",)),
        Card("policies", "Best policy and best actor", PoliciesPanel, ("policies",)),
        Card("entropy", "Entropy against α", AlphaPanel, ("against_alpha",)),
        Card("return", "Return against α", ReturnPanel, ("against_alpha",)),
        Card("entropies", "Entropy while α is adjusted", EntropyPathsPanel, ("adjusting",)),
    )
