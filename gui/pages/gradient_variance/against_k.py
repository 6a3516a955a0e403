"""Variance against the objective's k."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.pages.gradient_variance.records import AgainstK
from gui.pages.gradient_variance.panel import LinesPanel, log_range
from gui.plotkit.either_axis import EitherAxis
from gui.plotkit.frame import Frame
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.words import Run

LEAST_K = 1e-6  # on an axis of decades


class AgainstKPanel(LinesPanel):
    """Exact lines; where coupled measure-valued and pathwise cross is marked."""

    labels: ClassVar = ("k of the objective", "variance per sample")
    short_label: ClassVar = "k"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.axis = use_log_axis(self.plot, "bottom", EitherAxis)
        quiet_grid(self.plot, theme)
        ring = theme.pen("truth", 1.6)
        self.crossings = self.dots("truth", 12, symbol="o", pen=ring, brush=None, seen=False)
        self.crossings.graphics.setZValue(12)
        self.line = self.marker("gradients.k")

    def draw(self, found: AgainstK) -> None:
        self.axis.use(found.logarithmic)
        self.line.use_decades(found.logarithmic)
        values = found.variance[:, :, self.which]
        x = self._x(found.k)
        self.draw_curves(found.names, x, values)
        crossings = self._crossings(found)
        self.crossings.show(crossings, np.full(len(crossings), found.crossing_variance))
        self.line.show(found.current_k > 0.0 or not found.logarithmic)
        self.line.mark(found.current_k)
        self.retitle(f"Against k, by {found.by[self.which]}")
        self.headline(Run(f"k = {shown_value(found.current_k, 4)}", self.theme.ink("accent")))
        distance = f"○ equal at |μ − k| = {shown_value(found.crossing_distance, 4)}"
        self.say(distance if len(crossings) else "")
        self.settle((float(x[0]), float(x[-1])), log_range(values), x_padding=0.02)

    def _crossings(self, found: AgainstK) -> Array:
        """Those within the plot, of the variance by mu."""
        k = found.crossing_k[(found.crossing_k >= found.k[0]) & (found.crossing_k <= found.k[-1])]
        return self._x(k if self.which == 0 else k[:0])

    def _x(self, k: Array) -> Array:
        return np.log10(np.maximum(k, LEAST_K)) if self.axis.logarithmic else k


class AgainstKBySigma(AgainstKPanel):
    """By the second coordinate."""

    which: ClassVar = 1
