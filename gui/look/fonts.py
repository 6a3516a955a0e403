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
POINTS, WIDE_POINTS = 10.0, 9.0  # DejaVu Sans is a wide face


def window_font(app: QApplication, scale: float = 1.0) -> QFont:
    """The platform's own font where it has one; a good one, of a readable size, elsewhere."""
    known = set(QFontDatabase.families())
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform not in ("win32", "darwin"):
        family = next((name for name in FAMILIES if name in known), font.family())
        font = QFont(family)
        font.setPointSizeF(WIDE_POINTS if family == "DejaVu Sans" else POINTS)
    wide = [name for name in WIDE_FAMILIES if name in known]
    font.setFamilies([font.family(), *wide[:1]])
    font.setPointSizeF(font.pointSizeF() * scale)
    return font
