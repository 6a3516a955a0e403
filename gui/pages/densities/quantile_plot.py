"""A Q-Q plot: how Gaussian the samples of a group are."""

from __future__ import annotations

import pyqtgraph as pg

from engine.gaussian.quantiles import Quantiles
from gui.look.theme import Theme
from gui.pages.densities.picture import Name
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.plot import add_plot, truth_pen

SYMBOLS = {"p": "o", "q": "s"}
LABELS = {"normal": "std over normal", "chi-square": "distance² over χ²"}
AXIS_WIDTH = 34


class QuantilePlot:
    """Order statistics over what they should be, with the diagonal and a 95 % band."""

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, name: Name, position: tuple[int, int]
    ) -> None:
        self.plot = add_plot(layout, theme, position, f"Q-Q of {name}", LABELS["normal"], "")
        self._theme = theme
        self._name = name
        self.plot.getAxis("left").setWidth(AXIS_WIDTH)
        self.band = Band(theme.brush(name, 0.16))
        self.diagonal = pg.PlotCurveItem(pen=truth_pen(theme, 1.2), antialias=True)
        self.dots = pg.ScatterPlotItem(
            size=theme.symbol(4), symbol=SYMBOLS[name], pen=None, brush=theme.brush(name, 0.9)
        )
        for item in (self.band, self.diagonal, self.dots):
            self.plot.addItem(item)
        self.note = CornerNote(self.plot, theme, corner=(0, 0), ground=True)
        quiet_grid(self.plot, theme)
        self.plot.disableAutoRange()
        self.plot.setMinimumWidth(1)
        self.plot.setPreferredWidth(1)

    def draw(self, quantiles: Quantiles) -> None:
        """Show these order statistics."""
        self._say(quantiles.scale)
        x, y = drawable(quantiles.theory, quantiles.observed)
        self.dots.setData(x, y)
        banded = len(quantiles.low) > 0
        theory = quantiles.theory if banded else []
        self.band.set_band(theory, quantiles.low, quantiles.high)
        ends = float(x[0]), float(x[-1])
        self.diagonal.setData(list(ends), list(ends))
        heights = [ends, (float(y[0]), float(y[-1]))]
        if banded:
            heights.append((float(quantiles.low[0]), float(quantiles.high[-1])))
        low, high = min(h[0] for h in heights), max(h[1] for h in heights)
        self.plot.setXRange(*padded(*ends, 0.04, 0.04), padding=0)
        self.plot.setYRange(*padded(low, high, 0.04, 0.04), padding=0)
        self.note.write(*self._words(quantiles, banded))
        self.plot.vb.prepareForPaint()

    def _say(self, scale: str) -> None:
        # A new label lays the whole figure out again.
        if self.plot.getAxis("bottom").labelText != LABELS[scale]:
            self.plot.setLabel("bottom", LABELS[scale], color=self._theme.muted)

    def _words(self, quantiles: Quantiles, banded: bool) -> list[str]:
        if not banded:
            return [colored(text, self._theme.muted) for text in ("no band:", "few samples")]
        inside = f"holds {100.0 * quantiles.inside:.0f} %"
        return [
            colored("▒ 95 % band", self._theme.ink(self._name)),
            colored(inside, self._theme.muted),
        ]


def quantile_column(layout: pg.GraphicsLayout, theme: Theme) -> dict[Name, QuantilePlot]:
    """The plots of both groups, one above the other."""
    layout.layout.setContentsMargins(0, 0, 0, 0)
    layout.layout.setVerticalSpacing(4)
    layout.setMinimumWidth(1)
    layout.setPreferredWidth(1)
    plots = {"p": QuantilePlot(layout, theme, "p", (0, 0))}
    plots["q"] = QuantilePlot(layout, theme, "q", (1, 0))
    return plots


def draw_quantiles(plots: dict[Name, QuantilePlot], p: Quantiles, q: Quantiles) -> None:
    """Show those of both groups."""
    plots["p"].draw(p)
    plots["q"].draw(q)
