"""How k1, k2 and k3 look on every plot: one colour and one line style each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.look.theme import Theme

ESTIMATORS = ("k1", "k2", "k3")
DASHES = {"k1": None, "k2": (6.0, 2.5), "k3": (6.0, 2.0, 1.2, 2.0)}  # in pen widths


def estimator_pen(theme: Theme, name: str, width: float = 1.8) -> QPen:
    """k1 solid, k2 dashed, k3 dash-dot, in the theme's colours."""
    pen = theme.pen(name, width)
    dashes = DASHES[name]
    if dashes is not None:
        pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
