"""The picture of the KL page."""

from __future__ import annotations

from engine.session.session import Session
from gui.figure.view import View
from gui.pages.kl_divergence.control_variate import ControlVariatePanel
from gui.pages.kl_divergence.histograms import HistogramPanel
from gui.pages.kl_divergence.integrand import IntegrandPanel
from gui.pages.kl_divergence.negative_batches import NegativeBatchPanel
from gui.pages.kl_divergence.running import RunningPanel
from gui.plotkit.card import Card, on_gaussians, on_one_dimension


def has_integrand(session: Session) -> bool:
    """Of Gaussians of one number."""
    return on_one_dimension(session) and on_gaussians(session)


class PageView(View):
    """The estimates; beside them how their samples spread, and why they behave so."""

    page = "kl-divergence"
    cards = (
        Card("estimates", "Estimates of KL(q∥p), nats", RunningPanel, ("running",)),
        Card("samples", "k1, k2, k3 of one sample", HistogramPanel, ("histograms",)),
        Card("batches", "P(mean of B k1 < 0)", NegativeBatchPanel, ("negative_batches",)),
        Card("control", "Variance of k1 + c (w − 1)", ControlVariatePanel, ("control_variate",)),
        Card("integrand", "q (log q − log p)", IntegrandPanel, ("integrand",), has_integrand),
    )
