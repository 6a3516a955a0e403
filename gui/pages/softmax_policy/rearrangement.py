"""The same probabilities handed out in every order."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from engine.core.number_format import value_text
from engine.page.result import Result
from engine.pages.softmax_policy.records import Rearranged
from engine.session.session import Session
from gui.look.theme import Theme
from gui.pages.softmax_policy.looks import BEST, PAIR_WIDTH, POLICY, StillPanel
from gui.plotkit.categories import name_columns
from gui.plotkit.corner_note import colored
from gui.plotkit.panel_group import PanelGroup
from gui.plotkit.plot_text import plot_font

FEW = 30  # orders that are seen one by one
SHARES = "Probabilities: actions (and r) in the order of r"
SHARES_NARROW = "Probabilities: actions in the order of r"
APART = 6  # pixels between two names


class OrdersPanel(StillPanel):
    """What every order earns, the worst first."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme, (1, 0), "Σ π r of every order", "", corner=(0, 0))
        self.points = self.dots("muted", 4, brush=theme.brush("muted", 0.75), seen=False)
        self.line = self.steps(theme.pen("muted", 1.4))
        looks = {"current": (POLICY, "o", 10), "best": (BEST, "star", 14)}
        self.marks = {
            name: self.dots(role, size, symbol=symbol, pen=theme.pen("plot", 1.0))
            for name, (role, symbol, size) in looks.items()
        }
        for mark in self.marks.values():
            mark.graphics.setZValue(9)

    def draw(self, found: Rearranged) -> None:
        """Show these orders."""
        count = len(found.values)
        title = f"Σ π r of all {found.orders:,} orders, the worst first"
        if not found.complete:
            title = f"Σ π r of {count:,} of {found.orders:,} orders, sorted"
        self.retitle(title)
        share = (np.arange(count) + 0.5) / count
        self.line.show(np.linspace(0.0, 1.0, count + 1), found.values)
        few = count <= FEW
        self.points.show(share if few else [], found.values if few else [])
        place = float(np.searchsorted(found.values, found.current))
        if found.complete:
            place = min(place + 0.5, float(count))
        self.marks["current"].show([place / count], [found.current])
        self.marks["best"].show([1.0], [found.best])
        self._tell(found)
        self.settle((-0.02, 1.02), (found.worst, found.best))

    def _tell(self, found: Rearranged) -> None:
        theme, gap = self.theme, found.best - found.current
        values = (
            colored(f"best {value_text(found.best, 4)}", theme.ink(BEST)),
            colored(f"current {value_text(found.current, 4)}", theme.ink(POLICY)),
            colored(f"worst {value_text(found.worst, 4)}", theme.muted),
        )
        more = f"a better order earns {value_text(gap, 3)} more"
        words = more if gap > 0.0 else "the current order is the best"
        self.say(" &nbsp;".join(values), colored(words, theme.text))


class SharesPanel(StillPanel):
    """The probabilities as they stand and in the best order, actions in the order of r."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme, (2, 0), SHARES, "", room=(0.0, 6.0))
        self.shares = {name: self.boxes(role, PAIR_WIDTH) for name, role in ROLES.items()}
        self._names: list[tuple[str, str]] = []  # of each action: its number, its reward
        self.plot.vb.sigResized.connect(self._name_actions)

    def draw(self, found: Rearranged) -> None:
        """Show these probabilities."""
        x = np.arange(1.0, len(found.rank) + 1.0)
        rewards = zip(found.rank, found.rewards, strict=True)
        self._names = [(f"{rank:.0f}", value_text(float(r), 3)) for rank, r in rewards]
        self.shares["current"].show(x - 0.5 * PAIR_WIDTH, found.current_probabilities)
        self.shares["best"].show(x + 0.5 * PAIR_WIDTH, found.best_probabilities)
        self._name_actions()

    def _name_actions(self) -> None:
        """Where there is room, each with its reward."""
        if not self._names:
            return
        names = [f"{action} ({reward})" for action, reward in self._names]
        widest = max(map(QFontMetricsF(plot_font()).horizontalAdvance, names))
        fits = widest + APART <= self.plot.vb.width() / len(names)
        self.retitle(SHARES if fits else SHARES_NARROW)
        across = name_columns(self, names if fits else [action for action, _ in self._names])
        self.settle(across, (0.0, max(self.shares["current"].reach.y)))


ROLES = {"current": POLICY, "best": BEST}


class RearrangementGroup(PanelGroup):
    """Above, what every order earns; below, the current order and the best one."""

    figures = ("rearranged",)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.orders = self.add(OrdersPanel(self.layout, theme))
        self.shares = self.add(SharesPanel(self.layout, theme))
        marks = {mark.graphics: f"{name} order" for name, mark in self.orders.marks.items()}
        self.explain({**marks, self.orders.line.graphics: "all orders"})

    def draw(self, result: Result, session: Session) -> None:
        for panel in (self.orders, self.shares):
            panel.draw(result.rearranged)
