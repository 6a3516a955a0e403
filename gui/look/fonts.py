"""The window's typeface, which comes with the program, and what stands in where it has no glyph."""

from __future__ import annotations

import sys
from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
POINTS = 9.75  # 13 pixels
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


def load_typeface() -> None:
    """Make its three weights known to Qt: once, when there is an application."""
    if FAMILY in QFontDatabase.families():
        return
    for file in resources.files("resources").joinpath("fonts").iterdir():
        if file.name.endswith(".otf"):
            QFontDatabase.addApplicationFontFromData(file.read_bytes())


def window_font(scale: float = 1.0) -> QFont:
    """The typeface at the window's size of type times ``scale``, with digits of one width."""
    known = set(QFontDatabase.families())
    font = QFont([FAMILY, *[name for name in WIDE_FAMILIES if name in known][:1]])
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    points = system.pointSizeF() if sys.platform == "darwin" else POINTS  # its inch has 72 pixels
    font.setPointSizeF(points * scale)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
