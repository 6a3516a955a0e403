"""A title that may stand out over its axis: it does not widen a narrow plot."""

from __future__ import annotations

import pyqtgraph as pg


class ShortTitle(pg.LabelItem):
    """Asks for no width."""

    def updateMin(self) -> None:
        super().updateMin()
        self.setMinimumWidth(1)


def use_short_title(plot: pg.PlotItem) -> None:
    """Put a ShortTitle in the place of the plot's title, in the same style."""
    old = plot.titleLabel
    plot.layout.removeItem(old)
    old.setVisible(False)
    plot.titleLabel = ShortTitle("", parent=plot)
    plot.layout.addItem(plot.titleLabel, 0, 1)
    plot.setTitle(old.text, **old.opts)
