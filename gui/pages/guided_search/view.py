"""The picture of guided policy search."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.guided_search.panels import (
    LogZPanel,
    ObjectivesPanel,
    ReplayPanel,
    ReturnsPanel,
    TrustPanel,
)
from gui.plotkit.card import Card


class PageView(View):
    """What the replay says of policies beside the truth; and why it cannot know."""

    page = "guided-search"
    cards = (
        Card("returns", "Return against the policy's mean", ReturnsPanel, ("returns",)),
        Card("replay", "Guides and their samples", ReplayPanel, ("replay",)),
        Card("effective", "Trajectories that count", TrustPanel, ("trust",)),
        Card("log-z", "log Z", LogZPanel, ("trust",)),
        Card("objectives", "Φ by regulariser", ObjectivesPanel, ("objectives",)),
    )
