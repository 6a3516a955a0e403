"""The picture of the page of importance weights."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.session.session import Session
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.importance_weights.concentration import ConcentrationPlot
from gui.pages.importance_weights.data_clipping import DataClippingPlot
from gui.pages.importance_weights.data_running import DivergencesPlot, MeanWeightPlot
from gui.pages.importance_weights.dimension import DimensionPlot
from gui.pages.importance_weights.ess import EssPlot
from gui.pages.importance_weights.estimates import EstimatesPlot
from gui.pages.importance_weights.frontier import FrontierPlot
from gui.pages.importance_weights.histogram import WeightHistogramPlot
from gui.pages.importance_weights.methods import METHODS
from gui.pages.importance_weights.tail import TailPlot
from gui.pages.importance_weights.variance_map import VarianceMapPlot
from gui.plotkit.group_bar import GroupBar
from gui.plotkit.key import Key
from gui.plotkit.plot import add_plot

AXIS_WIDTH = 46
AXIS_HEIGHT = 38
GAP = 14
KEY_GAP = 12
# The figure shows all plots from this size on, else one group of them.
ROOMY = (1000, 620)
ALL = "All"
GROUPS = {
    ALL: "Every plot of the page; needs a larger window.",
    "Weights": "How the weights spread, and how the effective sample size and k-hat settle.",
    "Estimates": "What every method makes of the same weights, and what clipping costs.",
    "Limits": "What is lost in more dimensions, and where the variance is infinite.",
    "Checks": "What clipping takes away, whether the mean weight is 1, and KL both ways.",
}
# A group's place, as in QGridLayout, while all are shown.
PLACES = {
    "Weights": (0, 0, 1, 2),
    "Estimates": (1, 0, 1, 1),
    "Limits": (1, 1, 1, 1),
    "Checks": (2, 0, 1, 2),
}
OF_GAUSSIANS = ("Weights", "Estimates", "Limits")
OF_DATA = ("Weights", "Checks")


class PageView(View):
    """Above, the weights and what their sample says; below, what is done with them and where
    that ends, or what can be checked of own data. A small figure shows one of these groups at a
    time."""

    study = "importance-weights"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._last: tuple[Session, Result] | None = None
        self._groups: tuple[str, ...] = OF_GAUSSIANS
        self._wanted = ALL
        self._shown: tuple[str, ...] = ()
        self._stale: set[str] = set()
        self.bar = GroupBar(GROUPS, theme)
        self.bar.hide()
        self.bar.chosen.connect(self._choose)
        self.layout().insertWidget(0, self.bar)
        self.layout().setSpacing(0)
        layout = self.figure.ci
        layout.layout.setContentsMargins(10, 6, 14, 6)
        layout.layout.setHorizontalSpacing(GAP)
        layout.layout.setVerticalSpacing(6)
        self.plots: dict[str, list[pg.PlotItem]] = {}
        self._panels = {name: self._panel(name) for name in PLACES}
        self._add_weights(self._panels["Weights"])
        self._add_estimates(self._panels["Estimates"])
        self._add_limits(self._panels["Limits"])
        self._add_checks(self._panels["Checks"])
        lines = (*self.histogram.lines.values(), self.frontier.line, self.clipping.line)
        self.screen_only = [*(line.grip for line in lines), self.map.handle]
        self.histogram.proposed.connect(self._propose_clip)
        self.frontier.proposed.connect(self._propose_clip)
        self.clipping.proposed.connect(self._propose_clip)
        self.map.proposed.connect(self._propose_target)
        self.map.handle.reset.connect(self._reset_target)
        self.figure.sigDeviceRangeChanged.connect(self._arrange)
        self._arrange()

    def draw(self, session: Session, result: Result) -> None:
        self._last = session, result
        groups = OF_DATA if result.facts is not None else OF_GAUSSIANS
        self._stale = set(groups)
        if groups != self._groups:
            self._groups = groups
            self._arrange()
        self._draw_stale()

    def show_like(self, other: View) -> None:
        if isinstance(other, PageView):
            self._choose(other._wanted)
        super().show_like(other)

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons are for a window; a figure that is written to a file needs no room for
        them."""
        super().showEvent(event)
        self.bar.show()

    def _draw_stale(self) -> None:
        """Draw what is shown and does not show the last result yet."""
        if self._last is None:
            return
        _, result = self._last
        for group in self._stale.intersection(self._shown):
            if group == "Weights":
                self.histogram.draw(result.histogram)
                self.concentration.draw(result.concentration)
                self.ess.draw(result.diagnostics)
                self.tail.draw(result.diagnostics)
            elif group == "Checks":
                self.clipping.draw(result.clipping)
                self.mean_weight.draw(result.mean_weight)
                self.divergences.draw(result.divergences)
            elif group == "Estimates":
                self.estimates.draw(result.estimates)
                trusted = result.estimates.trusted
                self.frontier.draw(result.frontier, result.frontier_note, finite=trusted)
            else:
                self.dimension.draw(result.dimensions, result.histogram.expected_note)
                self.map.draw(result.variance_map, result.histogram.expected_note)
            for plot in self.plots[group]:
                # Transforms that change while painting would have everything painted twice.
                plot.vb.prepareForPaint()
        self._stale.difference_update(self._shown)

    def _choose(self, group: str) -> None:
        self._wanted = group
        self._arrange()

    def _arrange(self) -> None:
        """Show the wanted group, or all where there is room for them."""
        size = self.figure.size()
        roomy = size.width() >= ROOMY[0] and size.height() >= ROOMY[1]
        wanted = self._wanted if self._wanted in (ALL, *self._groups) else self._groups[-1]
        wanted = wanted if roomy or wanted != ALL else "Weights"
        self.bar.buttons[ALL].setEnabled(roomy)
        for name in PLACES:
            self.bar.buttons[name].setVisible(name in self._groups)
        self.bar.show_chosen(wanted)
        shown = self._groups if wanted == ALL else (wanted,)
        if shown == self._shown:
            return
        self._shown = shown
        layout = self.figure.ci.layout
        for name, panel in self._panels.items():
            there = panel in self.figure.ci.items
            if there and name not in shown:
                self.figure.ci.removeItem(panel)
            elif name in shown and not there:
                self.figure.ci.addItem(panel, *PLACES[name])
        layout.setRowStretchFactor(0, int("Weights" in shown))
        layout.setRowStretchFactor(1, int("Estimates" in shown or "Limits" in shown))
        layout.setRowStretchFactor(2, int("Checks" in shown))
        layout.setColumnStretchFactor(0, 21 * int(shown != ("Limits",)))
        layout.setColumnStretchFactor(1, 20 * int(shown != ("Estimates",)))
        layout.setHorizontalSpacing(GAP if len(shown) > 1 else 0)
        layout.activate()
        self._draw_stale()

    def _panel(self, name: str) -> pg.GraphicsLayout:
        row, column, rows, columns = PLACES[name]
        panel = self.figure.ci.addLayout(row, column, rows, columns)
        panel.layout.setContentsMargins(0, 0, 0, 0)
        panel.layout.setHorizontalSpacing(GAP)
        panel.layout.setVerticalSpacing(2)
        # Or the contents would decide how wide the panels are.
        panel.setMinimumWidth(1)
        panel.setPreferredWidth(1)
        panel.setMinimumHeight(1)
        panel.setPreferredHeight(1)
        self.plots[name] = []
        return panel

    def _plot(
        self,
        group: str,
        panel: pg.GraphicsLayout,
        place: tuple[int, int],
        title: str,
        x_label: str,
        span: tuple[int, int] = (1, 1),
    ) -> pg.PlotItem:
        added = add_plot(panel, self.theme, place, title, x_label, "", span)
        added.getAxis("left").setWidth(AXIS_WIDTH)
        added.getAxis("bottom").setHeight(AXIS_HEIGHT)
        added.setMinimumWidth(1)
        added.setPreferredWidth(1)
        added.setMinimumHeight(1)
        added.setPreferredHeight(1)
        self.plots[group].append(added)
        return added

    def _add_weights(self, panel: pg.GraphicsLayout) -> None:
        theme, name = self.theme, "Weights"
        both = (2, 1)
        self.histogram = WeightHistogramPlot(
            self._plot(name, panel, (0, 0), "Weights w = p / q", "w", both), theme
        )
        self.concentration = ConcentrationPlot(
            self._plot(name, panel, (0, 1), "Share of weight, %", "largest samples, %", both),
            theme,
        )
        self.ess = EssPlot(self._plot(name, panel, (0, 2), "ESS / n", ""), theme)
        self.tail = TailPlot(self._plot(name, panel, (1, 2), "Tail index k̂", "samples n"), theme)
        for column, share in enumerate((21, 19, 21)):
            panel.layout.setColumnStretchFactor(column, share)

    def _add_estimates(self, panel: pg.GraphicsLayout) -> None:
        theme, name = self.theme, "Estimates"
        self.key = Key(theme, 0)
        self.key.setMinimumWidth(1)
        panel.addItem(self.key, row=0, col=0, colspan=2)
        self.estimates = EstimatesPlot(
            self._plot(name, panel, (1, 0), "Estimates of E<sub>p</sub> f", "samples n"), theme
        )
        self.frontier = FrontierPlot(
            self._plot(name, panel, (1, 1), "Cost of clipping at c", "c"), theme
        )
        for method, style in METHODS.items():
            self.key.add(self.estimates.curves[method], style.label)
        for entry in range(len(METHODS)):
            self.key.layout.setColumnSpacing(2 * entry + 2, KEY_GAP)
        for column, share in enumerate((11, 9)):
            panel.layout.setColumnStretchFactor(column, share)

    def _add_limits(self, panel: pg.GraphicsLayout) -> None:
        theme, name = self.theme, "Limits"
        self.dimension = DimensionPlot(
            self._plot(name, panel, (0, 0), "ESS / n against d", "dimension d"), theme
        )
        self.map = VarianceMapPlot(
            self._plot(name, panel, (0, 1), "log(1 + χ²), nats", "σp / σq"), theme
        )
        self.map.plot.setLabel("left", "(μp − μq) / σq")
        for column, share in enumerate((9, 10)):
            panel.layout.setColumnStretchFactor(column, share)

    def _add_checks(self, panel: pg.GraphicsLayout) -> None:
        theme, name = self.theme, "Checks"
        self.clipping = DataClippingPlot(
            self._plot(name, panel, (0, 0), "Clipping at c, % of the rows and of Σ w", "c"), theme
        )
        self.mean_weight = MeanWeightPlot(
            self._plot(name, panel, (0, 1), "Mean of w", "rows n"), theme
        )
        self.divergences = DivergencesPlot(
            self._plot(name, panel, (0, 2), "KL both ways, nats", "rows n"), theme
        )
        for column, share in enumerate((21, 19, 21)):
            panel.layout.setColumnStretchFactor(column, share)

    def _propose_clip(self, c: float, gesture: int) -> None:
        if self._last is not None:
            self.propose_options(self._last[0], {"clip": c}, gesture)

    def _reset_target(self, gesture: int) -> None:
        if self._last is not None:
            self.propose_scene(self._last[0], {"p": Scene().p}, gesture)

    def _propose_target(self, ratio: float, distance: float, gesture: int) -> None:
        if self._last is None:
            return
        session = self._last[0]
        q = session.scene.q
        mean, std = float(q.mean[0]), float(q.std[0])
        try:
            p = Gaussian.from_std(mean + distance * std, ratio * std)
        except ParameterError:
            return  # no Gaussian: the last one stays
        self.propose_scene(session, {"p": p}, gesture)
