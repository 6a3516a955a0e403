"""The same probabilities handed out in every order."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QFontMetricsF

from engine.core.shown_numbers import shown_value
from engine.pages.softmax_policy.records import Rearranged
from gui.pages.softmax_policy.looks import BEST, PAIR_WIDTH, POLICY, StillPanel
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.size import NAMES
from gui.plotkit.words import Run, face

FEW = 30  # orders that are seen one by one
APART = 6  # pixels between two names


class OrdersPanel(StillPanel):
    """What every order earns, the worst first."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "share of the orders, the worst first", "Σ π r", short="share")
        theme = self.theme
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
        orders = f"all {found.orders:,} orders"
        if not found.complete:
            orders = f"{count:,} of {found.orders:,} orders"
        share = (np.arange(count) + 0.5) / count
        self.line.show(np.linspace(0.0, 1.0, count + 1), found.values)
        few = count <= FEW
        self.points.show(share if few else [], found.values if few else [])
        place = float(np.searchsorted(found.values, found.current))
        if found.complete:
            place = min(place + 0.5, float(count))
        self.marks["current"].show([place / count], [found.current])
        self.marks["best"].show([1.0], [found.best])
        self._tell(found, orders)
        self.settle((-0.02, 1.02), (found.worst, found.best))

    def _tell(self, found: Rearranged, orders: str) -> None:
        theme, gap = self.theme, found.best - found.current
        more = f"a better order earns {shown_value(gap, 3)} more"
        self.headline(more if gap > 0.0 else "the current order is the best", "")
        self.say(
            orders,
            Run(f"★ best {shown_value(found.best, 4)}", theme.ink(BEST)),
            Run(f"● current {shown_value(found.current, 4)}", theme.ink(POLICY)),
            f"worst {shown_value(found.worst, 4)}",
        )


class SharesPanel(StillPanel):
    """The probabilities as they stand and in the best order, actions in the order of r."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "probability", room=(0.0, 6.0))
        self.shares = {name: self.boxes(role, PAIR_WIDTH) for name, role in ROLES.items()}
        self._names: list[tuple[str, str]] = []  # of each action: its number, its reward
        self.plot.vb.sigResized.connect(self._name_actions)

    def draw(self, found: Rearranged) -> None:
        """Show these probabilities."""
        x = np.arange(1.0, len(found.rank) + 1.0)
        rewards = zip(found.rank, found.rewards, strict=True)
        self._names = [(f"{rank:.0f}", shown_value(float(r), 3)) for rank, r in rewards]
        self.shares["current"].show(x - 0.5 * PAIR_WIDTH, found.current_probabilities)
        self.shares["best"].show(x + 0.5 * PAIR_WIDTH, found.best_probabilities)
        self._name_actions()

    def _name_actions(self) -> None:
        """Where there is room, each with its reward."""
        if not self._names:
            return
        names = [f"{action} ({reward})" for action, reward in self._names]
        widest = max(map(QFontMetricsF(face(NAMES)).horizontalAdvance, names))
        fits = widest + APART <= self.plot.vb.width() / len(names)
        self.say(
            "actions (and r) in the order of r" if fits else "actions in the order of r",
            Run("▮ current", self.theme.ink(POLICY)),
            Run("▮ best order", self.theme.ink(BEST)),
        )
        across = name_columns(self, names if fits else [action for action, _ in self._names])
        self.settle(across, (0.0, max(self.shares["current"].reach.y)))


ROLES = {"current": POLICY, "best": BEST}
