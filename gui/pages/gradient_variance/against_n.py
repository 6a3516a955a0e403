"""Variance against the batch size N."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pyqtgraph as pg

from engine.pages.gradient_variance.records import AgainstN
from gui.pages.gradient_variance.colors import STYLES, estimator_color
from gui.pages.gradient_variance.panel import LinesPanel, log_range
from gui.plotkit.frame import Frame
from gui.plotkit.words import Run

DOT = 7
ERRORS = 2.0


class AgainstNPanel(LinesPanel):
    """Exact lines and measured dots with bars of 2 standard errors."""

    labels: ClassVar = ("batch size N", "variance of the estimate")
    short_label: ClassVar = "N"
    log: ClassVar = "xy"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.errors = {name: self.bars("text", 1.2) for name in STYLES}
        for name, bars in self.errors.items():
            bars.graphics.setOpts(pen=pg.mkPen(estimator_color(name, theme), width=1.2))
        self.points = {name: self.estimator_dots(name, DOT) for name in STYLES}
        for dots in self.points.values():
            dots.graphics.setZValue(5)
        self.line = self.marker("gradients.batch_size")

    def draw(self, found: AgainstN) -> None:
        exact, measured = (each[:, :, self.which] for each in (found.exact, found.measured))
        self.draw_curves(found.names, found.n, exact)
        for name in STYLES:
            self._draw_dots(name, found)
        self.line.mark(found.current_n)
        self.retitle(f"Against N, by {found.by[self.which]}")
        self.headline(Run(f"N = {found.current_n:,}", self.theme.ink("accent")))
        ends = 0.0, float(np.log10(found.n[-1]))
        self.settle(ends, log_range(exact, measured), x_padding=0.02)

    def _draw_dots(self, name: str, found: AgainstN) -> None:
        if name not in found.names:
            self.points[name].hide()
            self.errors[name].hide()
            return
        at = found.names.index(name), self.which
        value = found.measured[:, *at]
        error = ERRORS * found.measured_error[:, *at]
        self.points[name].show(found.sampled_n, value)
        low, high = np.maximum(value - error, 1e-2 * value), np.minimum(value + error, 1e2 * value)
        self.errors[name].show(found.sampled_n, low, high)


class AgainstNBySigma(AgainstNPanel):
    """By the second coordinate."""

    which: ClassVar = 1
