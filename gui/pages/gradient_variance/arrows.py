"""Expected gradients of k1, k2, k3 as arrows beside the true gradient of KL(q||p)."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.pages.gradient_variance.records import KlLosses
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import LARGEST, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.group import say_label

ESTIMATORS = ("k1", "k2", "k3")
WIDTHS = {"k1": 7.0, "k2": 5.0, "k3": 3.0, "truth": 1.6}
MARGIN = 26  # pixels between the arrows and the frame
HEAD = 11


class ArrowsPlot:
    """Arrows from the origin, at one scale along both axes; where they agree they nest."""

    def __init__(self, plot: pg.PlotItem, theme: Theme, kind: str) -> None:
        self.plot = plot
        self.kind = kind
        self._theme = theme
        self._scale = 1.0  # of a pixel, along both axes
        self._ends: dict[str, Array] = {}
        self.shafts: dict[str, pg.PlotCurveItem] = {}
        self.heads: dict[str, pg.ArrowItem] = {}
        self.dots: dict[str, pg.ScatterPlotItem] = {}
        thicker = theme.line_scale / theme.pixel_ratio
        self._head = {name: (HEAD + width) * thicker for name, width in WIDTHS.items()}
        for level, (name, width) in enumerate(WIDTHS.items()):
            style = Qt.PenStyle.DashLine if name == "truth" else Qt.PenStyle.SolidLine
            self.shafts[name] = pg.PlotCurveItem(pen=theme.pen(name, width, style), antialias=True)
            self.heads[name] = pg.ArrowItem(
                headLen=self._head[name],
                headWidth=0.5 * self._head[name],
                pen=None,
                brush=theme.brush(name, 1.0),
            )
            self.dots[name] = pg.ScatterPlotItem(
                size=theme.symbol(8 + width),
                pen=theme.pen("plot", 1.0),
                brush=theme.brush(name, 1.0),
            )
            for item in (self.shafts[name], self.heads[name], self.dots[name]):
                item.setZValue(level)
                plot.addItem(item, ignoreBounds=True)
        self.note = CornerNote(plot, theme, (0, 0), ground=True)
        quiet_grid(plot, theme)
        plot.vb.setMouseEnabled(x=False, y=False)
        plot.disableAutoRange()
        plot.vb.sigResized.connect(self._fit)

    def draw(self, found: KlLosses) -> None:
        """Show these gradients, or why there are none."""
        gradients = {}
        if not found.missing:
            gradients = dict(zip(ESTIMATORS, getattr(found, self.kind), strict=True))
            gradients["truth"] = found.true
        self._ends = {n: v for n, v in gradients.items() if np.max(np.abs(v)) < LARGEST}
        self.note.write(*self._words(gradients, found.missing))
        self._fit()
        if not found.missing:
            say_label(self.plot, "bottom", f"d / d{found.by[0]} of q")
            say_label(self.plot, "left", f"d / d{found.by[1]} of q")

    def _place(self, name: str, end: Array | None) -> None:
        there = end is not None
        head = self._head[name] / zoom(self.plot)
        long = there and self._pixels(end) > head
        self.shafts[name].setVisible(bool(long))
        self.heads[name].setVisible(bool(long))
        self.dots[name].setVisible(bool(there and not long))
        if not there:
            return
        if not long:
            self.dots[name].setData([end[0]], [end[1]])
            return
        share = 1.0 - 0.8 * head / self._pixels(end)
        self.shafts[name].setData([0.0, share * end[0]], [0.0, share * end[1]])
        self.heads[name].setPos(float(end[0]), float(end[1]))
        # Its angle turns clockwise from an arrow that points to the left.
        self.heads[name].setStyle(angle=180.0 - math.degrees(math.atan2(end[1], end[0])))

    def _pixels(self, end: Array) -> float:
        return math.hypot(*end) / self._scale

    def _fit(self) -> None:
        """One scale along both axes, the note above the arrows."""
        ends = np.array([[0.0, 0.0], *self._ends.values()])
        (left, bottom), (right, top) = ends.min(axis=0), ends.max(axis=0)
        width = max(self.plot.vb.width(), 2.0 * MARGIN + 1.0)
        height = max(self.plot.vb.height(), 2.0 * MARGIN + self.note.room() + 1.0)
        free = max(height - 2.0 * MARGIN - self.note.room(), 10.0)
        scale = max((right - left) / (width - 2.0 * MARGIN), (top - bottom) / free, 1e-12)
        if right == left and top == bottom:
            scale = 2.0 / free
        middle = 0.5 * (left + right)
        self.plot.setXRange(middle - 0.5 * width * scale, middle + 0.5 * width * scale, padding=0)
        below = 0.5 * (top + bottom) - (0.5 * free + MARGIN) * scale
        self.plot.setYRange(*padded(below, below + height * scale, 0.0, 0.0), padding=0)
        self._scale = scale
        for name in WIDTHS:
            self._place(name, self._ends.get(name))

    def _words(self, gradients: dict[str, Array], why_not: str) -> list[str]:
        if not gradients:
            return [colored(f"no arrows: {why_not}", self._theme.ink("muted"))]
        lines = [f"╌ true  {pair_text(gradients['truth'])}"]
        roles = ["truth"]
        for name in ESTIMATORS:
            same = np.allclose(gradients[name], gradients["truth"], rtol=1e-9, atol=1e-12)
            zero = not np.any(gradients[name])
            word = "  true" if same else "  none" if zero else ""
            lines.append(f"{name}  {pair_text(gradients[name])}{word}")
            roles.append(name)
        return [
            colored(line, self._theme.ink(role)) for line, role in zip(lines, roles, strict=True)
        ]


def zoom(plot: pg.PlotItem) -> float:
    """How many pixels of the screen make one of the layout."""
    widget = plot.getViewWidget()
    return widget.transform().m11() if widget is not None else 1.0


def pair_text(pair: Array) -> str:
    """Both components to three digits."""
    return "(" + ", ".join(value_text(float(each) + 0.0, 3) for each in pair) + ")"
