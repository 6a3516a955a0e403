"""Target and behaviour policy, and the policy between them that clipping evaluates."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.off_policy.quantities import CLIPPED_MEAN, CLIPPED_STD
from engine.pages.off_policy.records import Densities
from engine.session.session import Session
from gui.plotkit.frame import Frame
from gui.plotkit.pair import pair_pen
from gui.plotkit.panel import Panel


class DensitiesPanel(Panel):
    """Densities of the action less K s; the filled area is min(ρ̄ μ, p)."""

    def __init__(self, frame: Frame) -> None:
        label, short = "action − K s", "a − K s"
        super().__init__(frame, label, "density", short=short, x_key="action", names="inside")
        theme = self.theme
        self.lower = self.band("k3", 0.2)
        self.target = self.curve(pair_pen(theme, "p"), name="p")
        self.behaviour = self.curve(pair_pen(theme, "q"), name="μ")
        self.clipped = self.curve(theme.pen("k3", 2.0), name="πᵨ")
        self._words = ""

    def show_result(self, result: Result, session: Session) -> None:
        mean, std = (result[each.key].value for each in (CLIPPED_MEAN, CLIPPED_STD))
        self._words = f"πᵨ: {shown_value(mean, 3)}, std {shown_value(std, 3)}"
        super().show_result(result, session)

    def draw(self, densities: Densities) -> None:
        """Show these."""
        x = densities.action
        self.target.show(x, densities.target)
        self.behaviour.show(x, densities.behaviour)
        self.clipped.show(x, densities.clipped)
        self.lower.show(x, np.zeros_like(x), densities.lower)
        self.headline(self._words)
        self.say("filled: min(ρ̄ μ, p), which V-trace evaluates made whole")
        self.settle()
