"""Which share of the samples carries which share of the weight."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.pages.importance_weights.records import Concentration
from gui.look.theme import Theme
from gui.pages.importance_weights.axis import use_weight_axis
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable
from gui.plotkit.grid import quiet_grid
from gui.plotkit.plot import truth_pen

TICKS = [(share / 100.0, f"{share}") for share in (0, 20, 40, 60, 80, 100)]
PADDING = 0.03
TOP = 0.01  # the share of the samples whose weight is read out


class ConcentrationPlot:
    """A Lorenz curve from the largest weights on, over the diagonal of equal weights."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        self.equal = pg.PlotCurveItem([0.0, 1.0], [0.0, 1.0], pen=theme.pen("muted", 1.0))
        self.exact = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.curve = pg.PlotCurveItem(pen=theme.pen("q", 1.8), antialias=True)
        self.top = pg.ScatterPlotItem(
            size=theme.symbol(8),
            symbol="o",
            pen=theme.pen("plot", 1.2),
            brush=theme.brush("q", 1.0),
        )
        for item in (self.equal, self.curve, self.exact, self.top):
            plot.addItem(item)
        self.note = CornerNote(plot, theme, corner=(1, 1), ground=True)
        use_weight_axis(plot)
        quiet_grid(plot, theme)
        plot.disableAutoRange()
        for side in ("left", "bottom"):
            plot.getAxis(side).setTicks([TICKS, []])
        plot.setRange(xRange=(-PADDING, 1 + PADDING), yRange=(-PADDING, 1 + PADDING), padding=0)

    def draw(self, concentration: Concentration) -> None:
        """Show these shares."""
        self.curve.setData(*drawable(concentration.samples, concentration.weight))
        exact_x, exact_y = drawable(concentration.exact_samples, concentration.exact_weight)
        if len(exact_x):
            order = np.argsort(exact_x, kind="stable")
            exact_x = np.concatenate(([0.0], exact_x[order], [1.0]))
            exact_y = np.concatenate(([0.0], exact_y[order], [1.0]))
        self.exact.setData(exact_x, exact_y)
        self.top.setData([TOP], [concentration.top_percent])
        exact = colored("╌ exact", self._theme.truth) if len(exact_x) else ""
        equal = colored("— equal weights", self._theme.muted)
        self.note.write(
            colored(f"● top 1 %: {percent(concentration.top_percent)}", self._theme.ink("q")),
            colored(f"largest: {percent(concentration.largest_share)}", self._theme.text),
            exact,
            equal,
        )


def percent(share: float) -> str:
    """A share between 0 and 1 in per cent; nearly all is not rounded to all."""
    text = value_text(100.0 * share, 3)
    if text == "100" and share < 1.0:
        return "above 99.9 %"
    return f"{text} %"
