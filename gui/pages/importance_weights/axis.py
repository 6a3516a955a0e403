"""An axis that is linear or shows powers of ten, with room for the labels at its ends."""

from __future__ import annotations

from collections.abc import Iterable

import pyqtgraph as pg

from gui.look.theme import Theme
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import LogAxis, Ticks, use_log_axis


class WeightAxis(LogAxis):
    """Labels of the coordinates themselves, or of ten to their power where ``logarithmic``."""

    logarithmic = False

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        kind = LogAxis if self.logarithmic else pg.AxisItem
        ticks: Ticks = kind.tickValues(self, minVal, maxVal, size)
        return ticks

    def tickStrings(self, values: Iterable[float], scale: float, spacing: float) -> list[str]:
        kind = LogAxis if self.logarithmic else pg.AxisItem
        labels: list[str] = kind.tickStrings(self, values, scale, spacing)
        return labels


def use_weight_axis(plot: pg.PlotItem, theme: Theme) -> WeightAxis:
    """Put a WeightAxis in the place of the plot's lower axis."""
    axis = use_log_axis(plot, "bottom", WeightAxis)
    quiet_grid(plot, theme)
    return axis
