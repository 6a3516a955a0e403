"""The exact variance of k1 + c (w - 1) against c."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import estimate_text, value_text
from engine.pages.kl_divergence.records import ControlVariate
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.panel import Panel
from gui.plotkit.plot_text import PlotText

WITHOUT_CURVE = (-0.5, 1.5)  # the range of c where only k1 can be drawn
LEAST_HEIGHT = 0.3  # decades


class ControlVariatePanel(Panel):
    """The curve with k1, k3 and the best c marked, and the current c, which can be dragged."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        title, label = "Variance of k1 + c (w − 1)", "coefficient c"
        super().__init__(layout, theme, place, title, label, log="y", room=(12.0, 12.0))
        self.errors = self.band("text")
        self.variance = self.curve(theme.pen("text", 1.6))
        looks = {"k1": ("k1", "o"), "k3": ("k3", "s"), "best": ("truth", "d")}
        self.marks = {
            name: self.dots(role, 9, symbol=symbol, pen=theme.pen("plot", 1.2))
            for name, (role, symbol) in looks.items()
        }
        self.names = {name: PlotText(name, color=theme.ink(name)) for name in ("k1", "k3")}
        for item in (*(mark.graphics for mark in self.marks.values()), *self.names.values()):
            item.setZValue(12)
        for label in self.names.values():
            self.plot.addItem(label, ignoreBounds=True)
        self.line = self.marker("kl.coefficient")

    def draw(self, control: ControlVariate, notes: tuple[str, ...] = ()) -> None:
        """Show these variances; ``notes`` say why there are none beside that of k1."""
        c, variance = control.coefficient, control.variance
        self.variance.show(c, variance)
        self._draw_errors(control)
        drawn, best = len(c) > 0, control.best_coefficient
        heights = {
            "k1": (0.0, control.k1_variance),
            "k3": (1.0, control.k3_variance if drawn else math.inf),
            "best": (best, control.best_variance if drawn else math.inf),
        }
        for name, (place, height) in heights.items():
            self.marks[name].show([place], [height])
            if name in self.names:
                self._name(name, place, height, best)
        self.line.mark(control.current_coefficient)
        found = [end for item in self.items for end in item.reach.y]
        self.plot.getAxis("left").setStyle(showValues=bool(found))
        low, high = min(found, default=-1.0), max(found, default=1.0)
        self.say(*(notes or self._chosen(control)))
        ends = None if drawn else WITHOUT_CURVE
        self.settle(ends, (low, max(high, low + LEAST_HEIGHT)), x_padding=0.02)

    def _draw_errors(self, control: ControlVariate) -> None:
        """Two standard errors to either side of what is estimated."""
        if control.variance_error is None:
            self.errors.hide()
            return
        reach, variance = 2.0 * control.variance_error, control.variance
        low = np.maximum(variance - reach, 0.01 * variance)
        self.errors.show(control.coefficient, low, variance + reach)

    def _name(self, name: str, c: float, variance: float, best: float) -> None:
        """Beside the mark, on the side where the curve is lower."""
        label, there = self.names[name], 0.0 < variance < math.inf
        label.setVisible(there)
        if there:
            label.setPos(c, math.log10(variance))
            label.setAnchor((-0.1 if best >= c else 1.1, 0.9))

    def _chosen(self, control: ControlVariate) -> tuple[str, ...]:
        chosen = value_text(control.current_coefficient, 3)
        best = value_text(control.best_coefficient, 3)
        values = (control.current_variance, control.best_variance)
        errors = (control.current_error, control.best_error)
        texts = [
            value_text(value, 3) if error is None else estimate_text(value, error)
            for value, error in zip(values, errors, strict=True)
        ]
        return (
            colored(f"c = {chosen}: {texts[0]}", self.theme.ink("accent")),
            colored(f"◆ best c = {best}: {texts[1]}", self.theme.text),
        )
