"""The densities page: p and q as pictures that can be dragged."""

from __future__ import annotations

from engine.gaussian.gaussian import Gaussian
from engine.session.session import Session
from gui.figure.view import View
from gui.pages.densities.handled import HandledPanel
from gui.pages.densities.lines import DensityPanel, LogDensityPanel, RatioPanel
from gui.pages.densities.matrices import CovarianceOfQ, CovariancePanel
from gui.pages.densities.plane import PlanePanel
from gui.pages.densities.quantiles import QuantilesOfP, QuantilesOfQ
from gui.pages.densities.spectrum import SpectrumPanel
from gui.plotkit.card import Card, on_data, on_one_dimension
from gui.plotkit.panel import Panel


def on_a_plane(session: Session) -> bool:
    """In two dimensions or more."""
    return session.scene.dimension > 1


def on_space(session: Session) -> bool:
    """In three dimensions or more."""
    return session.scene.dimension > 2


PLANE = ("marginals", "ellipses", "points", "groups")


class PageView(View):
    """Curves in one dimension, a plane in two, a plane with spectra and tables above; with
    samples of two groups, Q-Q plots."""

    page = "densities"
    cards = (
        Card(
            "densities", "Densities", DensityPanel, ("curves", "points", "groups"), on_one_dimension
        ),
        Card("plane", "Densities", PlanePanel, PLANE, on_a_plane),
        Card("ratio", "log p − log q", RatioPanel, ("curves",), on_one_dimension),
        Card("logs", "Densities on a log scale", LogDensityPanel, ("curves",), on_one_dimension),
        Card("quantiles-p", "Q-Q of p", QuantilesOfP, ("groups",), on_data),
        Card("quantiles-q", "Q-Q of q", QuantilesOfQ, ("groups",), on_data),
        Card("spectrum", "Eigenvalues", SpectrumPanel, ("spectra",), on_space),
        Card("covariance-p", "Covariance of p", CovariancePanel, ("covariances",), on_space),
        Card("covariance-q", "Covariance of q", CovarianceOfQ, ("covariances",), on_space),
    )

    def _connect(self, panel: Panel) -> None:
        super()._connect(panel)
        if isinstance(panel, HandledPanel):
            panel.reshaped.connect(self._reshape)

    def _reshape(self, name: str, gaussian: Gaussian, gesture: int) -> None:
        if self._drawn is not None:
            self.propose_scene(self._drawn, {name: gaussian}, gesture)
