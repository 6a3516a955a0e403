"""The look that is chosen, kept between runs, and the theme that follows from it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from gui.look.look import USUAL, Look, Mode, Size
from gui.look.settings import Settings
from gui.look.theme import Theme


class Appearance(QObject):
    """Holds the look; says when the theme that is to be shown has become another one."""

    changed = Signal(object)  # Theme

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.look: Look = settings.look
        self._ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        self.theme: Theme = self.look.theme(system_is_dark(), self._ratio)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the system."""
        self._take(replace(self.look, mode=mode))

    def set_size(self, size: Size) -> None:
        """Normal or lecture."""
        self._take(replace(self.look, size=size))

    def step_text(self, steps: int) -> None:
        """Larger type by so many steps, or smaller; 0 for the usual size."""
        look = self.look.stepped(steps) if steps else replace(self.look, text=USUAL)
        self._take(look)

    def set_pixel_ratio(self, ratio: float) -> None:
        """The window is on a screen of so many pixels to each of its own."""
        self._ratio = ratio
        self._follow()

    def _take(self, look: Look) -> None:
        self.look = look
        self._settings.look = look
        self._follow()

    def _follow(self) -> None:
        theme = self.look.theme(system_is_dark(), self._ratio)
        if theme != self.theme:
            self.theme = theme
            self.changed.emit(theme)


def system_is_dark() -> bool:
    """Whether the desktop asks for dark windows; where nobody knows, it does not."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
