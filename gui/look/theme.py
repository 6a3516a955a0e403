"""Every colour of the program, and how large type and lines are, in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from gui.look.contrast import mixed, readable

# Text of any size needs a contrast of 4.5 (WCAG 2.2, 1.4.3); a little more for its soft edges.
READABLE = 4.6


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they mean; safe for the colour-blind (Okabe and Ito), lines differ too.

    ``control`` is the border of what can be used and a slider's empty groove, which must be seen
    (WCAG 2.2, 1.4.11: 3 to 1); ``line`` around cards and ``grid`` behind curves are ornament.
    ``text_scale`` and ``line_scale`` are how many times as large as usual type and how many
    times as thick lines are, counted in the screen's own pixels, of which ``pixel_ratio`` make
    one of the window's.
    """

    name: str
    window: str
    rail: str
    panel: str
    plot: str
    text: str
    muted: str
    control: str
    line: str
    grid: str
    accent: str
    selection: str
    warning: str
    warning_background: str
    warning_line: str
    error: str
    good: str
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

    def ink(self, role: str, bands: tuple[tuple[str, float], ...] = ()) -> str:
        """The colour of a role for words on a plot: moved towards that of the text until it can
        be read there, and over each band (a role and its alpha) that is shaded below them."""
        grounds = (self.plot, *(self.shade(band, alpha) for band, alpha in bands))
        return readable(getattr(self, role), self.text, grounds, READABLE)

    def shade(self, role: str, alpha: float) -> str:
        """The colour that a plot has under a brush of a role."""
        return mixed(self.plot, getattr(self, role), alpha)

    def disabled(self) -> str:
        """The colour of words that do nothing now: pale, and still to be read."""
        return mixed(self.muted, self.panel, 0.35)

    def pen(
        self, role: str, width: float = 1.6, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> QPen:
        """A cosmetic pen of a role's colour."""
        pen = QPen(QBrush(self.color(role)), width * self.line_scale, style)
        pen.setCosmetic(True)
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


LIGHT = Theme(
    name="light",
    window="#F5F6F8",
    rail="#EEF1F5",
    panel="#FFFFFF",
    plot="#FFFFFF",
    text="#1B1F24",
    muted="#5B6470",
    control="#7F8895",
    line="#C9CED6",
    grid="#E6E9EE",
    accent="#2F5DA8",
    selection="#DCE6F5",
    warning="#7A4B00",
    warning_background="#FFF3D6",
    warning_line="#B07A1A",
    error="#B3261E",
    good="#00694B",
    p="#0072B2",
    q="#D55E00",
    truth="#1B1F24",
    k1="#CC79A7",
    k2="#009E73",
    k3="#7A5BD0",
    positive="#009E73",
    negative="#CC3311",
    plain="#29425E",
    self_normalised="#279871",
    truncated="#998BC6",
    clipped="#990800",
    masked="#7217AD",
    psis="#D27F05",
    map=("#FBFCFD", "#CFE6F0", "#8CC6D9", "#4598B8", "#27648C", "#16315A"),
)
DARK = Theme(
    name="dark",
    window="#10141A",
    rail="#0C1015",
    panel="#1B212A",
    plot="#161B22",
    text="#E4E8EE",
    muted="#9BA6B4",
    control="#6B788A",
    line="#36404D",
    grid="#262D38",
    accent="#7FB2FF",
    selection="#223A57",
    warning="#F3C978",
    warning_background="#2F2614",
    warning_line="#A9823A",
    error="#FF8D85",
    good="#6FDDB0",
    p="#4FB3F0",
    q="#FF9152",
    truth="#E4E8EE",
    k1="#DE70A0",
    k2="#45D9A0",
    k3="#A684E6",
    positive="#4FD0B0",
    negative="#F0604A",
    plain="#ADD2FB",
    self_normalised="#5AFC9C",
    truncated="#80868D",
    clipped="#E2563B",
    masked="#B85FE5",
    psis="#EFBF03",
    map=("#1A212B", "#1D3A55", "#256287", "#3D92B4", "#86C5D6", "#E2F3F7"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
