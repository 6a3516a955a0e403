"""What the plots of the squash page share."""

from __future__ import annotations

from typing import Any

from engine.pages.tanh_squashing.options import Options
from engine.session.session import Session
from gui.plotkit.items import Item
from gui.plotkit.panel import Panel

ABOVE = 12  # curves


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
