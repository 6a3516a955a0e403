"""A thread of Qt's that starts safely beside Python."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread


class NamedThread(QThread):
    """Qt asks a thread without a name for its class as it starts, and PySide looks that up beside
    the thread that holds Python's lock: a window that is being built crashed, once in a hundred
    starts."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
