"""Which share of the samples carries which share of the weight."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.pages.importance_weights.records import Concentration
from gui.look.theme import Theme
from gui.pages.importance_weights.axis import use_weight_axis
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot import truth_pen

TICKS = [(share / 100.0, f"{share}") for share in (0, 20, 40, 60, 80, 100)]
PADDING = 0.03
TOP = 0.01  # the share of the samples whose weight is read out


class ConcentrationPanel(Panel):
    """A Lorenz curve from the largest weights on, over the diagonal of equal weights."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        title, label = "Share of weight, %", "largest samples, %"
        super().__init__(layout, theme, place, title, label, span=(2, 1), corner=(1, 1))
        self.equal = self.curve(theme.pen("muted", 1.0))
        self.line = self.curve(theme.pen("q", 1.8))
        self.exact = self.curve(truth_pen(theme))
        self.top = self.dots("q", 8, symbol="o", pen=theme.pen("plot", 1.2))
        self.equal.show([0.0, 1.0], [0.0, 1.0])
        use_weight_axis(self.plot, theme)
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setTicks([TICKS, []])
        ends = (-PADDING, 1 + PADDING)
        self.plot.setRange(xRange=ends, yRange=ends, padding=0)

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
        self.say(
            colored(f"● top 1 %: {percent(concentration.top_percent)}", self.theme.ink("q")),
            colored(f"largest: {percent(concentration.largest_share)}", self.theme.text),
            colored("╌ exact", self.theme.truth) if len(x) else "",
            colored("— equal weights", self.theme.muted),
        )


def percent(share: float) -> str:
    """A share between 0 and 1 in per cent; nearly all is not rounded to all."""
    text = value_text(100.0 * share, 3)
    if text == "100" and share < 1.0:
        return "above 99.9 %"
    return f"{text} %"
