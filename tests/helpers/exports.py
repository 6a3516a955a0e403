"""Files that a window makes and writes while it goes on."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtTest import QTest


def wait_for_files(window, milliseconds: int = 20_000) -> None:
    """Until whatever is made and written has been, and the window has been told."""
    deadline = QDeadlineTimer(milliseconds)
    while window.exporter.writing.busy:
        assert not deadline.hasExpired(), "a file is still being written"
        QTest.qWait(5)


def write(window, kind: str, path: Path) -> None:
    """Export what the window shows, and wait for the file."""
    window.exporter.write(kind, path)
    wait_for_files(window)
