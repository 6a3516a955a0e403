"""What every page needs, and what is asked for at some time, imported while the start page is
looked at."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from engine.page.page import all_pages
from gui.app.sweeps import PARTS

# In pieces after which the window can answer: none takes as long as a blink.
NEEDED = (
    *("scipy.linalg", "scipy.special", "pyqtgraph", "gui.shell.page_frame"),
    # The text of a session, in a file or a figure, has the options of every page.
    *(f"engine.pages.{page.name.replace('-', '_')}.options" for page in all_pages()),
    *("gui.figure.for_print", "gui.figure.file", *PARTS),
)
PAUSE = 100  # milliseconds


class Warming(QObject):
    """Imports one piece after the other from the first picture on, and ends."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.left = list(NEEDED)
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    def _next(self) -> None:
        import_module(self.left.pop(0))
        if not self.left:
            self._timer.stop()
