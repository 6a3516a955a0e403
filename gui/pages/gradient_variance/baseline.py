"""The variance of the score function against its baseline b."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import value_text
from engine.pages.gradient_variance.records import BaselineCurve
from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import estimator_color
from gui.pages.gradient_variance.panel import GradientPanel
from gui.plotkit.corner_note import colored

NARROW = 265  # pixels
LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
SIGNS = ("—", "╌", "┈")
# The marks in the order of the figure's, and on which of the three curves they stand.
MARKS = (
    ("score_function/none", (0, 1, 2)),
    ("score_function/mean", (0, 1, 2)),
    ("score_function/optimal", (0,)),
    ("score_function/optimal", (1,)),
    ("score_function/optimal_total", (2,)),
)
WORDS = (
    ("●", "none", "score_function/none"),
    ("◆", "E f", "score_function/mean"),
    ("⬢", "best each", "score_function/optimal"),
    ("⬟", "best total", "score_function/optimal_total"),
)


class BaselinePanel(GradientPanel):
    """Parabolas for mu, sigma and both, and the current b, which can be dragged."""

    figure = "baseline"
    title = "Variance against b"
    labels = ("baseline b", "")
    room = (10.0, 6.0)

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], which: int = 0
    ) -> None:
        super().__init__(layout, theme, place, which)
        self.curves = [self.curve(theme.pen("text", 1.6, style)) for style in LINES]
        edge = theme.pen("plot", 1.0)
        self.marks = [self.estimator_dots(name, 10, pen=edge, seen=False) for name, _ in MARKS]
        for mark in self.marks:
            mark.graphics.setZValue(12)
        self.line = self.marker("gradients.baseline")
        self._found: BaselineCurve | None = None
        self.plot.vb.sigResized.connect(self._write)

    def draw(self, found: BaselineCurve) -> None:
        for index, curve in enumerate(self.curves):
            curve.show(found.b, found.variance[:, index])
        marks = zip(self.marks, MARKS, found.mark_b, found.mark_variance, strict=True)
        for dots, (_, rows), b, variance in marks:
            dots.show(np.full(len(rows), b), variance[list(rows)])
        self.line.mark(found.current_b)
        self._found = found
        self._write()
        ends = float(found.b[0]), float(found.b[-1])
        self.settle(ends, (0.0, float(found.variance.max())))

    def _write(self) -> None:
        """In as many lines as the width asks for."""
        if self._found is not None:
            self.say(*self._lines(self._found, self.plot.vb.width() < NARROW))

    def _lines(self, found: BaselineCurve, narrow: bool) -> list[str]:
        theme, gap = self.theme, " &nbsp;"
        chosen = [value_text(float(each), 3) for each in found.current_variance]
        names = (*found.by, "total")
        parts = [f"{s} {n}: {v}" for s, n, v in zip(SIGNS, names, chosen, strict=True)]
        marks = [
            colored(mark, estimator_color(name, theme).name()) + colored(f" {word}", theme.text)
            for mark, word, name in WORDS
        ]
        here = colored(f"b = {value_text(found.current_b, 4)}", theme.ink("accent"))
        if narrow:
            values = (colored(" ".join(parts[:2]), theme.text), colored(parts[2], theme.text))
            return [here + gap + values[1], values[0], gap.join(marks[:2]), gap.join(marks[2:])]
        return [here + gap + colored(" ".join(parts), theme.text), gap.join(marks)]
