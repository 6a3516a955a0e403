"""The picture of the Evidence page."""

from __future__ import annotations

from engine.session.session import Session
from gui.figure.view import View
from gui.pages.evidence_bound.bounds import BoundPanel, BoundsPanel
from gui.pages.evidence_bound.densities import DensitiesPanel
from gui.pages.evidence_bound.gradients import GradientsPanel
from gui.pages.evidence_bound.parts import EncoderPanel, PartsPanel
from gui.pages.evidence_bound.signals import SignalsPanel
from gui.plotkit.card import Card


def on_several(session: Session) -> bool:
    """Where q has more than one coordinate."""
    return session.scene.dimension > 1


class PageView(View):
    """Signal to noise against K; beside it the bounds, the densities, the parts."""

    page = "evidence-bound"
    cards = (
        Card("signals", "Signal to noise against K", SignalsPanel, ("signals",)),
        Card("bounds", "L_K against K", BoundsPanel, ("bounds",)),
        Card("densities", "Prior, likelihood, posterior, q", DensitiesPanel, ("densities",)),
        Card("parts", "What the bound is made of", PartsPanel, ("parts",)),
        Card("gradients", "Variance of one gradient", GradientsPanel, ("gradients",)),
        Card("encoder", "KL of each coordinate", EncoderPanel, ("encoder",), on_several),
        Card("bound", "ELBO against the std of q", BoundPanel, ("bound",)),
    )
