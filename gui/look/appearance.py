"""The options of appearance and the language, stored between runs, and the theme of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from engine.core import words
from engine.core.words import Language
from gui.base.qt_application import qt_application
from gui.look.appearance_options import USUAL, AppearanceOptions, Mode, Size
from gui.look.qt_words import speak, system_language
from gui.look.settings import Settings
from gui.look.theme import Theme


class Appearance(QObject):
    """Holds the options; signals when what is to be shown has become another theme or language."""

    changed = Signal(object)  # Theme

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        speak(qt_application(), settings.language or system_language())
        self.options: AppearanceOptions = settings.appearance
        self._presenting = False
        self._ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        self.theme: Theme = self.options.theme(system_is_dark(), self._ratio)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the system."""
        self._take(replace(self.options, mode=mode))

    def set_size(self, size: Size) -> None:
        """Normal or lecture."""
        self._take(replace(self.options, size=size))

    @property
    def language(self) -> Language:
        """That of the window."""
        return words.language()

    def set_language(self, language: Language) -> None:
        """Speak this one, from now on."""
        self._settings.language = language
        if language != self.language:
            speak(qt_application(), language)
            self.changed.emit(self.theme)

    def step_text(self, steps: int) -> None:
        """Larger type by so many steps, or smaller; 0 for the usual size."""
        options = self.options.stepped(steps) if steps else replace(self.options, text=USUAL)
        self._take(options)

    def present(self, presenting: bool) -> None:
        """As for a lecture while something is presented, whatever is chosen and stored."""
        self._presenting = presenting
        self._follow()

    def set_pixel_ratio(self, ratio: float) -> None:
        """The window is on a screen of so many pixels to each of its own."""
        self._ratio = ratio
        self._follow()

    def _take(self, options: AppearanceOptions) -> None:
        self.options = options
        self._settings.appearance = options
        self._follow()

    def _follow(self) -> None:
        options = replace(self.options, size="lecture") if self._presenting else self.options
        theme = options.theme(system_is_dark(), self._ratio)
        if theme != self.theme:
            self.theme = theme
            self.changed.emit(theme)


def system_is_dark() -> bool:
    """Whether the desktop asks for dark windows; where that is unknown, it does not."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
