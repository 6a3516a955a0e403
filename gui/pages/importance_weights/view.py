"""The picture of the Weights page."""

from __future__ import annotations

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from gui.figure.view import View
from gui.pages.importance_weights.clipping import ClippingPanel
from gui.pages.importance_weights.concentration import ConcentrationPanel
from gui.pages.importance_weights.dimension import DimensionPanel
from gui.pages.importance_weights.ess import EssPanel
from gui.pages.importance_weights.estimates import EstimatesPanel
from gui.pages.importance_weights.frontier import FrontierPanel
from gui.pages.importance_weights.histogram import WeightHistogramPanel
from gui.pages.importance_weights.running_means import DivergencesPanel, MeanWeightPanel
from gui.pages.importance_weights.tail import TailPanel
from gui.pages.importance_weights.variance_map import VarianceMapPanel
from gui.plotkit.card import Card, on_data, on_gaussians
from gui.plotkit.panel import Panel


class PageView(View):
    """How the weights spread; beside it what their sample says, what is done with them, where
    that ends, or what can be checked of own data."""

    page = "importance-weights"
    cards = (
        Card("histogram", "Weights w = p / q", WeightHistogramPanel, ("histogram",)),
        Card("estimates", "E f under p", EstimatesPanel, ("estimates",), on_gaussians),
        Card("ess", "Effective sample size", EssPanel, ("diagnostics",)),
        Card("tail", "Tail index k̂", TailPanel, ("diagnostics",)),
        Card("clipping", "Clipped rows and weight", ClippingPanel, ("clipping",), on_data),
        Card("mean", "Mean weight", MeanWeightPanel, ("mean_weight",), on_data),
        Card("divergences", "KL both ways, nats", DivergencesPanel, ("divergences",), on_data),
        Card(
            "frontier",
            "Cost of clipping at c",
            FrontierPanel,
            ("frontier", "frontier_note", "estimates"),
            on_gaussians,
        ),
        Card("concentration", "Who carries the weight", ConcentrationPanel, ("concentration",)),
        Card(
            "map",
            "Where the variance is finite",
            VarianceMapPanel,
            ("variance_map", "histogram"),
            on_gaussians,
        ),
        Card(
            "dimensions",
            "ESS / n against d",
            DimensionPanel,
            ("dimensions", "histogram"),
            on_gaussians,
        ),
    )

    def _connect(self, panel: Panel) -> None:
        super()._connect(panel)
        if isinstance(panel, VarianceMapPanel):
            panel.moved.connect(self._propose_target)
            panel.handle.reset.connect(self._reset_target)

    def _reset_target(self, gesture: int) -> None:
        if self._drawn is not None:
            self.propose_scene(self._drawn, {"p": Scene().p}, gesture)

    def _propose_target(self, ratio: float, distance: float, gesture: int) -> None:
        if self._drawn is None:
            return
        q = self._drawn.scene.q
        mean, std = float(q.mean[0]), float(q.std[0])
        try:
            p = Gaussian.from_std(mean + distance * std, ratio * std)
        except ParameterError:
            return  # no Gaussian: the last one stays
        self.propose_scene(self._drawn, {"p": p}, gesture)
