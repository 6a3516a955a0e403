"""Freed memory goes back to the system while the window is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from engine.core.memory import return_freed_memory
from gui.shell.worker import Worker

EVERY = 5_000  # milliseconds


class FreedMemory(QObject):
    """Returns it every few seconds, but not while something moves: the next picture needs it."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.give_back)
        self._timer.start()

    def give_back(self) -> None:
        """Now, unless something moves."""
        if not self._worker.moving:
            return_freed_memory()
