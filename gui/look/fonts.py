"""The window's typeface, and those that stand in where it has no glyph."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
# With Chinese, Japanese and Korean glyphs; the first that is there is used.
WIDE_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Droid Sans Fallback",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
# Where the system has no font of its own choice.
POINTS, WIDE_POINTS = 9.75, 9.0  # 13 and 12 pixels
WIDE_FACES = ("DejaVu Sans", "Verdana")


def window_font(app: QApplication, scale: float = 1.0) -> QFont:
    """Inter where it is installed, else the platform's own font, else a good one of a readable
    size; digits of one width."""
    known = set(QFontDatabase.families())
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if FAMILIES[0] in known or sys.platform not in ("win32", "darwin"):
        family = next((name for name in FAMILIES if name in known), font.family())
        points = font.pointSizeF() if sys.platform == "darwin" else POINTS
        font = QFont(family)
        font.setPointSizeF(WIDE_POINTS if family in WIDE_FACES else points)
    wide = [name for name in WIDE_FAMILIES if name in known]
    font.setFamilies([font.family(), *wide[:1]])
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def narrower(font: QFont) -> int:
    """By how many pixels a face is set smaller than others, to take as much room."""
    return 1 if font.family() in WIDE_FACES else 0
