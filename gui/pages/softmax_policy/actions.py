"""Logits with their probabilities, and rewards, action by action; both can be pulled."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.pages.softmax_policy.records import Actions
from gui.look.theme import Theme
from gui.pages.softmax_policy.columns import Columns
from gui.pages.softmax_policy.group import POLICY, house_plot, number_actions, plain_layout
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.key import HEIGHT
from gui.plotkit.plot import truth_pen

BAR_WIDTH = 0.62
TOP_AXIS = 20
GRIP = 9.0  # pixels free beyond the bars, for their grips
LEAST = 1.0  # the shortest range of the logits and rewards on show


class ActionsPlots(QObject):
    """Two rows of bars. Proposes ("logits" or "rewards", action from 1, value or None to reset)."""

    proposed = Signal(str, int, object, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.layout = pg.GraphicsLayout()
        plain_layout(self.layout)
        self.key = pg.LabelItem("", color=theme.text, size="9pt")
        self.key.setFixedHeight(HEIGHT)
        self.layout.addItem(self.key, row=0, col=0)
        self.logits = _Bars(self.layout, theme, 1, "Logits θ (top: π in %)", POLICY)
        self.rewards = _Bars(self.layout, theme, 2, "Rewards r", "muted")
        self.plots = [self.logits.plot, self.rewards.plot]
        top = self.logits.plot
        top.showAxis("top")
        axis = top.getAxis("top")
        axis.setTickFont(top.getAxis("bottom").style["tickFont"])
        axis.setPen(theme.pen("line", 1.0))
        axis.setTextPen(theme.ink(POLICY))
        axis.setHeight(TOP_AXIS)
        axis.setStyle(tickLength=0)
        self.expected = pg.InfiniteLine(angle=0, pen=truth_pen(theme, 1.4))
        self.expected.setZValue(5)
        self.rewards.plot.addItem(self.expected, ignoreBounds=True)
        self.note = self.rewards.note
        for name, bars in (("logits", self.logits), ("rewards", self.rewards)):
            bars.columns.pulled.connect(
                lambda column, value, by, name=name: self.proposed.emit(name, column, value, by)
            )
            bars.columns.reset.connect(
                lambda column, by, name=name: self.proposed.emit(name, column, None, by)
            )

    @property
    def grips(self) -> list[pg.GraphicsObject]:
        """What only a hand needs."""
        return [self.logits.grips, self.rewards.grips]

    def draw(self, actions: Actions) -> None:
        """Show this policy."""
        self._say_temperature(actions.temperature)
        same = np.array_equal(actions.rewards, actions.used_rewards)
        self.expected.setVisible(same)
        self.expected.setValue(actions.expected_reward)
        expected = f"E r = {value_text(actions.expected_reward, 4)}"
        if same:
            self.note.write(colored(f"╌ {expected}", self._theme.truth))
        else:
            self.note.write(colored(f"standardised: {expected}", self._theme.text))
        numbers = [str(action) for action in range(1, len(actions.logits) + 1)]
        for bars, values in ((self.logits, actions.logits), (self.rewards, actions.rewards)):
            bars.draw(values)
            number_actions(bars.plot, numbers)
        texts = [share_text(float(value)) for value in actions.probabilities]
        number_actions(self.logits.plot, texts, "top")

    def _say_temperature(self, temperature: float) -> None:
        policy = "softmax(θ)" if temperature == 1.0 else "softmax(θ / τ)"
        unused = colored("(p, q unused)", self._theme.muted)
        text = f"π = {policy}, τ = {value_text(temperature, 4)} &nbsp;{unused}"
        if self.key.text != text:
            self.key.setText(text)


class _Bars:
    """Bars from 0, with grips at their ends."""

    def __init__(
        self,
        layout: pg.GraphicsLayout,
        theme: Theme,
        row: int,
        title: str,
        role: str,
    ) -> None:
        self.plot = plot = house_plot(layout, theme, row, 0, title)
        self.bars = pg.BarGraphItem(
            x=[1.0],
            height=[0.0],
            width=BAR_WIDTH,
            pen=theme.pen(role, 1.2),
            brush=theme.brush(role, 0.38),
        )
        self.grips = pg.ScatterPlotItem(
            size=theme.symbol(9),
            symbol="o",
            pen=theme.pen(role, 1.6),
            brush=theme.brush("plot", 1.0),
        )
        self.zero = pg.InfiniteLine(0.0, angle=0, pen=theme.pen("line", 1.0))
        for item in (self.zero, self.bars, self.grips):
            plot.addItem(item, ignoreBounds=True)
        self.grips.setZValue(9)
        self.columns = Columns(plot)
        self.columns.released.connect(self._fit)
        self.note = CornerNote(plot, theme, (1, 0), ground=True)
        self._headroom = Headroom(plot, self.note, below=GRIP, above=GRIP)
        self._values: Array = np.zeros(2)
        quiet_grid(plot, theme)

    def draw(self, values: Array) -> None:
        """Show these values, (K,)."""
        self._values = values
        x = np.arange(1.0, len(values) + 1.0)
        self.bars.setOpts(x=x, height=values)
        self.grips.setData(x, values)
        self.columns.show_values(tuple(values.tolist()))
        self._fit()

    def _fit(self) -> None:
        low, high = min(float(self._values.min()), 0.0), max(float(self._values.max()), 0.0)
        if high - low < LEAST:
            low, high = low - 0.5 * LEAST, high + 0.5 * LEAST
        if not self.columns.held:
            self._headroom.show(low, high)


def share_text(share: float) -> str:
    """A probability in per cent, so short that ten of them fit beside each other."""
    if share == 0.0 or share >= 0.005:
        return f"{100.0 * share:.0f}"
    return "<1"
