"""Estimates on a panel: symbols with bars of two standard errors."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from gui.plotkit.drawing import Drawing

ABOVE = 8  # curves and bars


class Estimates:
    """Dots with error bars, in the colour of a role."""

    def __init__(self, panel: Drawing, role: str, symbol: str = "o") -> None:
        self.bars = panel.bars(role, 1.5)
        self.dots = panel.dots(role, 8, symbol=symbol, pen=panel.theme.pen("plot", 0.8))
        for item in (self.bars, self.dots):
            item.graphics.setZValue(ABOVE)

    def show(self, x: Array, value: Array, error: Array, floor: float = -np.inf) -> None:
        """Stand at these values, (m,) each; no bar reaches below the floor."""
        self.dots.show(x, value)
        self.bars.show(x, np.maximum(value - 2.0 * error, floor), value + 2.0 * error)
