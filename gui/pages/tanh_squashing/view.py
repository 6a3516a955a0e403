"""The picture of the squash page."""

from __future__ import annotations

from engine.session.session import Session
from gui.figure.view import View
from gui.pages.tanh_squashing.entropy import EntropyPanel, KLPanel
from gui.pages.tanh_squashing.line import BendPanel, DensityPanel, GaussianPanel
from gui.pages.tanh_squashing.objective import ObjectivePanel, RatioPanel
from gui.pages.tanh_squashing.plane import PlaneOfQ, PlanePanel
from gui.pages.tanh_squashing.precision import DoublePrecisionPanel, PrecisionPanel
from gui.plotkit.card import Card


def on_a_plane(session: Session) -> bool:
    """Two actions."""
    return session.scene.dimension == 2


def on_one_action(session: Session) -> bool:
    """One action, or one of many."""
    return session.scene.dimension != 2


DENSITY = ("curves", "modes", "histogram")


class PageView(View):
    """The density of the action; beside it where it comes from, and what follows from it."""

    page = "tanh-squashing"
    cards = (
        Card("density", "Density of the action", DensityPanel, DENSITY, on_one_action),
        Card("plane-p", "p over the actions", PlanePanel, ("plane",), on_a_plane),
        Card("plane-q", "q over the actions", PlaneOfQ, ("plane",), on_a_plane),
        Card("bend", "a = tanh u", BendPanel, ("curves",), on_one_action),
        Card("entropy", "Entropy of p's action", EntropyPanel, ("entropies",)),
        Card("objective", "E r − α E log π", ObjectivePanel, ("objective",)),
        Card("gaussian", "Density of u", GaussianPanel, ("curves",), on_one_action),
        Card("kl", "KL(p∥q) before and after", KLPanel, ("divergence",)),
        Card("ratio", "Ratio p / q", RatioPanel, ("ratios",)),
        Card("precision", "Error in float32", PrecisionPanel, ("precision",)),
        Card("double", "Error in float64", DoublePrecisionPanel, ("precision",)),
    )
