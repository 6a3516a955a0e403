"""Events that are taken in the midst of something, which must not lose what it is about."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QThread
from PySide6.QtWidgets import QApplication

_depth = 0


def take_events(flags: QEventLoop.ProcessEventsFlag) -> None:
    """Those that wait, while whoever asks for it has not come to an end."""
    global _depth
    _depth += 1
    try:
        QApplication.processEvents(flags)
    finally:
        _depth -= 1


def in_midst() -> bool:
    """Whether something else is under way in this thread: it takes events meanwhile, or somebody
    waits for an answer, as the part whose menu is open does."""
    waits = QThread.currentThread().loopLevel() > 1 or QApplication.activePopupWidget() is not None
    return _depth > 0 or waits
