"""The key of a figure: one row of line samples and names above its plots."""

from __future__ import annotations

import pyqtgraph as pg
from pyqtgraph.graphicsItems.LegendItem import ItemSample

from gui.look.theme import Theme
from gui.plotkit.untyped import MouseEvent

GAP = 22  # pixels between entries
HEIGHT = 22
LAST = 30  # a column that takes what is left


class LineSample(ItemSample):
    """A short piece of a curve's pen, which a click does not hide."""

    def mouseClickEvent(self, event: MouseEvent) -> None:
        event.ignore()


class Key(pg.GraphicsLayout):
    """A legend that is a row of the figure, so that it never covers what is drawn."""

    def __init__(self, theme: Theme, indent: float) -> None:
        super().__init__()
        self._theme = theme
        self._entries = 0
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.layout.setHorizontalSpacing(6)
        self.setFixedHeight(HEIGHT)
        self.layout.setColumnFixedWidth(0, indent)
        self.layout.setColumnStretchFactor(LAST, 1)

    def add(self, curve: pg.PlotCurveItem | pg.ScatterPlotItem, name: str) -> pg.LabelItem:
        """One more entry at the right end; its name, which may be changed."""
        column = 2 * self._entries + 1
        sample = LineSample(curve)
        if isinstance(curve, pg.ScatterPlotItem):
            # A symbol has the size that it has on the screen; a key grows with its figure.
            sample.setTransformOriginPoint(10.0, 10.0)
            sample.setScale(1.0 / self._theme.text_scale)
        self.addItem(sample, row=0, col=column)
        label = pg.LabelItem(name, color=self._theme.text, size="9pt", justify="left")
        self._entries += 1
        self.addItem(label, row=0, col=column + 1)
        self.layout.setColumnSpacing(column + 1, GAP)
        return label
