"""What the window remembers between runs: its places, nothing of the session."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

NAME = "gaussian-explorer"


class Settings:
    """Typed access to what is kept."""

    def __init__(self) -> None:
        self._settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, NAME
        )

    def place(self, name: str) -> QByteArray:
        """A saved geometry or splitter state, empty if none."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_place(self, name: str, state: QByteArray) -> None:
        """Save a geometry or splitter state."""
        self._settings.setValue(f"window/{name}", state)

    @property
    def explain(self) -> bool:
        """Whether the explanation is wanted."""
        return str(self._settings.value("window/explain", "true")).lower() != "false"

    @explain.setter
    def explain(self, wanted: bool) -> None:
        self._settings.setValue("window/explain", wanted)

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
