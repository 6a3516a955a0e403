"""Which share of the samples carries which share of the weight."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.pages.importance_weights.records import Concentration
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

TICKS = [(share / 100.0, f"{share}") for share in (0, 20, 40, 60, 80, 100)]
PADDING = 0.03
TOP = 0.01  # the share of the samples whose weight is read out


class ConcentrationPanel(Panel):
    """A Lorenz curve from the largest weights on, over the diagonal of equal weights."""

    def __init__(self, frame: Frame) -> None:
        label = "share of the weight, %"
        super().__init__(frame, "largest samples, %", label, short="% of samples")
        theme = self.theme
        self.equal = self.curve(theme.pen("muted", 1.0), name="equal weights")
        self.line = self.curve(theme.pen("q", 1.8), name="these weights")
        self.exact = self.curve(truth_pen(theme), name="exact")
        self.top = self.dots("q", 8, symbol="o", pen=theme.pen("plot", 1.2))
        self.equal.show([0.0, 1.0], [0.0, 1.0])
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setTicks([TICKS, []])

    def draw(self, concentration: Concentration) -> None:
        """Show these shares."""
        self.line.show(concentration.samples, concentration.weight)
        x, y = concentration.exact_samples, concentration.exact_weight
        if len(x):
            order = np.argsort(x, kind="stable")
            x = np.concatenate(([0.0], x[order], [1.0]))
            y = np.concatenate(([0.0], y[order], [1.0]))
        self.exact.show(x, y)
        self.top.show([TOP], [concentration.top_percent])
        top, ink = percent(concentration.top_percent), self.theme.ink("q")
        self.headline(Run(f"● top 1 % carry {top}", ink), Run(top, ink))
        self.say(f"the largest: {percent(concentration.largest_share)}")
        ends = (-PADDING, 1 + PADDING)
        self.settle(ends, ends)


def percent(share: float) -> str:
    """A share between 0 and 1 in per cent; nearly all is not rounded to all."""
    text = shown_value(100.0 * share, 3)
    if text == "100" and share < 1.0:
        return "above 99.9 %"
    return f"{text} %"
