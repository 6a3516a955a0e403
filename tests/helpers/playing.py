"""Windows in which numbers are played."""

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow

KL = "kl-divergence"


def opened_on(qtbot, page: str = KL) -> MainWindow:
    """A window on a page, at rest."""
    window = MainWindow(Session(scene=Scene(samples=2000), page=page))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    rest(qtbot, window)
    return window


def rest(qtbot, window: MainWindow) -> None:
    """Wait until what is shown is whole."""
    qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)
