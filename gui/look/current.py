"""The theme that the window wears now, for widgets that draw in its colours.

A widget hears of another theme as of any other style: by `QEvent.Type.StyleChange`. What is drawn
for a file takes the theme that it is given.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from gui.look.theme import LIGHT, Theme

PROPERTY = "theme"


def set_current_theme(app: QApplication, theme: Theme) -> None:
    """From now on this one."""
    app.setProperty(PROPERTY, theme)


def current_theme() -> Theme:
    """The theme of now; the light one where none has been chosen."""
    app = QApplication.instance()
    theme = app.property(PROPERTY) if app else None
    return theme if isinstance(theme, Theme) else LIGHT
