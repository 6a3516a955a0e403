"""The integrand of KL(q||p) in one dimension, its positive and negative areas apart."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.pages.kl_divergence.records import Integrand
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.panel import Panel


class IntegrandPanel(Panel):
    """q (log q - log p) over x; the areas stand in the plot."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "q (log q − log p)", "x")
        self.zero = self.level(theme.pen("line", 1.0))
        self.positive = self.band("positive", 0.32)
        self.negative = self.band("negative", 0.32)
        self.line = self.curve(theme.pen("text", 1.6))

    def draw(self, integrand: Integrand) -> None:
        """Show this integrand."""
        x, value = integrand.x, integrand.value
        zero = np.zeros_like(value)
        self.zero.at(0.0)
        self.line.show(x, value)
        self.positive.show(x, zero, np.maximum(value, 0.0))
        self.negative.show(x, np.minimum(value, 0.0), zero)
        plus = f"+{value_text(integrand.positive_area, 4)}"
        minus = f"−{value_text(abs(integrand.negative_area), 4)}"
        areas = (
            colored(plus, self.theme.ink("positive")),
            colored(minus, self.theme.ink("negative")),
        )
        self.say(" &nbsp;".join(areas) if integrand.positive_area > 0.0 else "0 everywhere")
        self.settle()
