"""Every colour, pen and font size of the program, in one place."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they mean; safe for the colour-blind (Okabe and Ito), lines differ too."""

    name: str
    window: str
    panel: str
    plot: str
    text: str
    muted: str
    grid: str
    line: str
    accent: str
    warning: str
    warning_background: str
    error: str
    p: str
    q: str
    truth: str
    k1: str
    k2: str
    k3: str
    positive: str
    negative: str

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role, alpha from 0 to 1."""
        color = QColor(getattr(self, role))
        color.setAlphaF(alpha)
        return color

    def pen(self, role: str, width: float = 1.6, style: Qt.PenStyle = Qt.PenStyle.SolidLine):
        """A cosmetic pen of a role's colour."""
        return pg.mkPen(self.color(role), width=width, style=style)

    def brush(self, role: str, alpha: float = 0.15):
        """A brush of a role's colour."""
        return pg.mkBrush(self.color(role, alpha))


LIGHT = Theme(
    name="light",
    window="#F5F6F8",
    panel="#FFFFFF",
    plot="#FFFFFF",
    text="#1B1F24",
    muted="#5B6470",
    grid="#DDE1E6",
    line="#C9CED6",
    accent="#2F5DA8",
    warning="#7A4B00",
    warning_background="#FFF3D6",
    error="#B3261E",
    p="#0072B2",
    q="#D55E00",
    truth="#1B1F24",
    k1="#CC79A7",
    k2="#009E73",
    k3="#7A5BD0",
    positive="#009E73",
    negative="#CC3311",
)
