"""How the estimates of E_p f look on every plot: one colour and one line style a method."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen


@dataclass(frozen=True, slots=True)
class MethodStyle:
    """A method's name for people, its colour, and its dashes in pen widths (none: solid)."""

    label: str
    color: str
    dashes: tuple[float, ...] = ()


# In the order of the key. Lightness and dashes differ too, for eyes that see fewer hues.
METHODS = {
    "plain": MethodStyle("plain", "#4D5A68"),
    "self_normalised": MethodStyle("self-normalised", "#00805E", (8.0, 2.5)),
    "truncated": MethodStyle("truncated", "#3E9BD6", (1.2, 1.8)),
    "clipped": MethodStyle("clipped", "#DB4C9B"),
    "masked": MethodStyle("masked", "#7A5BD0", (4.0, 2.0)),
    "psis": MethodStyle("PSIS", "#C77700", (6.0, 2.0, 1.2, 2.0)),
}


def method_color(name: str) -> QColor:
    """The colour of a method."""
    return QColor(METHODS[name].color)


def method_pen(name: str, width: float = 1.6) -> QPen:
    """A cosmetic pen in the method's colour and dashes."""
    style = METHODS[name]
    pen = QPen(method_color(name), width)
    pen.setCosmetic(True)
    if style.dashes:
        pen.setDashPattern(style.dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
