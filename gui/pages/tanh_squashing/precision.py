"""How many nats the usual Jacobian formulas are off, against |u|, in either precision."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.page.result import Result
from engine.pages.tanh_squashing.records import Precision
from engine.session.session import Session
from engine.squash.jacobian_formulas import FORMULAS, TOLERANCE
from gui.look.theme import Theme
from gui.pages.tanh_squashing.group import SquashGroup, mark
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot_text import PlotText

DIGITS = ("float32", "float64")
SHORT = tuple(formula.short for formula in FORMULAS)
ROLES = ("q", "k1", "k3", "k2", "p", "truth")  # of FORMULAS
SOLID, DASH, DOT = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
# The three that coincide far out differ in style as well.
LINES = (SOLID, SOLID, SOLID, DOT, DASH, SOLID)
WIDTHS = (3.4, 1.8, 1.8, 2.2, 1.4, 1.8)
NOTE_AT = (1, 0.78)  # of the width and the height, from the top
ENDS = (-1.5, 51.0)
BOTTOM, TOP = -17.5, 3.2  # log10 nats
HIGHEST = TOP - 0.25  # where -inf is drawn; no error is drawn at the bottom


class PrecisionGroup(SquashGroup):
    """Two plots side by side with one cursor."""

    figures = ("precision",)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.digits = {
            digits: self.add(PrecisionPanel(self.layout, theme, (1, column), digits))
            for column, digits in enumerate(DIGITS)
        }
        curves = (curve.graphics for curve in self.digits["float32"].curves)
        self.explain(dict(zip(curves, SHORT, strict=True)))

    def draw(self, result: Result, session: Session) -> None:
        for panel in self.digits.values():
            panel.draw(result.precision)


class PrecisionPanel(Panel):
    """The errors in one precision, where each formula breaks, and the cursor."""

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], digits: str
    ) -> None:
        title = f"Error in {digits}, nats"
        super().__init__(layout, theme, place, title, "|u|", log="y", corner=NOTE_AT)
        self.digits = digits
        self.plot.setXRange(*ENDS, padding=0)
        self.plot.setYRange(BOTTOM, TOP, padding=0)
        self.curve(theme.pen("muted", 1.0, DOT)).show(ENDS, [TOLERANCE] * 2)
        styles = zip(ROLES, WIDTHS, LINES, strict=True)
        self.curves = [self.curve(theme.pen(*style)) for style in styles]
        self.breaks = [mark(self, role, 9, "o") for role in ROLES]
        self.infinite = [mark(self, role, 9, "t1") for role in ROLES]
        self.word = PlotText(color=theme.color("q"), anchor=(0.0, 0.1))
        self.plot.addItem(self.word, ignoreBounds=True)
        self.line = self.marker("squash.cursor")

    def draw(self, found: Precision) -> None:
        """Show these errors."""
        ends = 10.0 ** (BOTTOM + 0.3), 10.0**HIGHEST
        breaks, infinite = self._of(found, "breaks"), self._of(found, "infinite")
        for index, errors in enumerate(getattr(found, self.digits)):
            self.curves[index].show(found.u, np.clip(errors, *ends))
            self.breaks[index].show([breaks[index]], [TOLERANCE])
            self.infinite[index].show([infinite[index]], [10.0**HIGHEST])
        first = float(np.min(infinite))
        self.word.setVisible(math.isfinite(first))
        if math.isfinite(first):
            self.word.setText(f"−∞ from {value_text(first, 3)}")
            self.word.setPos(first + 1.5, TOP - 0.3)
        self.line.mark(found.cursor)
        self.say(self._table(found))

    def _of(self, found: Precision, what: str) -> Array:
        values: Array = getattr(found, f"{what}_{self.digits}")
        return values

    def _table(self, found: Precision) -> str:
        head = (f"at |u| = {value_text(found.cursor, 4)}", "breaks at")
        rows = [_row("", [colored(text, self.theme.muted) for text in head])]
        at_cursor, breaks = self._of(found, "at_cursor"), self._of(found, "breaks")
        for name, role, error, at in zip(SHORT, ROLES, at_cursor, breaks, strict=True):
            size = value_text(abs(float(error)), 2).replace("-", "−")
            where = "never" if math.isinf(at) else value_text(float(at), 3)
            rows.append(_row(colored(name, self.theme.ink(role)), [size, where]))
        return f"<table cellspacing=0>{''.join(rows)}</table>"


def _row(name: str, cells: list[str]) -> str:
    aligned = "".join(f"<td align=right>&nbsp; {text}</td>" for text in cells)
    return f"<tr><td>{name}</td>{aligned}</tr>"
