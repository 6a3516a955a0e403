"""A hundred thousand random events: drags, keys, dimensions, undo, pages, data, sessions."""

import pytest
from PySide6.QtWidgets import QApplication

from gui.app.main_window import MainWindow
from tests.gui.conftest import dressed  # noqa: F401
from tests.helpers import random_use

EVENTS = 2_000


@pytest.mark.parametrize("seed", range(100, 150))
@pytest.mark.usefixtures("dressed")
def test_random_use(qtbot, tmp_path, seed):
    window = MainWindow(random_use.start())
    qtbot.addWidget(window)
    window.resize(1300, 900)
    window.show()
    qtbot.waitExposed(window)
    random_use.use(window, seed, EVENTS, tmp_path, QApplication.processEvents)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)
