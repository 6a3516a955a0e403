"""What the window remembers between runs: places, choices, names of files; no session."""

from __future__ import annotations

import json
from typing import Literal

from PySide6.QtCore import QByteArray, QSettings

from engine.core.words import LANGUAGES, Language
from gui.look.appearance_options import AppearanceOptions, options_from

NAME = "gaussian-explorer"
MOST_RECENT = 10


class Settings:
    """Typed access to what is stored."""

    def __init__(self) -> None:
        self._settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, NAME
        )

    def place(self, name: str) -> QByteArray:
        """A saved geometry or splitter state, empty if none."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_place(self, name: str, state: QByteArray) -> None:
        """Save a geometry or splitter state."""
        self._settings.setValue(f"window/{name}", state)

    def opened(self, part: str) -> bool | None:
        """Whether a part of the window was opened or closed by hand; None if neither."""
        text = str(self._settings.value(f"window/open/{part}", "")).lower()
        return {"true": True, "false": False}.get(text)

    def set_opened(self, part: str, opened: bool | None) -> None:
        """Keep it; None leaves it to the program."""
        self._settings.setValue(f"window/open/{part}", "" if opened is None else opened)

    def height(self, part: str) -> int:
        """The height that the user has given to a part of the window; 0 for none."""
        text = str(self._settings.value(f"window/height/{part}", ""))
        return int(text) if text.isdigit() else 0

    def set_height(self, part: str, height: int) -> None:
        """Keep it."""
        self._settings.setValue(f"window/height/{part}", height)

    @property
    def appearance(self) -> AppearanceOptions:
        """Theme, size and text scale."""
        return options_from(str(self._settings.value("window/look", "")))

    @appearance.setter
    def appearance(self, options: AppearanceOptions) -> None:
        self._settings.setValue("window/look", options.text_form())

    @property
    def language(self) -> Language | Literal[""]:
        """The language that was chosen; "" while none was."""
        text = str(self._settings.value("window/language", ""))
        return next((each for each in LANGUAGES if each == text), "")

    @language.setter
    def language(self, language: Language) -> None:
        self._settings.setValue("window/language", language)

    @property
    def light_figures(self) -> bool:
        """Whether figures are exported for print, whatever theme is on the screen."""
        return str(self._settings.value("export/light", "true")).lower() != "false"

    @light_figures.setter
    def light_figures(self, wanted: bool) -> None:
        self._settings.setValue("export/light", wanted)

    @property
    def image_scale(self) -> int:
        """How many times an exported image is as large as on the screen, 1 to 4."""
        text = str(self._settings.value("export/scale", 2))
        return int(text) if text in ("1", "2", "3", "4") else 2

    @image_scale.setter
    def image_scale(self, scale: int) -> None:
        self._settings.setValue("export/scale", scale)

    @property
    def folder(self) -> str:
        """Where the last file was written."""
        return str(self._settings.value("export/folder", ""))

    @folder.setter
    def folder(self, folder: str) -> None:
        self._settings.setValue("export/folder", folder)

    @property
    def recent(self) -> tuple[str, ...]:
        """The files opened and saved last, by any window, the latest first."""
        self._settings.sync()
        try:
            paths = json.loads(str(self._settings.value("files/recent", "[]")))
        except ValueError:
            return ()
        known = paths if isinstance(paths, list) else []
        return tuple(path for path in known if isinstance(path, str))[:MOST_RECENT]

    @recent.setter
    def recent(self, paths: tuple[str, ...]) -> None:
        self._settings.setValue("files/recent", json.dumps(list(paths)[:MOST_RECENT]))

    def add_recent(self, path: str) -> None:
        """Put a file first in the list."""
        self.recent = (path, *(known for known in self.recent if known != path))
