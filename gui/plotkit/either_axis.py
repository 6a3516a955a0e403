"""A linear axis that can become one of decades."""

from __future__ import annotations

import pyqtgraph as pg

from gui.plotkit.log_axis import LogAxis


class EitherAxis(LogAxis):
    """For a quantity that is shown on the one or the other; its coordinates are log10 then."""

    logarithmic = False

    def use(self, logarithmic: bool) -> None:
        """Label decades, or equal steps."""
        if logarithmic != self.logarithmic:
            self.logarithmic = logarithmic
            self.picture = None
            self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float):
        kind = LogAxis if self.logarithmic else pg.AxisItem
        return kind.tickValues(self, minVal, maxVal, size)

    def tickStrings(self, values, scale: float, spacing: float):
        kind = LogAxis if self.logarithmic else pg.AxisItem
        return kind.tickStrings(self, values, scale, spacing)
