"""Every colour of the program, and how large type and lines are, in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

READABLE = 4.5  # contrast that text of any size needs (WCAG 2.2, 1.4.3)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they mean; safe for the colour-blind (Okabe and Ito), lines differ too.

    ``text_scale`` and ``line_scale`` are how many times as large as usual type and how many
    times as thick lines are, counted in the screen's own pixels, of which ``pixel_ratio`` make
    one of the window's.
    """

    name: str
    window: str
    panel: str
    plot: str
    text: str
    muted: str
    grid: str
    line: str
    accent: str
    selection: str
    warning: str
    warning_background: str
    warning_line: str
    error: str
    p: str
    q: str
    truth: str
    k1: str
    k2: str
    k3: str
    positive: str
    negative: str
    # The estimates of E_p f from the same weights.
    plain: str
    self_normalised: str
    truncated: str
    clipped: str
    masked: str
    psis: str
    # From nothing to the most, along a map's colours: lightness grows or falls all the way.
    map: tuple[str, ...]
    text_scale: float = 1.0
    line_scale: float = 1.0
    pixel_ratio: float = 1.0

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role, alpha from 0 to 1."""
        color = QColor(getattr(self, role))
        color.setAlphaF(alpha)
        return color

    def ink(self, role: str) -> str:
        """The colour of a role for words on a plot: moved towards that of the text until it
        can be read."""
        color = str(getattr(self, role))
        share = 0.0
        while contrast(color, self.plot) < READABLE and share < 1.0:
            share += 0.02
            color = _mixed(getattr(self, role), self.text, share)
        return color

    def disabled(self) -> str:
        """The colour of words that do nothing now: pale, and still to be read."""
        return _mixed(self.muted, self.panel, 0.35)

    def pen(
        self, role: str, width: float = 1.6, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> QPen:
        """A cosmetic pen of a role's colour."""
        pen: QPen = pg.mkPen(self.color(role), width=width * self.line_scale, style=style)
        return pen

    def brush(self, role: str, alpha: float = 0.15) -> QBrush:
        """A brush of a role's colour."""
        return QBrush(self.color(role, alpha))

    def symbol(self, pixels: float) -> float:
        """The size of a symbol or handle that has so many pixels beside usual type."""
        return pixels * self.text_scale

    def scaled(self, text: float, lines: float, pixel_ratio: float = 1.0) -> Theme:
        """The same colours with type and lines of another size, for such a screen."""
        return replace(
            self, text_scale=text, line_scale=lines * pixel_ratio, pixel_ratio=pixel_ratio
        )


def luminance(color: str) -> float:
    """The relative luminance of #RRGGBB, from 0 (black) to 1 (white)."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _mixed(color: str, other: str, share: float) -> str:
    first, second = QColor(color), QColor(other)
    pairs = (
        (first.red(), second.red()),
        (first.green(), second.green()),
        (first.blue(), second.blue()),
    )
    return QColor(*(round(a + (b - a) * share) for a, b in pairs)).name()


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
    selection="#DCE6F5",
    warning="#7A4B00",
    warning_background="#FFF3D6",
    warning_line="#EBCF93",
    error="#B3261E",
    p="#0072B2",
    q="#D55E00",
    truth="#1B1F24",
    k1="#CC79A7",
    k2="#009E73",
    k3="#7A5BD0",
    positive="#009E73",
    negative="#CC3311",
    plain="#4D5A68",
    self_normalised="#00805E",
    truncated="#3E9BD6",
    clipped="#DB4C9B",
    masked="#7A5BD0",
    psis="#C77700",
    map=("#FBFCFD", "#CFE6F0", "#8CC6D9", "#4598B8", "#27648C", "#16315A"),
)
DARK = Theme(
    name="dark",
    window="#10141A",
    panel="#1B212A",
    plot="#161B22",
    text="#E4E8EE",
    muted="#9BA6B4",
    grid="#2B333F",
    line="#475364",
    accent="#7FB2FF",
    selection="#26415F",
    warning="#F3C978",
    warning_background="#2F2614",
    warning_line="#6B5423",
    error="#FF8D85",
    p="#4FB3F0",
    q="#FF9152",
    truth="#E4E8EE",
    k1="#DE70A0",
    k2="#45D9A0",
    k3="#A684E6",
    positive="#4FD0B0",
    negative="#F0604A",
    plain="#DCE2EA",
    self_normalised="#48DA98",
    truncated="#78B0EC",
    clipped="#F0488A",
    masked="#A07CF2",
    psis="#E09C24",
    map=("#1A212B", "#1D3A55", "#256287", "#3D92B4", "#86C5D6", "#E2F3F7"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
