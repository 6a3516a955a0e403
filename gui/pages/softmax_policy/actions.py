"""Logits with their probabilities, and rewards, action by action; both can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.pages.softmax_policy.options import LOGITS, REWARDS
from engine.pages.softmax_policy.records import Actions
from gui.look.theme import Theme
from gui.pages.softmax_policy.looks import POLICY, StillPanel, numbers
from gui.plotkit.categories import name_columns
from gui.plotkit.corner_note import colored
from gui.plotkit.plot import truth_pen

BAR_WIDTH = 0.62
TOP_AXIS = 20
GRIP = 9.0  # pixels free beyond the bars, for their grips
LEAST = 1.0  # the shortest range of the logits and rewards on show
UNUSED = "(p, q unused)"


class BarsPanel(StillPanel):
    """Bars from 0 with grips at their ends: the entries of a vector of options."""

    def __init__(
        self,
        layout: pg.GraphicsLayout,
        theme: Theme,
        row: int,
        title: str,
        role: str,
        vector: tuple[str, Sequence[float]],
    ) -> None:
        super().__init__(layout, theme, (row, 0), title, "", room=(GRIP, GRIP))
        self.zero = self.level(theme.pen("line", 1.0))
        self.entries = self.boxes(role, BAR_WIDTH)
        self.grips = self.dots("plot", 9, symbol="o", pen=theme.pen(role, 1.6))
        self.grips.graphics.setZValue(9)
        self.handles = self.columns(*vector)
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
        return [self.grips.graphics]

    def _fit(self) -> None:
        """The range; nothing moves under a dragged bar."""
        ends = [*self.entries.reach.y, 0.0]
        low, high = min(ends), max(ends)
        if high - low < LEAST:
            low, high = low - 0.5 * LEAST, high + 0.5 * LEAST
        if not self.handles.held:
            self.settle(self._across, (low, high))


class LogitsPanel(BarsPanel):
    """The logits; above them the probabilities in per cent."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, row: int) -> None:
        title = "Logits θ (top: π in %)"
        super().__init__(layout, theme, row, title, POLICY, ("softmax.logits", LOGITS))
        self.plot.showAxis("top")
        axis = self.plot.getAxis("top")
        axis.setTickFont(self.plot.getAxis("bottom").style["tickFont"])
        axis.setPen(theme.pen("line", 1.0))
        axis.setTextPen(theme.ink(POLICY))
        axis.setHeight(TOP_AXIS)
        axis.setStyle(tickLength=0)

    def draw(self, actions: Actions) -> None:
        self.show_values(actions.logits)
        name_columns(self, [share_text(float(each)) for each in actions.probabilities], "top")


class RewardsPanel(BarsPanel):
    """The rewards as they are set, and what the policy earns."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, row: int) -> None:
        super().__init__(layout, theme, row, "Rewards r", "muted", ("softmax.rewards", REWARDS))
        self.expected = self.level(truth_pen(theme, 1.4), seen=False)
        self.expected.graphics.setZValue(5)

    def draw(self, actions: Actions) -> None:
        same = np.array_equal(actions.rewards, actions.used_rewards)
        self.expected.at(actions.expected_reward if same else None)
        expected = f"E r = {value_text(actions.expected_reward, 4)}"
        if same:
            self.say(colored(f"╌ {expected}", self.theme.truth))
        else:
            self.say(colored(f"standardised: {expected}", self.theme.text))
        self.show_values(actions.rewards)


def policy_text(theme: Any, temperature: float) -> str:
    """What stands above the actions, in HTML."""
    policy = "softmax(θ)" if temperature == 1.0 else "softmax(θ / τ)"
    unused = colored(UNUSED, theme.muted)
    return f"π = {policy}, τ = {value_text(temperature, 4)} &nbsp;{unused}"


def share_text(share: float) -> str:
    """A probability in per cent, so short that ten of them fit beside each other."""
    if share == 0.0 or share >= 0.005:
        return f"{100.0 * share:.0f}"
    return "<1"
