"""The groups of plots on the Gradients page."""

from __future__ import annotations

from typing import ClassVar

import pyqtgraph as pg

from engine.page.result import Result
from engine.pages.gradient_variance.options import Options
from gui.look.theme import Theme
from gui.pages.gradient_variance.arrows import ArrowsPlot
from gui.pages.gradient_variance.bars import VariancesPlot
from gui.pages.gradient_variance.baseline import BaselinePlot
from gui.pages.gradient_variance.cloud import CloudPlot
from gui.pages.gradient_variance.curves import AgainstKPlot, AgainstNPlot
from gui.pages.gradient_variance.key import EstimatorKey
from gui.plotkit.group import GAP, Group, say_title
from gui.plotkit.short_title import use_short_title

LABELS = 168  # pixels for the names of the estimators
MARGINS = 34
CLOUD_AXIS = 52
ROW = 13.5  # pixels that a line of words needs
FRAME = 72  # of a row of plots, for titles and axes
LOWER = 202  # pixels that the lower row of all six needs
EDGES = 14  # pixels around and between the rows
NARROWEST = 980  # pixels in which all six stand side by side


class GradientGroup(Group):
    """Plots of one question, each made by a method that says where."""

    keyed = True
    figures: ClassVar[tuple[str, ...]]  # of the page, that it draws

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme)
        self.key = EstimatorKey(theme)
        self.key_span = 1
        self.bars: list[VariancesPlot] = []
        self.clouds: list[CloudPlot] = []
        self.baselines: list[BaselinePlot] = []
        self.sizes: list[AgainstNPlot] = []
        self.objectives: list[AgainstKPlot] = []
        self.arrows: list[ArrowsPlot] = []
        self.build()
        for plot in self.plots:
            use_short_title(plot)
        if self.keyed:
            layout.addItem(self.key, row=0, col=0, colspan=layout.layout.columnCount())

    def build(self) -> None:
        """Add the plots."""
        raise NotImplementedError

    def draw(self, result: Result, options: Options, width: float, hint: str = "") -> None:
        """Show a result; ``width`` is that of the figure, the ``hint`` a few words to add."""
        names = options.names
        if self.objectives:
            names = result.against_k.names
        self.show_key(names, width)
        for plot in self.bars:
            plot.draw(result.variances)
            by = result.variances.by[plot.coordinate]
            say_title(plot.plot, f"Variance by {by}")
        for plot in self.clouds:
            plot.draw(result.cloud, hint)
            say_title(plot.plot, f"Estimates, N = {result.cloud.batch_size:,}")
        for plot in self.baselines:
            plot.draw(result.baseline)
        for plot in self.sizes:
            plot.draw(result.against_n)
            say_title(plot.plot, f"Variance against N, by {result.against_n.by[plot.coordinate]}")
        for plot in self.objectives:
            plot.draw(result.against_k)
            by = result.against_k.by[plot.coordinate]
            say_title(plot.plot, f"Variance against k, by {by}")
        for plot in self.arrows:
            plot.draw(result.kl_losses)

    def show_key(self, names: tuple[str, ...] | None, width: float) -> None:
        """Name the estimators above the plots; None leaves them as they are."""
        if self.keyed:
            self.key.show_names(self.key.names if names is None else names, width - MARGINS)

    def add_bars(self, row: int, column: int, coordinate: int) -> None:
        """Variances by one coordinate; those by mu carry the names."""
        plot = self.add(row, column, "Variance", "variance per sample")
        plot.getAxis("left").setWidth(LABELS if coordinate == 0 else 6)
        self.bars.append(VariancesPlot(plot, self.theme, coordinate, labelled=coordinate == 0))

    def add_cloud(self, row: int, column: int) -> None:
        plot = self.add(row, column, "Estimates", "d / dμ", "d / dσ")
        plot.getAxis("left").setWidth(CLOUD_AXIS)
        self.clouds.append(CloudPlot(plot, self.theme))

    def add_baseline(self, row: int, column: int) -> None:
        plot = self.add(row, column, "Variance against b", "baseline b")
        plot.vb.setMouseEnabled(x=True, y=True)
        baseline = BaselinePlot(plot, self.theme)
        baseline.proposed.connect(self.proposed)
        self.grips.append(baseline.line.grip)
        self.baselines.append(baseline)

    def add_sizes(self, row: int, column: int, coordinate: int) -> None:
        plot = self.add(row, column, "Variance against N", "batch size N")
        sizes = AgainstNPlot(plot, self.theme, coordinate)
        sizes.proposed.connect(self.proposed)
        self.grips.append(sizes.line.grip)
        self.sizes.append(sizes)

    def add_objective(self, row: int, column: int, coordinate: int) -> None:
        plot = self.add(row, column, "Variance against k", "k of the objective")
        objective = AgainstKPlot(plot, self.theme, coordinate)
        objective.proposed.connect(self.proposed)
        self.grips.append(objective.line.grip)
        self.objectives.append(objective)

    def add_arrows(self, row: int, column: int, kind: str, title: str) -> None:
        plot = self.add(row, column, title, "d / dμ of q", "d / dσ of q")
        self.arrows.append(ArrowsPlot(plot, self.theme, kind))

    def share(self, *columns: int) -> None:
        """How the columns share the width."""
        for column, share in enumerate(columns):
            self.layout.layout.setColumnStretchFactor(column, share)


