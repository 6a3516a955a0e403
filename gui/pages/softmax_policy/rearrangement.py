"""The same probabilities handed out in every order."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from engine.core.number_format import value_text
from engine.page.result import Result
from engine.pages.softmax_policy.records import Rearranged
from gui.look.theme import Theme
from gui.pages.softmax_policy.group import POLICY, Group, number_actions
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import padded
from gui.plotkit.group import say_title
from gui.plotkit.headroom import Headroom
from gui.plotkit.plot_text import plot_font

BEST = "k2"
BAR_WIDTH = 0.36
FEW = 30  # orders that are seen one by one
SHARES = "Probabilities: actions (and r) in the order of r"
SHARES_NARROW = "Probabilities: actions in the order of r"
APART = 6  # pixels between two names


class RearrangementGroup(Group):
    """Above, what every order earns; below, today's order and the best one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.key = self.add_key()
        self.orders = self.add(1, 0, "Σ π r of every order")
        self.shares = self.add(2, 0, SHARES)
        self._names: list[tuple[str, str]] = []  # of each action: its number, its reward
        self.shares.vb.sigResized.connect(self._name_actions)
        self.dots = pg.ScatterPlotItem(
            size=theme.symbol(4), pen=None, brush=theme.brush("muted", 0.75), symbol="o"
        )
        self.line = self.curve(
            self.orders, theme.pen("muted", 1.4), stepMode="center", x=[0.0, 1.0], y=[0.0]
        )
        self.orders.addItem(self.dots, ignoreBounds=True)
        self.marks = {
            "today": self._mark(POLICY, "o"),
            "best": self._mark(BEST, "star"),
        }
        self.note = CornerNote(self.orders, theme, (0, 0))
        self.headroom = Headroom(self.orders, self.note)
        self.bars = {
            name: pg.BarGraphItem(
                x=[1.0],
                height=[0.0],
                width=BAR_WIDTH,
                pen=theme.pen(role, 1.2),
                brush=theme.brush(role, 0.38),
            )
            for name, role in (("today", POLICY), ("best", BEST))
        }
        for bars in self.bars.values():
            self.shares.addItem(bars, ignoreBounds=True)
        self.shares_headroom = Headroom(self.shares, CornerNote(self.shares, theme), below=0.0)
        self.finish()
        marks = {self.marks["today"]: "today's order", self.marks["best"]: "best order"}
        self.explain(self.key, {**marks, self.line: "all orders"})

    def draw(self, result: Result) -> None:
        found = result.rearranged
        assert found is not None
        self._draw_orders(found)
        self._draw_shares(found)

    def _draw_orders(self, found: Rearranged) -> None:
        count = len(found.values)
        title = f"Σ π r of all {found.orders:,} orders, the worst first"
        if not found.complete:
            title = f"Σ π r of {count:,} of {found.orders:,} orders, sorted"
        say_title(self.orders, title)
        share = (np.arange(count) + 0.5) / count
        edges = np.linspace(0.0, 1.0, count + 1)
        self.line.setData(edges, found.values)
        few = count <= FEW
        self.dots.setData(share if few else [], found.values if few else [])
        place = np.searchsorted(found.values, found.today)
        today = (min(float(place) + 0.5, float(count)) / count) if found.complete else place / count
        self.marks["today"].setData([today], [found.today])
        self.marks["best"].setData([1.0], [found.best])
        self.orders.setXRange(-0.02, 1.02, padding=0)
        gap = found.best - found.today
        self.note.write(
            f"{colored(f'best {value_text(found.best, 4)}', self.theme.ink(BEST))} &nbsp;"
            f"{colored(f'today {value_text(found.today, 4)}', self.theme.ink(POLICY))} &nbsp;"
            f"{colored(f'worst {value_text(found.worst, 4)}', self.theme.muted)}",
            colored(
                f"a better order earns {value_text(gap, 3)} more"
                if gap > 0.0
                else "today's order is the best",
                self.theme.text,
            ),
        )
        self.headroom.show(found.worst, found.best)

    def _draw_shares(self, found: Rearranged) -> None:
        x = np.arange(1.0, len(found.rank) + 1.0)
        self._names = [
            (f"{rank:.0f}", value_text(float(reward), 3))
            for rank, reward in zip(found.rank, found.rewards, strict=True)
        ]
        self._name_actions()
        self.bars["today"].setOpts(x=x - 0.5 * BAR_WIDTH, height=found.today_probabilities)
        self.bars["best"].setOpts(x=x + 0.5 * BAR_WIDTH, height=found.best_probabilities)
        _, top = padded(0.0, float(found.today_probabilities.max()), 0.0, 0.0)
        self.shares_headroom.show(0.0, top)

    def _name_actions(self) -> None:
        """Where there is room, each with its reward."""
        if not self._names:
            return
        names = [f"{action} ({reward})" for action, reward in self._names]
        widest = max(map(QFontMetricsF(plot_font()).horizontalAdvance, names))
        fits = widest + APART <= self.shares.vb.width() / len(names)
        say_title(self.shares, SHARES if fits else SHARES_NARROW)
        number_actions(self.shares, names if fits else [action for action, _ in self._names])

    def _mark(self, role: str, symbol: str) -> pg.ScatterPlotItem:
        mark = pg.ScatterPlotItem(
            size=self.theme.symbol(14 if symbol == "star" else 10),
            symbol=symbol,
            pen=self.theme.pen("plot", 1.0),
            brush=self.theme.brush(role, 1.0),
        )
        mark.setZValue(9)
        self.orders.addItem(mark, ignoreBounds=True)
        return mark
