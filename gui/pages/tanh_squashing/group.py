"""What the groups of plots of the squash page share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyqtgraph as pg

from engine.pages.tanh_squashing.options import Options
from engine.session.session import Session
from gui.plotkit.items import Item
from gui.plotkit.key import Key
from gui.plotkit.layout_panel import AXIS_WIDTH
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.panel_group import PanelGroup

ABOVE = 12  # curves


class SquashGroup(PanelGroup):
    """Two columns of panels below a key that begins where their plots do."""

    indent = AXIS_WIDTH

    def explain(self, entries: Mapping[pg.GraphicsObject, str], columns: int = 2) -> None:
        """The key."""
        key = Key(self.theme, self.indent)
        self.layout.addItem(key, row=0, col=0, colspan=columns)
        for item, words in entries.items():
            key.add(item, words)


def options_of(session: Session) -> Options:
    """Those of the page."""
    options = session.options["tanh-squashing"]
    assert isinstance(options, Options)
    return options


def mark(panel: Panel, role: str, size: float, symbol: str, **look: Any) -> Item:
    """A symbol above the curves, set off from them."""
    dots = panel.dots(role, size, symbol=symbol, pen=panel.theme.pen("plot", 1.2), **look)
    dots.graphics.setZValue(ABOVE)
    return dots
