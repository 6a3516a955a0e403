"""The picture of the Weights page."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.session.session import Session
from gui.figure.base_view import BaseView
from gui.figure.layout_view import LayoutView as View
from gui.look.theme import Theme
from gui.pages.importance_weights.clipping import ClippingPanel
from gui.pages.importance_weights.concentration import ConcentrationPanel
from gui.pages.importance_weights.dimension import DimensionPanel
from gui.pages.importance_weights.ess import EssPanel
from gui.pages.importance_weights.estimates import EstimatesPanel
from gui.pages.importance_weights.frontier import FrontierPanel
from gui.pages.importance_weights.histogram import WeightHistogramPanel
from gui.pages.importance_weights.methods import METHODS
from gui.pages.importance_weights.running_means import DivergencesPanel, MeanWeightPanel
from gui.pages.importance_weights.tail import TailPanel
from gui.pages.importance_weights.variance_map import VarianceMapPanel
from gui.plotkit.groups import Groups, Place
from gui.plotkit.key import Key

KEY_GAP = 12
GROUPS = {
    "Weights": Place(
        0,
        0,
        ("histogram", "concentration", "diagnostics"),
        "How the weights spread, and how the effective sample size and k-hat settle.",
        columns=2,
    ),
    "Estimates": Place(
        1,
        0,
        ("estimates", "frontier", "frontier_note"),
        "What every method makes of the same weights, and what clipping costs.",
    ),
    "Limits": Place(
        1,
        1,
        ("dimensions", "variance_map"),
        "What is lost in more dimensions, and where the variance is infinite.",
    ),
    "Checks": Place(
        2,
        0,
        ("clipping", "mean_weight", "divergences"),
        "What clipping takes away, whether the mean weight is 1, and KL both ways.",
        columns=2,
    ),
}
OF_GAUSSIANS = ("Weights", "Estimates", "Limits")
OF_DATA = ("Weights", "Checks")


class PageView(View):
    """Above, the weights and what their sample says; below, what is done with them and where
    that ends, or what can be checked of own data. A small figure shows one of these groups at a
    time."""

    page = "importance-weights"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._last: tuple[Session, Result] | None = None
        self._stale: set[str] = set()
        self.figure.ci.layout.setContentsMargins(10, 6, 14, 6)
        self.groups = Groups(self.figure, theme, GROUPS, columns=(21, 20))
        self.groups.changed.connect(self._draw_stale)
        self.put_above(self.groups.bar)
        self._add_weights(self.groups.layouts["Weights"])
        self._add_estimates(self.groups.layouts["Estimates"])
        self._add_limits(self.groups.layouts["Limits"])
        self._add_checks(self.groups.layouts["Checks"])
        self.map.moved.connect(self._propose_target)
        self.map.handle.reset.connect(self._reset_target)
        self.groups.offer(OF_GAUSSIANS)
        self.groups.arrange()

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        # Slow curves are made in any case: a group that is chosen must not keep anybody waiting.
        options = session.options[self.page]
        assert isinstance(options, Options)
        if options.slow_curves:
            return super().shown_figures(session)
        on_data = page_named(self.page).shows_data(session.scene)
        return self.groups.figures(OF_DATA if on_data else OF_GAUSSIANS)

    def draw_panels(self, session: Session, result: Result) -> None:
        self._last = session, result
        self._stale = set(GROUPS)
        self.groups.offer(OF_GAUSSIANS if result.facts is None else OF_DATA)
        self._draw_stale()

    def show_like(self, other: BaseView) -> None:
        if isinstance(other, PageView):
            self.groups.choose(other.groups.wanted)
        super().show_like(other)

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons are for a window; a figure that is written to a file needs no room for
        them."""
        super().showEvent(event)
        self.groups.bar.show()

    def _draw_stale(self) -> None:
        """Draw what is shown and does not show the last result yet."""
        if self._last is None:
            return
        _, result = self._last
        for group in self._stale.intersection(self.groups.shown):
            getattr(self, f"_draw_{group.lower()}")(result)
        self._stale.difference_update(self.groups.shown)

    def _draw_weights(self, result: Result) -> None:
        self.histogram.draw(result.histogram)
        self.concentration.draw(result.concentration)
        self.ess.draw(result.diagnostics)
        self.tail.draw(result.diagnostics)

    def _draw_estimates(self, result: Result) -> None:
        self.estimates.draw(result.estimates)
        self.frontier.draw(result.frontier, result.frontier_note, finite=result.estimates.trusted)

    def _draw_limits(self, result: Result) -> None:
        why_none = result.histogram.expected_note
        self.dimension.draw(result.dimensions, why_none)
        self.map.draw(result.variance_map, why_none)

    def _draw_checks(self, result: Result) -> None:
        self.clipping.draw(result.clipping)
        self.mean_weight.draw(result.mean_weight)
        self.divergences.draw(result.divergences)

    def _add_weights(self, group: pg.GraphicsLayout) -> None:
        self.histogram = self.add(WeightHistogramPanel(group, self.theme, (0, 0)))
        self.concentration = self.add(ConcentrationPanel(group, self.theme, (0, 1)))
        self.ess = self.add(EssPanel(group, self.theme, (0, 2)))
        self.tail = self.add(TailPanel(group, self.theme, (1, 2)))
        stretch(group, 21, 19, 21)

    def _add_estimates(self, group: pg.GraphicsLayout) -> None:
        self.key = Key(self.theme, 0)
        self.key.setMinimumWidth(1)
        group.addItem(self.key, row=0, col=0, colspan=2)
        self.estimates = self.add(EstimatesPanel(group, self.theme, (1, 0)))
        self.frontier = self.add(FrontierPanel(group, self.theme, (1, 1)))
        for entry, (method, style) in enumerate(METHODS.items()):
            self.key.add(self.estimates.curves[method].graphics, style.label)
            self.key.layout.setColumnSpacing(2 * entry + 2, KEY_GAP)
        stretch(group, 11, 9)

    def _add_limits(self, group: pg.GraphicsLayout) -> None:
        self.dimension = self.add(DimensionPanel(group, self.theme, (0, 0)))
        self.map = self.add(VarianceMapPanel(group, self.theme, (0, 1)))
        stretch(group, 9, 10)

    def _add_checks(self, group: pg.GraphicsLayout) -> None:
        self.clipping = self.add(ClippingPanel(group, self.theme, (0, 0)))
        self.mean_weight = self.add(MeanWeightPanel(group, self.theme, (0, 1)))
        self.divergences = self.add(DivergencesPanel(group, self.theme, (0, 2)))
        stretch(group, 21, 19, 21)

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


def stretch(group: pg.GraphicsLayout, *shares: int) -> None:
    """The widths of a group's columns."""
    for column, share in enumerate(shares):
        group.layout.setColumnStretchFactor(column, share)
