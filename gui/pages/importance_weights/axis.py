"""An axis that is linear or shows powers of ten, with room for the labels at its ends."""

from __future__ import annotations

import pyqtgraph as pg

from gui.plotkit.log_axis import LogAxis


class WeightAxis(LogAxis):
    """Labels of the coordinates themselves, or of ten to their power where ``logarithmic``."""

    logarithmic = False

    def tickValues(self, minVal: float, maxVal: float, size: float):
        if self.logarithmic:
            return super().tickValues(minVal, maxVal, size)
        return pg.AxisItem.tickValues(self, minVal, maxVal, size)

    def tickStrings(self, values, scale: float, spacing: float):
        if self.logarithmic:
            return super().tickStrings(values, scale, spacing)
        return pg.AxisItem.tickStrings(self, values, scale, spacing)


def use_weight_axis(plot: pg.PlotItem) -> WeightAxis:
    """Put a WeightAxis in the place of the plot's lower axis, in the same style."""
    old, axis = plot.getAxis("bottom"), WeightAxis("bottom")
    axis.setTickFont(old.style["tickFont"])
    axis.setPen(old.pen())
    axis.setTextPen(old.textPen())
    axis.enableAutoSIPrefix(False)
    axis.setLabel(old.labelText, **old.labelStyle)
    axis.setHeight(old.fixedHeight)
    plot.setAxisItems({"bottom": axis})
    return axis
