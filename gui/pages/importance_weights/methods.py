"""How the estimates of E_p f look on every plot: one line style a method, named as its colour
in the theme."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.look.theme import Theme


@dataclass(frozen=True, slots=True)
class MethodStyle:
    """A method's name for people, and its dashes in pen widths (none: solid)."""

    label: str
    dashes: tuple[float, ...] = ()


# In the order of the key. Lightness and dashes differ too, for eyes that see fewer hues.
METHODS = {
    "plain": MethodStyle("plain"),
    "self_normalised": MethodStyle("self-normalised", (8.0, 2.5)),
    "truncated": MethodStyle("truncated", (1.2, 1.8)),
    "clipped": MethodStyle("clipped"),
    "masked": MethodStyle("masked", (4.0, 2.0)),
    "psis": MethodStyle("PSIS", (6.0, 2.0, 1.2, 2.0)),
}


def method_pen(theme: Theme, name: str, width: float = 1.6) -> QPen:
    """A cosmetic pen in the method's colour and dashes."""
    style = METHODS[name]
    pen = theme.pen(name, width)
    if style.dashes:
        pen.setDashPattern(style.dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
