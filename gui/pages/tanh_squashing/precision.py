"""How many nats the usual Jacobian formulas are off, against |u|, in either precision."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.pages.tanh_squashing.records import Precision
from engine.squash.jacobian_formulas import FORMULAS, TOLERANCE
from gui.pages.tanh_squashing.group import mark
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot_text import PlotText
from gui.plotkit.words import Run

SHORT = tuple(formula.short for formula in FORMULAS)
ROLES = ("q", "k1", "k3", "k2", "p", "truth")  # of FORMULAS
SOLID, DASH, DOT = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
# The three that coincide far out differ in style as well.
LINES = (SOLID, SOLID, SOLID, DOT, DASH, SOLID)
WIDTHS = (3.4, 1.8, 1.8, 2.2, 1.4, 1.8)
ENDS = (-1.5, 51.0)
BOTTOM, TOP = -17.5, 3.2  # log10 nats
HIGHEST = TOP - 0.25  # where -inf is drawn; no error is drawn at the bottom


class PrecisionPanel(Panel):
    """The errors in float32, where each formula breaks, and the cursor."""

    digits = "float32"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "|u|", "error, nats", log="y", x_key="u")
        theme = self.theme
        self.tolerance = self.curve(theme.pen("muted", 1.0, DOT))
        styles = zip(ROLES, WIDTHS, LINES, strict=True)
        self.curves = [
            self.curve(theme.pen(*style), name=name)
            for name, style in zip(SHORT, styles, strict=True)
        ]
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
            self.word.setText(f"−∞ from {shown_value(first, 3)}")
            self.word.setPos(first + 1.5, TOP - 0.3)
        self.line.mark(found.cursor)
        self.tolerance.show(ENDS, [TOLERANCE] * 2)
        self._say(found)
        self.settle(ENDS, (BOTTOM, TOP))

    def _of(self, found: Precision, what: str) -> Array:
        values: Array = getattr(found, f"{what}_{self.digits}")
        return values

    def _say(self, found: Precision) -> None:
        errors = self._of(found, "at_cursor").tolist()
        cursor = shown_value(found.cursor, 4)
        worst = max(range(len(errors)), key=lambda index: abs(errors[index]))
        ink = self.theme.ink(ROLES[worst])
        size = shown_value(abs(errors[worst]), 2)
        self.headline(Run(f"|u| = {cursor}: up to {size} nats off", ink), Run(f"{size} off", ink))
        self.say(
            *(
                Run(f"{name} {shown_value(abs(error), 2)}", self.theme.ink(role))
                for name, role, error in zip(SHORT, ROLES, errors, strict=True)
            )
        )


class DoublePrecisionPanel(PrecisionPanel):
    """In float64."""

    digits = "float64"
