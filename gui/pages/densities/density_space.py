"""The picture above two dimensions: a plane of it, both spectra and both covariances."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.gaussian.gaussian import Gaussian
from gui.look.theme import Theme
from gui.pages.densities.density_plane import DensityPlane
from gui.pages.densities.matrix_image import MatrixImage, color_map
from gui.pages.densities.picture import NAMES
from gui.pages.densities.spectrum_plot import SpectrumPlot
from gui.plotkit.plot import add_plot


class DensitySpace(DensityPlane):
    """The plane of two chosen coordinates, beside what the plane does not show."""

    def __init__(
        self, figure: pg.GraphicsLayoutWidget, layout: pg.GraphicsLayout, theme: Theme
    ) -> None:
        plane = layout.addLayout(row=0, col=0)
        super().__init__(figure, plane, theme, above=58, right=64)
        beside = layout.addLayout(row=0, col=1)
        for part in (plane, beside):
            part.setContentsMargins(0, 0, 0, 0)
        self.add_upper(beside)
        self.matrices = {}
        for column, name in enumerate(NAMES):
            plot = add_plot(beside, theme, (1, column), f"Covariance of {name}", "", "")
            plot.hideAxis("left")
            plot.hideAxis("bottom")
            self.matrices[name] = MatrixImage(plot, theme)
        self.bar = pg.ColorBarItem(
            values=(-1.0, 1.0), width=10, colorMap=color_map(theme), interactive=False
        )
        self.bar.setTitle(" ", size="10pt", bold=True)  # begins where the matrices begin
        beside.addItem(self.bar, row=1, col=2)
        layout.layout.setColumnStretchFactor(0, 4)
        layout.layout.setColumnStretchFactor(1, 3)
        self._beside = beside
        self.matrices["p"].plot.vb.sigResized.connect(self._square)

    def draw(self, p: Gaussian, q: Gaussian, result, options) -> None:
        """Show p and q over the chosen coordinates, their spectra and covariances."""
        super().draw(p, q, result, options)
        self.draw_upper(result)
        pair = {"p": result.covariances.p, "q": result.covariances.q}
        limit = float(max(np.max(np.abs(matrix)) for matrix in pair.values()))
        for name in NAMES:
            self.matrices[name].show(pair[name], limit)
        if self.bar.levels() != (-limit, limit):
            self.bar.setLevels((-limit, limit))

    def add_upper(self, beside: pg.GraphicsLayout) -> None:
        """What stands above the matrices: both spectra."""
        self.spectrum = SpectrumPlot(beside, self.theme, (0, 0), (1, 3))

    def draw_upper(self, result) -> None:
        """Show it."""
        self.spectrum.show(result.spectra)

    def _square(self) -> None:
        """As high as wide: the spectra take what the square matrices leave."""
        plot = self.matrices["p"].plot
        title = plot.size().height() - plot.vb.height()
        height = min(plot.vb.width() + title, 0.62 * self._beside.size().height())
        if abs(self._beside.layout.rowMaximumHeight(1) - height) > 1.0:
            self._beside.layout.setRowFixedHeight(1, height)
