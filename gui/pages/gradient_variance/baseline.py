"""The variance of the score function against its baseline b."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.pages.gradient_variance.records import BaselineCurve
from gui.pages.gradient_variance.colors import estimator_color
from gui.pages.gradient_variance.panel import GradientPanel
from gui.plotkit.frame import Frame
from gui.plotkit.words import Run

LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
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

    labels: ClassVar = ("baseline b", "variance per sample")
    short_label: ClassVar = "b"
    room: ClassVar = (10.0, 6.0)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.curves = [
            self.curve(theme.pen("text", 1.6, style), name=name)
            for style, name in zip(LINES, ("by μ", "by σ", "both"), strict=True)
        ]
        edge = theme.pen("plot", 1.0)
        self.marks = [self.estimator_dots(name, 10, pen=edge, seen=False) for name, _ in MARKS]
        for mark in self.marks:
            mark.graphics.setZValue(12)
        self.line = self.marker("gradients.baseline")

    def draw(self, found: BaselineCurve) -> None:
        for index, curve in enumerate(self.curves):
            curve.show(found.b, found.variance[:, index])
        marks = zip(self.marks, MARKS, found.mark_b, found.mark_variance, strict=True)
        for dots, (_, rows), b, variance in marks:
            dots.show(np.full(len(rows), b), variance[list(rows)])
        self.line.mark(found.current_b)
        total, ink = shown_value(float(found.current_variance[-1]), 3), self.theme.ink("accent")
        b = f"b = {shown_value(found.current_b, 4)}: {total}"
        self.headline(Run(b, ink), Run(total, ink))
        self.say(
            *(
                (Run(mark, estimator_color(name, self.theme).name()), f" {word}")
                for mark, word, name in WORDS
            )
        )
        ends = float(found.b[0]), float(found.b[-1])
        self.settle(ends, (0.0, float(found.variance.max())))
