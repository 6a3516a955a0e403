"""Whatever is done in whatever order, nothing raises; `make soak` has a hundred thousand."""

import pytest
from PySide6.QtWidgets import QApplication

from gui.app.main_window import MainWindow
from tests.helpers import random_use

EVENTS = 300


@pytest.mark.parametrize("seed", [1, 2])
def test_random_use(dressed, qtbot, tmp_path, seed):
    window = MainWindow(random_use.start())
    qtbot.addWidget(window)
    window.resize(1300, 900)
    window.show()
    qtbot.waitExposed(window)
    random_use.use(window, seed, EVENTS, tmp_path, QApplication.processEvents)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)
