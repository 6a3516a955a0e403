"""Words at a point of a plot."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QFont

POINTS = 9


def plot_font(bold: bool = False) -> QFont:
    """The typeface of the window in the size of a figure's small print.

    The window's own size of type does not count: a figure is magnified as a whole.
    """
    font = QFont()
    font.setPointSizeF(POINTS)
    font.setBold(bold)
    return font


class PlotText(pg.TextItem):
    """A text item in the figure's type."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.setFont(plot_font())
