"""Windows on a session, at rest."""

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow

KL = "kl-divergence"


def opened_on(qtbot, page: str = KL) -> MainWindow:
    """A window on a page."""
    return shown(qtbot, Session(scene=Scene(samples=2000), page=page))


def shown(qtbot, session: Session) -> MainWindow:
    """A window on a session."""
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    rest(qtbot, window)
    return window


def rest(qtbot, window: MainWindow) -> None:
    """Wait until what is shown is whole."""
    qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)
