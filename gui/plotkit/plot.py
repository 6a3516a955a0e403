"""How exact values look on every plot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.look.theme import Theme


def truth_pen(theme: Theme, width: float = 1.6) -> QPen:
    """The dashed dark line of an exact value."""
    return theme.pen("truth", width, Qt.PenStyle.DashLine)
