"""An axis for plots whose coordinates are log10 of the quantity: 1, 10, 100, 10³ ..."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pyqtgraph as pg

from gui.plotkit.axis import Axis, Ticks, raised

DIGITS = (3, 4, 5, 6, 8)  # as few as tell the ticks from each other
PIXELS_PER_LABEL = {"left": 19, "right": 19, "bottom": 40, "top": 40}
LABELLED_DIGITS = ((1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))  # of a decade, densest first
MANY_DECADES = 2.2  # from here on only decades carry labels
SHORTEST = 0.15  # decades; below, the ticks are those of a linear axis


class LogAxis(Axis):
    """Labels at decades, or every few of them; on a short range between them as well."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        low, high = min(minVal, maxVal), max(minVal, maxVal)
        if not math.isfinite(high - low):
            return []
        room = max(size / PIXELS_PER_LABEL[self.orientation], 1.0)
        if high - low < SHORTEST:
            ticks: Ticks = super().tickValues(minVal, maxVal, size)
            return ticks
        step = max(1, math.ceil((high - low) / room))
        if step > 1:
            first = math.ceil(low / step) * step
            labelled = [float(k) for k in range(first, math.floor(high) + 1, step)]
            return [(float(step), labelled)]
        decades = range(math.floor(low), math.ceil(high) + 1)
        for digits in LABELLED_DIGITS:
            labelled = _inside([k + math.log10(m) for k in decades for m in digits], low, high)
            few = high - low < MANY_DECADES or digits == LABELLED_DIGITS[-1]
            if len(labelled) <= room and few:
                break
        return [(1.0, labelled)]

    def tickStrings(self, values: Iterable[float], scale: float, spacing: float) -> list[str]:
        shown = list(values)
        for digits in DIGITS:
            texts = [power_text(value, digits) for value in shown]
            if len(set(texts)) == len(texts):
                break
        return texts


def power_text(exponent: float, digits: int = DIGITS[0]) -> str:
    """10^exponent as it stands beside an axis: 0.01, 1, 20, 10⁵, 2·10⁵."""
    whole = math.floor(exponent + 1e-9)
    if -3.0 < exponent < 3.0:
        return f"{10.0**exponent:.{digits}g}"
    return raised(f"{10.0 ** (exponent - whole):.{digits}g}", whole)


def use_log_axis(plot: pg.PlotItem, side: str, kind: type[LogAxis] = LogAxis) -> LogAxis:
    """Put a LogAxis in the place of the plot's axis on this side, in the same style."""
    old = plot.getAxis(side)
    axis = kind(side)
    axis.setTickFont(old.style["tickFont"])
    axis.setPen(old.pen())
    axis.setTextPen(old.textPen())
    axis.setLabel(old.labelText, **old.labelStyle)
    if axis.orientation in ("left", "right"):
        axis.setWidth(old.fixedWidth)
    else:
        axis.setHeight(old.fixedHeight)
    plot.setAxisItems({side: axis})
    axis.setGrid(old.grid)
    return axis


def _inside(values: list[float], low: float, high: float) -> list[float]:
    return [value for value in values if low <= value <= high]
