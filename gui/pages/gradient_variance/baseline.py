"""The variance of the score function against its baseline b."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from engine.core.number_format import value_text
from engine.core.parameter import described
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.records import BaselineCurve
from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import STYLES, estimator_color
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.grid import quiet_grid
from gui.plotkit.handles import decimals_of
from gui.plotkit.headroom import Headroom

NARROW = 265  # pixels
LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
SIGNS = ("—", "╌", "┈")
# The marks in the order of the result's, and on which of the three curves they stand.
MARKS = (
    ("score_function/none", (0, 1, 2)),
    ("score_function/mean", (0, 1, 2)),
    ("score_function/optimal", (0,)),
    ("score_function/optimal", (1,)),
    ("score_function/optimal_total", (2,)),
)


class BaselinePlot(QObject):
    """Parabolas for mu, sigma and both, and today's b, which can be dragged."""

    # (options that change, gesture number)
    proposed = Signal(object, int)

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__()
        self.plot = plot
        self._theme = theme
        self.curves = [
            pg.PlotCurveItem(pen=theme.pen("text", 1.6, style), antialias=True) for style in LINES
        ]
        for curve in self.curves:
            plot.addItem(curve, ignoreBounds=True)
        self.marks = []
        for name, _ in MARKS:
            spots = pg.ScatterPlotItem(
                size=theme.symbol(STYLES[name].size(10)),
                symbol=STYLES[name].symbol,
                pen=theme.pen("plot", 1.0),
                brush=estimator_color(name, theme),
            )
            spots.setZValue(12)
            plot.addItem(spots, ignoreBounds=True)
            self.marks.append(spots)
        option = next(option for option in described(Options) if option.name == "baseline")
        bounds = (option.parameter.minimum, option.parameter.maximum)
        self.line = DraggedLine(plot, theme, bounds, option.default)
        self.line.proposed.connect(self._propose)
        self.note = CornerNote(plot, theme, (0.5, 0), ground=True)
        self.headroom = Headroom(plot, self.note, below=10.0)
        self._found: BaselineCurve | None = None
        plot.vb.sigResized.connect(self._say)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, found: BaselineCurve) -> None:
        """Show these parabolas."""
        for index, curve in enumerate(self.curves):
            curve.setData(found.b, found.variance[:, index])
        for spots, (_, rows), b, variance in zip(
            self.marks, MARKS, found.mark_b, found.mark_variance, strict=True
        ):
            spots.setData(np.full(len(rows), b), variance[list(rows)])
        self.line.mark(found.chosen_b)
        if not self.line.moving:
            self.plot.setXRange(float(found.b[0]), float(found.b[-1]), padding=0)
        self._found = found
        self._say()
        self.headroom.show(0.0, float(found.variance.max()))

    def _say(self) -> None:
        """In as many lines as the width asks for."""
        if self._found is not None:
            self.note.write(*self._words(self._found, self.plot.vb.width() < NARROW))

    def _words(self, found: BaselineCurve, narrow: bool) -> list[str]:
        names = (*found.by, "total")
        theme = self._theme
        chosen = [value_text(float(each), 3) for each in found.chosen_variance]
        parts = [f"{s} {n}: {v}" for s, n, v in zip(SIGNS, names, chosen, strict=True)]
        marks = [
            colored(mark, estimator_color(name, theme).name()) + colored(f" {word}", theme.text)
            for mark, word, name in (
                ("●", "none", "score_function/none"),
                ("◆", "E f", "score_function/mean"),
                ("⬢", "best each", "score_function/optimal"),
                ("⬟", "best total", "score_function/optimal_total"),
            )
        ]
        here = colored(f"b = {value_text(found.chosen_b, 4)}", theme.ink("accent"))
        gap = " &nbsp;"
        if narrow:
            values = (colored(" ".join(parts[:2]), theme.text), colored(parts[2], theme.text))
            return [here + gap + values[1], values[0], gap.join(marks[:2]), gap.join(marks[2:])]
        return [here + gap + colored(" ".join(parts), theme.text), gap.join(marks)]

    def _propose(self, b: float, gesture: int) -> None:
        self.proposed.emit({"baseline": round(b, decimals_of(self.plot.vb)[0])}, gesture)
