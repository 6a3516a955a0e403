"""Bias and deviation of an update against the correction b."""

from __future__ import annotations

from engine.core.shown_numbers import shown_value
from engine.pages.replay.records import AgainstB
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen


class CorrectionPanel(Panel):
    """Exact, with the bias as drawn at the current b, which can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "correction b", "in units of d", short="b", x_key="b")
        theme = self.theme
        self.zero = self.level(theme.pen("line", 1.0))
        self.std = self.curve(theme.pen("q", 1.8), name="std")
        self.bias = self.curve(theme.pen("p", 1.8), name="bias")
        self.uniform = self.level(truth_pen(theme), name="std, all alike")
        self.errors = self.bars("p")
        self.drawn = self.dots("p", 7, error=self.errors)
        self.line = self.marker("replay.b")

    def draw(self, against: AgainstB) -> None:
        """Show these."""
        self.zero.at(0.0)
        self.std.show(against.b, against.std)
        self.bias.show(against.b, against.bias)
        self.uniform.at(against.uniform_std)
        at, reach = [against.current_b], 2.0 * against.measured_bias_error
        self.drawn.show(at, [against.measured_bias])
        self.errors.show(at, [against.measured_bias - reach], [against.measured_bias + reach])
        self.line.mark(against.current_b)
        bias, std = (shown_value(x, 3) for x in (against.current_bias, against.current_std))
        self.headline(f"bias {bias}, std {std}")
        self.say("● bias as drawn, ± 2 standard errors")
        self.settle()
