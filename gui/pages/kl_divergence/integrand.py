"""The integrand of KL(q||p) in one dimension, its positive and negative areas apart."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.core.words import tr
from engine.pages.kl_divergence.records import Integrand
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.words import Line, Run


class IntegrandPanel(Panel):
    """q (log q - log p) over x; the areas stand in the plot."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "x", "nats per unit of x", x_key="x")
        theme = self.theme
        self.zero = self.level(theme.pen("line", 1.0))
        self.positive = self.band("positive", 0.32)
        self.negative = self.band("negative", 0.32)
        self.line = self.curve(theme.pen("text", 1.6), name="q (log q − log p)")

    def draw(self, integrand: Integrand) -> None:
        """Show this integrand."""
        x, value = integrand.x, integrand.value
        zero = np.zeros_like(value)
        self.zero.at(0.0)
        self.line.show(x, value)
        self.positive.show(x, zero, np.maximum(value, 0.0))
        self.negative.show(x, np.minimum(value, 0.0), zero)
        plus = f"+{shown_value(integrand.positive_area, 4)}"
        minus = f"−{shown_value(abs(integrand.negative_area), 4)}"
        apart = integrand.positive_area > 0.0
        self.headline(self._areas(plus, minus) if apart else tr("0 everywhere"))
        self.settle()

    def _areas(self, plus: str, minus: str) -> Line:
        ink = self.theme.ink
        return Run(plus, ink("positive"), bold=True), "  ", Run(minus, ink("negative"), bold=True)
