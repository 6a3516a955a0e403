"""How likely each item of the buffer is drawn, and how its update is weighted."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.pages.replay.records import Items
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen


class ItemsPanel(Panel):
    """By rank; as multiples of what drawing all alike does, so that both share an axis."""

    def __init__(self, frame: Frame) -> None:
        label = "rank by priority, 1 the highest"
        super().__init__(frame, label, short="rank", log="xy", x_key="rank", whole=True)
        theme = self.theme
        self.alike = self.level(truth_pen(theme), name="all alike")
        self.probability = self.curve(theme.pen("p", 1.8), name="m P")
        self.weight = self.curve(theme.pen("q", 1.8), name="weight")

    def draw(self, items: Items) -> None:
        """Show these; items that are never drawn are left out."""
        m, drawn = len(items.rank), items.drawn > 0.0
        self.alike.at(1.0)
        self.probability.show(items.rank[drawn], m * items.probability[drawn])
        self.weight.show(items.rank[drawn], items.weight[drawn])
        self.headline(f"most {shown_value(m * float(items.probability[0]), 3)} / m")
        largest = float(np.max(np.abs(items.td_error)))
        self.say(f"{m:,} items", f"largest |d| {shown_value(largest, 3)}")
        self.settle(x_padding=0.01)
