"""What stands beside the picture of p and q: spectra, covariances, Q-Q plots of own samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg

from gui.look.theme import Theme
from gui.pages.densities.quantiles import QuantilePanel
from gui.pages.densities.spectrum import SpectrumPanel
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.matrix_image import MatrixImage, color_map
from gui.plotkit.pair import NAMES

HIGHEST = 0.62  # of the height, that the matrices take
Place = tuple[int, int]
COLUMN: tuple[Place, Place] = ((0, 0), (1, 0))
ROW: tuple[Place, Place] = ((0, 0), (0, 1))


class Quantiles:
    """A Q-Q plot of each group."""

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, places: tuple[Place, Place] = COLUMN
    ) -> None:
        pairs = zip(NAMES, places, strict=True)
        self.quantiles = {name: QuantilePanel(layout, theme, at, name) for name, at in pairs}
        self.panels: list[Panel] = list(self.quantiles.values())
        layout.layout.setVerticalSpacing(4)

    def draw(self, result: Any) -> None:
        """Show how Gaussian the samples of both groups are."""
        for name, panel in self.quantiles.items():
            panel.draw(getattr(result.groups, f"{name}_quantiles"))


class Covariances:
    """Both covariance matrices on one scale of colours; above them the spectra, or Q-Q plots of
    own samples."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, own: bool) -> None:
        self._layout = layout
        self.upper = Quantiles(layout, theme, ROW) if own else Spectra(layout, theme)
        self.panels = self.upper.panels
        self.matrices = {
            name: MatrixImage(layout, theme, (1, column), f"Covariance of {name}")
            for column, name in enumerate(NAMES)
        }
        self.bar = pg.ColorBarItem(
            values=(-1.0, 1.0), width=10, colorMap=color_map(theme), interactive=False
        )
        self.bar.setTitle(" ", size="10pt", bold=True)  # begins where the matrices begin
        layout.addItem(self.bar, row=1, col=2)
        self.matrices["p"].plot.vb.sigResized.connect(self._square)

    def draw(self, result: Any) -> None:
        """Show the covariances, and what stands above them."""
        self.upper.draw(result)
        pair = {name: getattr(result.covariances, name) for name in NAMES}
        limit = float(max(np.max(np.abs(matrix)) for matrix in pair.values()))
        for name, matrix in pair.items():
            self.matrices[name].show(matrix, limit)
        if self.bar.levels() != (-limit, limit):
            self.bar.setLevels((-limit, limit))

    def _square(self) -> None:
        """As high as wide: what stands above takes what the square matrices leave."""
        plot = self.matrices["p"].plot
        title = plot.size().height() - plot.vb.height()
        height = min(plot.vb.width() + title, HIGHEST * self._layout.size().height())
        if abs(self._layout.layout.rowMaximumHeight(1) - height) > 1.0:
            self._layout.layout.setRowFixedHeight(1, height)


class Spectra:
    """Both spectra in one plot."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        self.spectrum = SpectrumPanel(layout, theme, (0, 0), (1, 3))
        self.panels: list[Panel] = [self.spectrum]

    def draw(self, result: Any) -> None:
        """Show them."""
        self.spectrum.draw(result.spectra)
