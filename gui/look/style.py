"""The style sheet and the palette of the window's widgets, made from the colours of a theme."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.base.scaling import groove_height, handle_width, set_text_scale
from gui.look.current import set_current_theme
from gui.look.fonts import window_font
from gui.look.sheets import controls, frames, lists, parts
from gui.look.theme import Theme

SPACE = 8  # the unit of every distance, in pixels
TYPE = (11, 12, 14, 17, 24)  # pixels: ticks, names, titles, values, the start page
# In a sheet 8px grows with the type and 8px-1 leaves room for a border that is thicker by one
# pixel; 1px! and 2px! are borders, which stay crisp.
_LENGTH = re.compile(r"(\d+)px(-1|!)?")


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the application the colours and the size of type of a theme."""
    undress(app)
    app.setPalette(palette(theme))
    set_text_scale(app, theme.text_scale)
    set_current_theme(app, theme)
    font = window_font(theme.text_scale)
    if font != app.font():
        app.setFont(font)
    app.setStyleSheet(stylesheet(theme))


def undress(app: QApplication) -> None:
    """Take the style sheet off: Qt takes three times as long to put one in another's place."""
    app.setStyleSheet("")


def palette(theme: Theme) -> QPalette:
    """The colours of standard widgets."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "panel"),
        (role.AlternateBase, "window"),
        (role.Text, "text"),
        (role.Button, "panel"),
        (role.ButtonText, "text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "panel"),
        (role.ToolTipBase, "panel"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Accent, "accent"),
        (role.Light, "panel"),
        (role.Midlight, "grid"),
        (role.Mid, "line"),
        (role.Dark, "muted"),
        (role.Shadow, "window"),
        (role.BrightText, "error"),
    ):
        made.setColor(key, theme.color(name))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.disabled()))
    return made


def stylesheet(theme: Theme) -> str:
    """The style sheet of the whole window."""
    sheets = "".join(part.SHEET for part in (frames, controls, lists, parts))
    sheet = sheets % (_colors(theme) | _type(theme)) + _slider(theme)
    return _LENGTH.sub(lambda found: _length(int(found[1]), found[2], theme.text_scale), sheet)


def _length(pixels: int, mark: str | None, scale: float) -> str:
    if mark == "!":
        return f"{pixels}px"
    # Downwards, or a corner's radius might become more than half of a bar, which Qt leaves square.
    return f"{int(pixels * scale) - (1 if mark else 0)}px"


def _colors(theme: Theme) -> dict[str, str]:
    names = (
        *("window", "rail", "panel", "plot", "text", "muted", "control", "line", "grid"),
        *("accent", "selection", "warning", "warning_background", "warning_line", "error"),
        *("good", "p", "q"),
    )
    colors = {name: theme.color(name).name() for name in names}
    colors |= {f"{name}_ink": theme.ink(name) for name in ("p", "q")}
    folder = Path(str(resources.files("resources") / "icons"))
    return colors | {
        "disabled": theme.disabled(),
        "icons": folder.as_posix(),
        "name": theme.name,
    }


def _type(theme: Theme) -> dict[str, str]:
    return {f"type{size}": f"{round(size * theme.text_scale)}px!" for size in TYPE}


def _slider(theme: Theme) -> str:
    """Thin grooves, filled up to the handle in the colour of what they belong to."""
    parts = []
    handle = handle_width(theme.text_scale)
    overhang = (handle - groove_height(theme.text_scale)) // 2
    round_handle = (
        f"width: {handle - 4}px!; height: {handle - 4}px!; margin: -{overhang}px! 0;"
        f" border-radius: {handle // 2}px!;"
    )
    for accent, role in (("", "accent"), ("[accent='p']", "p"), ("[accent='q']", "q")):
        color = theme.color(role).name()
        parts.append(
            f"QSlider{accent}::sub-page:horizontal {{ background: {color}; border-radius: 2px; }}"
            f"QSlider{accent}::handle:horizontal {{ background: {theme.panel};"
            f" border: 2px! solid {color}; {round_handle} }}"
            f"QSlider{accent}::handle:horizontal:hover {{ background: {color}; }}"
            f"QSlider{accent}::handle:horizontal:focus {{ background: {color};"
            f" border: 2px! solid {theme.text}; }}"
            f"QSlider{accent}::sub-page:horizontal:disabled {{ background: {theme.disabled()}; }}"
            f"QSlider{accent}::handle:horizontal:disabled {{ border-color: {theme.disabled()}; }}"
        )
    return "\n".join(parts)
