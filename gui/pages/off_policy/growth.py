"""How the variance of each target grows with the steps of the task."""

from __future__ import annotations

import numpy as np

from engine.pages.off_policy.records import Growth
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen


class GrowthPanel(Panel):
    """On logarithmic axes; the number of steps can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "steps T", short="T", log="xy", x_key="T", whole=True)
        theme = self.theme
        self.whole = self.curve(theme.pen("q", 1.8), name="whole")
        self.decision = self.curve(theme.pen("p", 1.8), name="per decision")
        self.vtrace = self.curve(theme.pen("k3", 2.0), name="V-trace")
        self.weight = self.curve(truth_pen(theme), name="(1 + χ²)ᵀ − 1")
        self.line = self.marker("task.T")

    def draw(self, growth: Growth) -> None:
        """Show these variances; an infinite one is left out."""
        for curve, variance in (
            (self.whole, growth.whole),
            (self.decision, growth.per_decision),
            (self.vtrace, growth.vtrace),
            (self.weight, growth.weight),
        ):
            curve.show(growth.steps, variance)
        self.line.mark(growth.current_steps)
        infinite = not np.isfinite(growth.whole).any()
        self.headline("∞ without clips" if infinite else f"T = {growth.current_steps}")
        self.say("importance sampling has infinite variance: only V-trace is drawn"
                 if infinite else "variance of a target of V(s₀)")  # fmt: skip
        self.settle(x_padding=0.02)
