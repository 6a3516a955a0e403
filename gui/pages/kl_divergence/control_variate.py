"""The exact variance of k1 + c (w - 1) against c."""

from __future__ import annotations

import math

import numpy as np

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.core.words import tr
from engine.pages.kl_divergence.records import ControlVariate
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot_text import PlotText
from gui.plotkit.words import Run

WITHOUT_CURVE = (-0.5, 1.5)  # the range of c where only k1 can be drawn
LEAST_HEIGHT = 0.3  # decades


class ControlVariatePanel(Panel):
    """The curve with k1, k3 and the best c marked, and the current c, which can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "coefficient c", short="c", log="y", room=(12.0, 12.0), x_key="c")
        theme = self.theme
        self.errors = self.band("text")
        self.variance = self.curve(theme.pen("text", 1.6), name="variance", error=self.errors)
        looks = {"k1": ("k1", "o"), "k3": ("k3", "s"), "best": ("truth", "d")}
        self.marks = {
            name: self.dots(role, 9, symbol=symbol, pen=theme.pen("plot", 1.2))
            for name, (role, symbol) in looks.items()
        }
        self.labels = {name: PlotText(name, color=theme.ink(name)) for name in ("k1", "k3")}
        for item in (*(mark.graphics for mark in self.marks.values()), *self.labels.values()):
            item.setZValue(12)
        for label in self.labels.values():
            self.plot.addItem(label, ignoreBounds=True)
        self.line = self.marker("kl.coefficient")

    def draw(self, control: ControlVariate) -> None:
        """Show these variances, or say why there are none beside that of k1."""
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
            if name in self.labels:
                self._name(name, place, height, best)
        self.line.mark(control.current_coefficient)
        found = [end for item in self.items for end in item.reach.y]
        self.plot.getAxis("left").setStyle(showValues=bool(found))
        low, high = min(found, default=-1.0), max(found, default=1.0)
        self._say(control)
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
        label, there = self.labels[name], 0.0 < variance < math.inf
        label.setVisible(there)
        if there:
            label.setPos(c, math.log10(variance))
            label.setAnchor((-0.1 if best >= c else 1.1, 0.9))

    def _say(self, control: ControlVariate) -> None:
        why = why_no_curve(control)
        if why:
            self.headline("")
            self.say(sentence=why)
            return
        chosen = shown_value(control.current_coefficient, 3)
        best = shown_value(control.best_coefficient, 3)
        values = (control.current_variance, control.best_variance)
        errors = (control.current_error, control.best_error)
        texts = [
            shown_value(value, 3) if error is None else shown_estimate(value, error)
            for value, error in zip(values, errors, strict=True)
        ]
        forms = (f"c = {chosen}: {texts[0]}", texts[0])
        self.headline(*(Run(form, self.theme.ink("accent")) for form in forms))
        words = tr("◆ best c = {c}: {value}").format(c=best, value=texts[1])
        self.say(Run(words, self.theme.text))


def why_no_curve(control: ControlVariate) -> str:
    """What stands in the plot of the variance where it has no curve."""
    if control.unknown:
        return tr(control.unknown)
    if control.k1_variance == 0.0:
        return tr("p = q: variance 0 for every c")
    if len(control.coefficient):
        return ""
    if control.lam is None or control.lam < 2.0:
        return tr("k3's variance is above 1.8e308; only that of k1 is drawn")
    return tr(
        "k3 has infinite variance: χ²(p∥q) = ∞, as λ = {value} ≥ 2, λ the top eigenvalue of Σq⁻¹Σp"
    ).format(value=shown_value(control.lam, 4))
