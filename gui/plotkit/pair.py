"""How p and q look on every plot: a colour, a line and a symbol each."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.look.theme import Theme

Name = Literal["p", "q"]
NAMES: tuple[Name, Name] = ("p", "q")
STYLES = {"p": Qt.PenStyle.SolidLine, "q": Qt.PenStyle.DashLine}
SYMBOLS = {"p": "o", "q": "s"}


def pair_pen(theme: Theme, name: Name, width: float = 1.8) -> QPen:
    """p solid, q dashed."""
    return theme.pen(name, width, STYLES[name])
