"""The sequence whose log-ratio is furthest off, token by token."""

from __future__ import annotations

import numpy as np

from engine.core.number_format import value_text
from engine.pages.rollouts.figures import Worst
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

SHOWN = 4  # worst tokens in the notes


class WorstPanel(Panel):
    """log w of each token, and their running sum; the worst tokens of all in the notes."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "position in the sequence", "log w", short="position", x_key="t", whole=True
        )
        theme = self.theme
        self.zero = self.level(truth_pen(theme))
        self.sum = self.curve(theme.pen("p", 1.8), name="running sum")
        self.each = self.dots("q", 5, name="token")

    def draw(self, found: Worst) -> None:
        """Show the first of these."""
        worst = found.sequences[found.current]
        place = np.arange(1.0, len(worst.tokens) + 1.0)
        self.each.show(place, worst.tokens)
        self.sum.show(place, np.cumsum(worst.tokens))
        self.zero.at(0.0)
        self.headline(f"sequence {worst.sequence + 1:,}: log w = {value_text(worst.log_ratio, 3)}")
        tokens = found.tokens
        told = (
            f"“{text}” {value_text(float(ratio), 3)}" if text else value_text(float(ratio), 3)
            for text, ratio in zip(tokens.text[:SHOWN], tokens.log_ratio[:SHOWN], strict=True)
        )
        self.say(f"worst tokens of all: {', '.join(told)}")
        self.settle(x_padding=0.02)
