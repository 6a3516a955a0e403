"""Files that a window makes and writes while it goes on."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtTest import QTest

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.background import running


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


def opened(qtbot, page="densities"):
    """A window that has answered; who asks sees to its end."""
    window = MainWindow(Session(scene=Scene(samples=2000), page=page))
    window.resize(1024, 700)
    window.show()
    qtbot.waitUntil(lambda: window.frame.response is not None and not window.worker.busy)
    return window


def rest(qtbot, window=None):
    """Until nothing is made or written any more."""

    def resting():
        return not running() and not (window and window.exporter.writing.busy)

    qtbot.waitUntil(resting, timeout=20_000)
