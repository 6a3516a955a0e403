"""The picture of the KL page."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from engine.core.number_format import value_text
from engine.page.result import Result
from engine.pages.kl_divergence.quantities import NEGATIVE_SHARE
from engine.pages.kl_divergence.records import ControlVariate
from engine.session.session import Session
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.kl_divergence.control_variate import ControlVariatePanel
from gui.pages.kl_divergence.histograms import HistogramPanel
from gui.pages.kl_divergence.integrand import IntegrandPanel
from gui.pages.kl_divergence.negative_batches import NegativeBatchPanel
from gui.pages.kl_divergence.running import RunningPanel
from gui.plotkit.key import Key
from gui.plotkit.panel import AXIS_WIDTH

GAP = 14
IDENTICAL = "p = q: every estimate is exactly 0"
EXACT = "exact"


class PageView(View):
    """Above, the estimates and how their samples spread; below, why they behave so."""

    page = "kl-divergence"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        layout = self.figure.ci
        layout.layout.setContentsMargins(10, 6, 14, 6)
        layout.layout.setVerticalSpacing(4)
        self.key = Key(theme, AXIS_WIDTH)
        # Or its words would decide how wide the figure is.
        self.key.setMinimumWidth(1)
        layout.addItem(self.key, row=0, col=0)
        above = layout.addLayout(row=1, col=0)
        self._below = below = layout.addLayout(row=2, col=0)
        for row in (above, below):
            row.layout.setContentsMargins(0, 0, 0, 0)
            row.layout.setHorizontalSpacing(GAP)
        self._add_panels(above, below)
        self._fill_key()

    def draw_panels(self, session: Session, result: Result) -> None:
        share = result[NEGATIVE_SHARE.key]
        control = result.control_variate
        known = result.facts is None
        name = EXACT if known else f"{EXACT}: unknown"
        if self.exact_name.text != name:
            self.exact_name.setText(name)
        identical = (IDENTICAL,) if known and control.k1_variance == 0.0 else ()
        self.running.draw(result.running, identical)
        self.histograms.draw(result.histograms, share)
        self.negative_batches.draw(result.negative_batches)
        self.control_variate.draw(control, why_no_curve(control))
        self._give_room(result.integrand is not None)
        if result.integrand is not None:
            self.integrand.draw(result.integrand)

    def _add_panels(self, above: pg.GraphicsLayout, below: pg.GraphicsLayout) -> None:
        self.running = self.add(RunningPanel(above, self.theme, (0, 0)))
        self.histograms = self.add(HistogramPanel(above, self.theme, (0, 1)))
        self.negative_batches = self.add(NegativeBatchPanel(below, self.theme, (0, 0)))
        self.control_variate = self.add(ControlVariatePanel(below, self.theme, (0, 1)))
        self.integrand = self.add(IntegrandPanel(below, self.theme, (0, 2)))
        for row, shares in ((above, (10, 9)), (below, (1, 1, 1))):
            for column, share in enumerate(shares):
                row.layout.setColumnStretchFactor(column, share)

    def _give_room(self, to_integrand: bool) -> None:
        """The integrand's column, or none: the other two plots then share the row."""
        plot = self.integrand.plot
        if to_integrand == (plot in self._below.items):
            return
        if to_integrand:
            self._below.addItem(plot, row=0, col=2)
        else:
            self._below.removeItem(plot)
        self._below.layout.setColumnStretchFactor(2, int(to_integrand))
        self._below.layout.setColumnSpacing(1, GAP if to_integrand else 0)
        self._below.layout.activate()

    def _fill_key(self) -> None:
        names = {"k1": "k1 = −log w", "k2": "k2 = (log w)² / 2", "k3": "k3 = w − 1 − log w"}
        for estimator, name in names.items():
            self.key.add(self.running.curves[estimator].graphics, name)
        self.exact_name = self.key.add(self.running.exact.graphics, EXACT)


def why_no_curve(control: ControlVariate) -> tuple[str, ...]:
    """What stands in the plot of the variance where it has no curve, line by line."""
    if control.unknown:
        return (control.unknown,)
    if control.k1_variance == 0.0:
        return ("p = q: variance 0 for every c",)
    if len(control.coefficient):
        return ()
    if control.lam is None or control.lam < 2.0:
        return ("k3's variance is above 1.8e308;", "only that of k1 is drawn")
    return (
        "k3 has infinite variance:",
        f"χ²(p‖q) = ∞, as λ = {value_text(control.lam, 4)} ≥ 2,",
        "λ the top eigenvalue of Σq⁻¹Σp",
    )
