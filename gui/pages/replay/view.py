"""The picture of the Replay page."""

from __future__ import annotations

from functools import partial

from gui.figure.view import View
from gui.pages.replay.correction import CorrectionPanel
from gui.pages.replay.items import ItemsPanel
from gui.pages.replay.stale import StalePanel
from gui.plotkit.card import Card


class PageView(View):
    """What is drawn, what correcting it costs, and what a stale state does."""

    page = "replay"
    cards = (
        Card("items", "Probabilities and weights by item", ItemsPanel, ("items",)),
        Card("b", "Bias and deviation against b", CorrectionPanel, ("against_b",)),
        Card(
            "age",
            "Stale state, KL against age",
            partial(StalePanel, option="age"),
            ("against_age",),
        ),
        Card(
            "burn-in",
            "Stale state, KL against burn-in",
            partial(StalePanel, option="burn_in"),
            ("against_burn_in",),
        ),
    )
