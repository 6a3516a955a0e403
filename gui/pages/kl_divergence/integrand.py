"""The integrand of KL(q||p) in one dimension, its positive and negative areas apart."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.pages.kl_divergence.records import Integrand
from gui.look.theme import Theme
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom


class IntegrandPlot:
    """q (log q - log p) over x; the areas stand in the plot."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        self.positive = Band(theme.brush("positive", 0.32))
        self.negative = Band(theme.brush("negative", 0.32))
        self.zero = pg.InfiniteLine(0.0, angle=0, pen=theme.pen("line", 1.0))
        self.curve = pg.PlotCurveItem(pen=theme.pen("text", 1.6), antialias=True)
        for item in (self.zero, self.positive, self.negative, self.curve):
            plot.addItem(item)
        self.note = CornerNote(plot, theme)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, integrand: Integrand) -> None:
        """Show this integrand."""
        positive, negative = integrand.positive_area, abs(integrand.negative_area)
        plus = colored(f"+{value_text(positive, 4)}", self._theme.ink("positive"))
        minus = colored(f"−{value_text(negative, 4)}", self._theme.ink("negative"))
        self.note.write(f"{plus} &nbsp;{minus}" if positive > 0.0 else "0 everywhere")
        x, value = drawable(integrand.x, integrand.value)
        self.curve.setData(x, value)
        zero = np.zeros_like(value)
        self.positive.set_band(x, zero, np.maximum(value, 0.0))
        self.negative.set_band(x, np.minimum(value, 0.0), zero)
        if len(x):
            self.plot.setXRange(float(x.min()), float(x.max()), padding=0)
            low, high = min(float(value.min()), 0.0), max(float(value.max()), 0.0)
            self.headroom.show(low, high)
