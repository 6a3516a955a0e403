"""Logits with their probabilities, and rewards, action by action; both can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.pages.softmax_policy.options import LOGITS, REWARDS
from engine.pages.softmax_policy.records import Actions
from gui.pages.softmax_policy.looks import POLICY, StillPanel, numbers
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.plot import truth_pen

BAR_WIDTH = 0.62
GRIP = 9.0  # pixels free beyond the bars, for their grips
LEAST = 1.0  # the shortest range of the logits and rewards on show


class BarsPanel(StillPanel):
    """Bars from 0 with grips at their ends: the entries of a vector of options."""

    role: ClassVar[str]
    vector: ClassVar[tuple[str, Sequence[float]]]

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action", room=(GRIP, GRIP))
        theme, role = self.theme, self.role
        self.zero = self.level(theme.pen("line", 1.0))
        self.entries = self.boxes(role, BAR_WIDTH)
        self.grips = self.dots("plot", 9, symbol="o", pen=theme.pen(role, 1.6))
        self.grips.graphics.setZValue(9)
        self.handles = self.columns(*self.vector)
        self.handles.released.connect(self._fit)

    def draw(self, actions: Actions) -> None:
        """Show this policy."""
        raise NotImplementedError

    def show_values(self, values: Array) -> None:
        """Show these, (K,)."""
        x = np.arange(1.0, len(values) + 1.0)
        self.zero.at(0.0)
        self.entries.show(x, values)
        self.grips.show(x, values)
        self.handles.show_values(tuple(values.tolist()))
        self._across = name_columns(self, numbers(len(values)))
        self._fit()

    def screen_only(self) -> Sequence[pg.GraphicsObject]:
        return [*super().screen_only(), self.grips.graphics]

    def _fit(self) -> None:
        """The range; nothing moves under a dragged bar."""
        ends = [*self.entries.reach.y, 0.0]
        low, high = min(ends), max(ends)
        if high - low < LEAST:
            low, high = low - 0.5 * LEAST, high + 0.5 * LEAST
        if not self.handles.held:
            self.settle(self._across, (low, high))


class LogitsPanel(BarsPanel):
    """The logits, and in words the probabilities in per cent."""

    role: ClassVar = POLICY
    vector: ClassVar = ("softmax.logits", LOGITS)

    def draw(self, actions: Actions) -> None:
        shares = " ".join(share_text(float(each)) for each in actions.probabilities)
        self.headline(f"π {shares} %")
        policy = "softmax(θ)" if actions.temperature == 1.0 else "softmax(θ / τ)"
        self.say(f"π = {policy}")
        self.show_values(actions.logits)


class RewardsPanel(BarsPanel):
    """The rewards as they are set, and what the policy earns."""

    role: ClassVar = "muted"
    vector: ClassVar = ("softmax.rewards", REWARDS)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.expected = self.level(truth_pen(theme, 1.4), seen=False)
        self.expected.graphics.setZValue(5)

    def draw(self, actions: Actions) -> None:
        same = np.array_equal(actions.rewards, actions.used_rewards)
        self.expected.at(actions.expected_reward if same else None)
        expected = f"E r = {shown_value(actions.expected_reward, 4)}"
        self.headline(f"╌ {expected}" if same else f"standardised: {expected}")
        self.show_values(actions.rewards)


def share_text(share: float) -> str:
    """A probability in per cent, so short that ten of them fit beside each other."""
    if share == 0.0 or share >= 0.005:
        return f"{100.0 * share:.0f}"
    return "<1"
