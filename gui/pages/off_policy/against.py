"""Bias and deviation of V-trace's target against rho-bar, c-bar and the number of steps."""

from __future__ import annotations

from engine.core.shown_numbers import shown_value
from engine.pages.off_policy.records import Against
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel

NAMES = {"clip_rho": "clip ρ", "clip_c": "clip c", "steps": "steps n"}


class AgainstPanel(Panel):
    """The option itself can be dragged."""

    def __init__(self, frame: Frame, option: str) -> None:
        super().__init__(frame, NAMES[option], "in units of the return", log="x", x_key=option)
        theme = self.theme
        self.zero = self.level(theme.pen("line", 1.0))
        self.std = self.curve(theme.pen("q", 1.8), name="std")
        self.bias = self.curve(theme.pen("k3", 1.8), name="bias")
        self.value_bias = None
        if option == "clip_rho":
            self.value_bias = self.curve(theme.pen("truth", 1.4), name="J(πᵨ) − J(p)")
        self.line = self.marker(f"off-policy.{option}")
        self.option = option

    def draw(self, against: Against) -> None:
        """Show these."""
        self.zero.at(0.0)
        self.std.show(against.x, against.std)
        self.bias.show(against.x, against.bias)
        if self.value_bias is not None and against.value_bias is not None:
            self.value_bias.show(against.x, against.value_bias)
        self.line.mark(against.current_x)
        bias, std = (shown_value(x, 3) for x in (against.current_bias, against.current_std))
        self.headline(f"bias {bias}, std {std}")
        self.settle(x_padding=0.02)
