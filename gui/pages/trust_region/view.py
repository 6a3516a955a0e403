"""The picture of the Trust region page."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.trust_region.paths import FromStartPanel, PathsPanel, ReturnsPanel
from gui.pages.trust_region.plane import PlanePanel
from gui.pages.trust_region.sizes import LimitPanel, ReachedPanel
from gui.plotkit.card import Card


class PageView(View):
    """Balls and steps in the half-plane; beside it steps of every size, and repeated ones."""

    page = "trust-region"
    cards = (
        Card("plane", "Balls of KL and steps", PlanePanel, ("plane",)),
        Card("reached", "KL reached over δ", ReachedPanel, ("reached",)),
        Card("paths", "Repeated steps", PathsPanel, ("paths",)),
        Card("from-start", "KL from the start", FromStartPanel, ("paths",)),
        Card("returns", "Return of repeated steps", ReturnsPanel, ("paths",)),
        Card("limit", "Steps as δ shrinks", LimitPanel, ("limit",)),
    )
