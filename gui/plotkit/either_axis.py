"""A linear axis that can become one of decades."""

from __future__ import annotations

from collections.abc import Iterable

import pyqtgraph as pg

from gui.plotkit.axis import Axis, Ticks
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

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        kind = LogAxis if self.logarithmic else Axis
        ticks: Ticks = kind.tickValues(self, minVal, maxVal, size)
        return ticks

    def tickStrings(self, values: Iterable[float], scale: float, spacing: float) -> list[str]:
        kind = LogAxis if self.logarithmic else pg.AxisItem
        labels: list[str] = kind.tickStrings(self, values, scale, spacing)
        return labels
