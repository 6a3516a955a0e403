"""The picture of gates."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.gates.panels import (
    ErrorsPanel,
    GradientsPanel,
    KeptPanel,
    NegativePanel,
    PositivePanel,
    SequencesPanel,
)
from gui.plotkit.card import Card


class PageView(View):
    """The gradients that gates leave; beside them why, at what price, and whole sequences."""

    page = "gates"
    cards = (
        Card("gradients", "Mean gradient under each gate", GradientsPanel, ("gradients",)),
        Card("errors", "Error against batch size", ErrorsPanel, ("errors",)),
        Card("sequences", "Ratio of a sequence", SequencesPanel, ("sequences",)),
        Card("positive", "Weight where A > 0", PositivePanel, ("levels",)),
        Card("negative", "Weight where A < 0", NegativePanel, ("levels",)),
        Card("kept", "Samples left as they are", KeptPanel, ("gradients",)),
    )