class EstimatorsGroup(GradientGroup):
    """Bars by mu and by sigma, and the clouds."""

    figures = ("variances", "cloud")
    keyed = False

    @staticmethod
    def least_height(estimators: int) -> float:
        """The height in which no two of the names touch."""
        return FRAME + ROW * estimators + EDGES

    def build(self) -> None:
        self.add_bars(0, 0, 0)
        self.add_bars(0, 1, 1)
        self.add_cloud(0, 2)
        self.share(33, 18, 30)


class SizesGroup(GradientGroup):
    """Variance against b, and against N by mu and by sigma."""

    figures = ("baseline", "against_n")

    def build(self) -> None:
        self.add_baseline(1, 0)
        self.add_sizes(1, 1, 0)
        self.add_sizes(1, 2, 1)
        self.share(12, 10, 10)


class ObjectiveGroup(GradientGroup):
    """Variance against k by mu and by sigma."""

    figures = ("against_k",)

    def build(self) -> None:
        self.add_objective(1, 0, 0)
        self.add_objective(1, 1, 1)
        self.share(1, 1)


class LossesGroup(GradientGroup):
    """Arrows as a loss and in the reward."""

    figures = ("kl_losses",)
    keyed = False

    def build(self) -> None:
        self.add_arrows(0, 0, "loss", "KL: as a loss")
        self.add_arrows(0, 1, "reward", "KL: in the reward")
        self.share(1, 1)


class AllGroup(GradientGroup):
    """One of each, bars by mu and by sigma."""

    figures = ("variances", "cloud", "baseline", "against_n", "against_k", "kl_losses")
    keyed = False

    @classmethod
    def least(cls, estimators: int) -> tuple[float, float]:
        """The width and height in which no two words touch."""
        return NARROWEST, cls._upper(estimators) + LOWER + EDGES

    @staticmethod
    def _upper(estimators: int) -> float:
        return max(FRAME + ROW * estimators, LOWER)

    def draw(self, result: Result, options: Options, width: float, hint: str = "") -> None:
        """The names of many estimators need more than half of the height."""
        self.layout.layout.setRowMinimumHeight(0, self._upper(len(options.names)))
        self.layout.layout.setRowMinimumHeight(1, LOWER)
        super().draw(result, options, width, hint)

    def build(self) -> None:
        whole = self.layout
        self.layout = self._row(whole, 0)
        self.add_bars(0, 0, 0)
        self.add_bars(0, 1, 1)
        self.add_cloud(0, 2)
        self.add_arrows(0, 3, "loss", "KL: as a loss")
        self.share(14, 8, 12, 12)
        self.layout = self._row(whole, 1)
        self.add_baseline(0, 0)
        self.add_sizes(0, 1, 0)
        self.add_objective(0, 2, 0)
        self.add_arrows(0, 3, "reward", "KL: in the reward")
        self.share(12, 10, 13, 11)
        self.layout = whole

    def _row(self, whole: pg.GraphicsLayout, row: int) -> pg.GraphicsLayout:
        added = whole.addLayout(row=row, col=0)
        added.layout.setContentsMargins(0, 0, 0, 0)
        added.layout.setHorizontalSpacing(GAP)
        # Or the contents would decide how wide and high the rows are.
        added.setMinimumWidth(1)
        added.setPreferredWidth(1)
        added.setMinimumHeight(1)
        added.setPreferredHeight(1)
        return added


GROUPS: dict[str, type[GradientGroup]] = {
    "estimators": EstimatorsGroup,
    "against b and N": SizesGroup,
    "against k": ObjectiveGroup,
    "KL losses": LossesGroup,
    "all six": AllGroup,
}
