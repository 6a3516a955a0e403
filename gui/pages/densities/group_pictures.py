"""The pictures of the densities page with samples of two groups: Q-Q plots beside them."""

from __future__ import annotations

import pyqtgraph as pg

from engine.gaussian.gaussian import Gaussian
from engine.pages.densities.records import GroupPlots
from gui.look.theme import Theme
from gui.pages.densities.density_lines import DensityLines
from gui.pages.densities.density_plane import DensityPlane
from gui.pages.densities.density_space import DensitySpace
from gui.pages.densities.picture import NAMES
from gui.pages.densities.quantile_plot import QuantilePlot, draw_quantiles, quantile_column
from gui.plotkit.corner_note import CornerNote, colored

SHARES = (3, 2)  # what of the width they grow by
GAP = 10


class GroupLines(DensityLines):
    """Both curves over the histograms of the groups."""

    def __init__(
        self, figure: pg.GraphicsLayoutWidget, layout: pg.GraphicsLayout, theme: Theme
    ) -> None:
        super().__init__(figure, _part(layout, 0), theme)
        _yield_width(self)
        self.quantiles = quantile_column(_part(layout, 1), theme)

    def draw(self, p: Gaussian, q: Gaussian, result, options) -> None:
        """Show p and q, and the samples."""
        super().draw(p, q, result, options)
        draw_quantiles(self.quantiles, result.groups.p_quantiles, result.groups.q_quantiles)


class GroupPlane(DensityPlane):
    """The plane with samples of both groups."""

    def __init__(
        self, figure: pg.GraphicsLayoutWidget, layout: pg.GraphicsLayout, theme: Theme
    ) -> None:
        super().__init__(figure, _part(layout, 0), theme)
        _yield_width(self)
        self.drawn = CornerNote(self.main, theme, corner=(1, 1), ground=True)
        self.quantiles = quantile_column(_part(layout, 1), theme)

    def draw(self, p: Gaussian, q: Gaussian, result, options) -> None:
        """Show p and q, and the samples."""
        super().draw(p, q, result, options)
        self.drawn.write(*drawn_text(self.theme, result.groups))
        draw_quantiles(self.quantiles, result.groups.p_quantiles, result.groups.q_quantiles)


class GroupSpace(DensitySpace):
    """The plane, and Q-Q plots in the place of the spectra."""

    def add_upper(self, beside: pg.GraphicsLayout) -> None:
        """A Q-Q plot above each matrix."""
        _yield_width(self)
        self.drawn = CornerNote(self.main, self.theme, corner=(1, 1), ground=True)
        self.quantiles = {
            name: QuantilePlot(beside, self.theme, name, (0, column))
            for column, name in enumerate(NAMES)
        }

    def draw_upper(self, result) -> None:
        """Show them."""
        self.drawn.write(*drawn_text(self.theme, result.groups))
        draw_quantiles(self.quantiles, result.groups.p_quantiles, result.groups.q_quantiles)


def drawn_text(theme: Theme, groups: GroupPlots) -> list[str]:
    """How many samples of each group the picture shows, where that is not all."""
    points = groups.points
    pairs = {"p": (len(points.p), points.p_samples), "q": (len(points.q), points.q_samples)}
    return [
        colored(f"● {drawn:,} of {samples:,}", theme.ink(name))
        for name, (drawn, samples) in pairs.items()
        if drawn < samples
    ]


def _yield_width(picture: DensityLines | DensityPlane) -> None:
    """Contents that are wide do not decide how wide the columns are."""
    plots = [picture.upper, picture.lower] if isinstance(picture, DensityLines) else []
    if isinstance(picture, DensityPlane):
        plots = [picture.above, picture.main]
    for item in (picture.key, *plots):
        item.setMinimumWidth(1)
        item.setPreferredWidth(1)


def _part(layout: pg.GraphicsLayout, column: int) -> pg.GraphicsLayout:
    """A column of the figure with its share of the width."""
    part = layout.addLayout(row=0, col=column)
    part.setContentsMargins(0, 0, 0, 0)
    part.setMinimumWidth(1)
    part.setPreferredWidth(1)
    layout.layout.setColumnStretchFactor(column, SHARES[column])
    layout.layout.setHorizontalSpacing(GAP)
    return part
