"""What it costs that the behaviour has moved away from the target."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.pages.off_policy.records import Staleness
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel


class StalenessPanel(Panel):
    """Against the way from p to q, which can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "way from p to q", "in units of the return", short="way", x_key="staleness"
        )
        theme = self.theme
        self.zero = self.level(theme.pen("line", 1.0))
        self.std = self.curve(theme.pen("q", 1.8), name="std")
        self.bias = self.curve(theme.pen("k3", 1.8), name="bias")
        self.value_bias = self.curve(theme.pen("truth", 1.4), name="J(πᵨ) − J(p)")
        self.line = self.marker("off-policy.distance")

    def draw(self, staleness: Staleness) -> None:
        """Show these."""
        x = staleness.distance
        self.zero.at(0.0)
        self.std.show(x, staleness.std)
        self.bias.show(x, staleness.bias)
        self.value_bias.show(x, staleness.value_bias)
        self.line.mark(staleness.current_distance)
        here = int(np.argmin(np.abs(x - staleness.current_distance)))
        kl, share = (float(each[here]) for each in (staleness.kl, staleness.share))
        self.headline(f"KL(μ∥p) {shown_value(kl, 3)}")
        self.say(f"effective share of a step {shown_value(share, 3)}")
        self.settle()
