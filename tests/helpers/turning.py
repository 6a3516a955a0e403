"""A window whose pages are made in steps, between which a test looks at it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow


def densities_window(qtbot: QtBot) -> Iterator[MainWindow]:
    """On that page, until the test ends."""
    window = MainWindow(Session(scene=Scene(samples=1000), page="densities"))
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)
    yield window
    qtbot.waitUntil(lambda: not window.worker.busy)


def steps(window: MainWindow) -> Iterator[None]:
    """The events of each step alone, until none is left."""
    while window.turning.under_way:
        yield
        QApplication.processEvents()


def whole(window: MainWindow, page: str) -> bool:
    """Whether the window shows this page and nothing of another."""
    options = window.inputs._options.items()
    seen = [name for name, column in options if column.isVisible()]
    return (
        window.store.session.page == page
        and window.stack.currentWidget() is window.stack.frames[page]
        and seen == [page]
        and window.rail.buttons[page].isChecked()
    )
