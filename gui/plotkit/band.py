"""A filled band between two curves."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtGui import QBrush

from gui.plotkit.drawable import drawable


class Band(pg.PlotCurveItem):
    """One closed polygon with a brush and no outline: much quicker than pg.FillBetweenItem."""

    def __init__(self, brush: QBrush) -> None:
        super().__init__(pen=None, brush=brush, fillLevel="enclosed", antialias=False)

    def set_band(self, x: ArrayLike, low: ArrayLike, high: ArrayLike) -> None:
        """Fill from low to high, each (m,); rows that are not finite are left out."""
        across, bottom, top = drawable(x, low, high)
        self.setData(np.concatenate((across, across[::-1])), np.concatenate((bottom, top[::-1])))
