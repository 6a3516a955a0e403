"""How many nats the usual Jacobian formulas are off, against |u|, in either precision."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import value_text
from engine.core.parameter import described
from engine.page.result import Result
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.records import Precision
from engine.squash.jacobian_formulas import FORMULAS, TOLERANCE
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.group import AXIS_WIDTH, Group
from gui.plotkit.key import Key
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot_text import PlotText

DIGITS = ("float32", "float64")
TITLES = {"float32": "Error in float32, nats", "float64": "Error in float64, nats"}
SHORT = tuple(formula.short for formula in FORMULAS)
ROLES = ("q", "k1", "k3", "k2", "p", "truth")  # of FORMULAS
SOLID, DASH, DOT = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
# The three that coincide far out differ in style as well.
LINES = (SOLID, SOLID, SOLID, DOT, DASH, SOLID)
WIDTHS = (3.4, 1.8, 1.8, 2.2, 1.4, 1.8)
NOTE_AT = 0.78  # of the height, from the top
BOTTOM, TOP = -17.5, 3.2  # log10 nats; -inf is drawn at the top, no error at the bottom


class PrecisionGroup(Group):
    """Two plots side by side with one cursor."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme)
        self.key = Key(theme, AXIS_WIDTH)
        layout.addItem(self.key, row=0, col=0, colspan=2)
        self.panes = {
            digits: self.add(1, column, TITLES[digits], "|u|")
            for column, digits in enumerate(DIGITS)
        }
        for plot in self.panes.values():
            use_log_axis(plot, "left")
            plot.setXRange(-1.5, 51.0, padding=0)
            plot.setYRange(BOTTOM, TOP, padding=0)
        self.tolerance = {digits: self._tolerance(plot) for digits, plot in self.panes.items()}
        self.curves = {digits: self._curves(plot) for digits, plot in self.panes.items()}
        self.breaks = {digits: self._symbols(plot, "o", 9) for digits, plot in self.panes.items()}
        self.infinite = {
            digits: self._symbols(plot, "t1", 9) for digits, plot in self.panes.items()
        }
        self.words = {digits: self._word(plot) for digits, plot in self.panes.items()}
        self.lines = {digits: self._cursor(plot) for digits, plot in self.panes.items()}
        self.notes = {
            d: CornerNote(plot, theme, (1, NOTE_AT), True) for d, plot in self.panes.items()
        }
        for name, curve in zip(SHORT, self.curves["float32"], strict=True):
            self.key.add(curve, name)
        self.finish()

    def draw(self, result: Result, options: Options) -> None:
        found = result.precision
        for digits in DIGITS:
            errors = getattr(found, digits)
            for curve, error in zip(self.curves[digits], errors, strict=True):
                curve.setData(found.u, log_error(error))
            self._mark(self.breaks[digits], getattr(found, f"breaks_{digits}"), TOLERANCE)
            infinite = getattr(found, f"infinite_{digits}")
            self._mark(self.infinite[digits], infinite, 10.0**TOP)
            first = float(np.min(infinite))
            self.words[digits].setVisible(math.isfinite(first))
            if math.isfinite(first):
                self.words[digits].setText(f"−∞ from {value_text(first, 3)}")
                self.words[digits].setPos(first + 1.5, TOP - 0.3)
            self.lines[digits].mark(found.cursor)
            self.notes[digits].write(self._table(found, digits))

    def _mark(self, spots: pg.ScatterPlotItem, u: np.ndarray, height: float) -> None:
        there = np.isfinite(u)
        brushes = [
            self.theme.brush(role, 1.0) for role, kept in zip(ROLES, there, strict=True) if kept
        ]
        y = np.full(int(there.sum()), min(math.log10(height), TOP - 0.25))
        spots.setData(x=u[there], y=y, brush=brushes)

    def _table(self, found: Precision, digits: str) -> str:
        head = (f"at |u| = {value_text(found.cursor, 4)}", "breaks at")
        cells = [f"<td align=right>&nbsp; {colored(text, self.theme.muted)}</td>" for text in head]
        rows = ["".join(["<td></td>", *cells])]
        for index in range(len(found.names)):
            error = float(getattr(found, f"at_cursor_{digits}")[index])
            breaks = float(getattr(found, f"breaks_{digits}")[index])
            texts = (
                value_text(abs(error), 2).replace("-", "−"),
                "never" if math.isinf(breaks) else value_text(breaks, 3),
            )
            row = f"<td>{colored(SHORT[index], self.theme.ink(ROLES[index]))}</td>"
            rows.append(row + "".join(f"<td align=right>&nbsp; {text}</td>" for text in texts))
        return "<table cellspacing=0>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    def _curves(self, plot: pg.PlotItem) -> list[pg.PlotCurveItem]:
        styles = zip(ROLES, WIDTHS, LINES, strict=True)
        return [self.curve(plot, self.theme.pen(*style)) for style in styles]

    def _tolerance(self, plot: pg.PlotItem) -> pg.PlotCurveItem:
        line = self.curve(plot, self.theme.pen("muted", 1.0, DOT))
        line.setData([-10.0, 60.0], [math.log10(TOLERANCE)] * 2)
        return line

    def _symbols(self, plot: pg.PlotItem, symbol: str, size: int) -> pg.ScatterPlotItem:
        spots = pg.ScatterPlotItem(
            size=self.theme.symbol(size), symbol=symbol, pen=self.theme.pen("plot", 1.0)
        )
        spots.setZValue(12)
        plot.addItem(spots, ignoreBounds=True)
        return spots

    def _word(self, plot: pg.PlotItem) -> pg.TextItem:
        word = PlotText(color=self.theme.color("q"), anchor=(0.0, 0.1))
        plot.addItem(word, ignoreBounds=True)
        return word

    def _cursor(self, plot: pg.PlotItem) -> DraggedLine:
        option = next(option for option in described(Options) if option.name == "cursor")
        parameter = option.parameter
        line = DraggedLine(plot, self.theme, (parameter.minimum, parameter.maximum), option.default)
        line.proposed.connect(self._propose)
        self.grips.append(line.grip)
        return line

    def _propose(self, u: float, gesture: int) -> None:
        self.proposed.emit({"cursor": round(u, 2)}, gesture)


def log_error(error: np.ndarray) -> np.ndarray:
    """log10 of the errors, none at the bottom and infinite ones at the top of the plot."""
    return np.log10(np.clip(error, 10.0 ** (BOTTOM + 0.3), 10.0 ** (TOP - 0.25)))
