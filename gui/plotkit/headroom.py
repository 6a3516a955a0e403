"""A y range that leaves room above and below the data, at any size of the plot."""

from __future__ import annotations

import pyqtgraph as pg

from gui.plotkit.drawable import padded

MOST = 0.6  # of the height that may be left free


class Headroom:
    """Sets the y range of a plot; the room stays when the plot is resized."""

    def __init__(
        self,
        plot: pg.PlotItem,
        below: float = 6.0,
        above: float = 6.0,
    ) -> None:
        self._plot = plot
        self._below, self._above = below, above  # pixels free below and above the data
        self._range: tuple[float, float] | None = None
        plot.vb.sigResized.connect(self.apply)

    def take(self, low: float, high: float) -> None:
        """The data reach from low to high from now on."""
        self._range = padded(low, high, 0.0, 0.0)

    def apply(self) -> None:
        """Show them at the present size, unless the user has zoomed."""
        ends = self.ends()
        if ends is not None:
            self._plot.setYRange(*ends, padding=0)

    def ends(self) -> tuple[float, float] | None:
        """The range that shows them at the present size; None where it is somebody else's."""
        if self._range is None or getattr(self._plot.vb, "zoomed", False):
            return None
        low, high = self._range
        pixels = max(self._plot.vb.height(), 1.0)
        data = max(pixels - self._above - self._below, (1.0 - MOST) * pixels)
        bottom = low - (high - low) / data * self._below
        return bottom, bottom + (high - low) / data * pixels
