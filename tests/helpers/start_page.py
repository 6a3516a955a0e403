"""A window, and one on its start page."""

from PySide6.QtWidgets import QApplication

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow


def opened(qtbot, size=(1360, 860)):
    window = MainWindow(Session(scene=Scene(samples=1000), page="densities"))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    return window


def started(qtbot, size=(1360, 860)):
    window = opened(qtbot, size)
    window.start.show()
    QApplication.processEvents()
    return window, window.start.page
