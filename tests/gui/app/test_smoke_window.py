"""The real pages in a real window, moved by real events; needs a display."""

import os

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.app.main_window import MainWindow

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(
        not os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM") == "offscreen",
        reason="needs a display: QT_QPA_PLATFORM=xcb behind Xvfb",
    ),
]


def opened(qtbot):
    # No fixture's value: pytest would hold it, and so every plot, beyond the test's end.
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    rest(qtbot, window)
    return window


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)


def texts(window):
    numbers = window.drawer.table.numbers
    return [numbers.index(i, 1).data() for i in range(numbers.rowCount())]


@pytest.mark.parametrize("page", ["densities", "kl-divergence"])
def test_keyboard_mouse_readout_undo(qtbot, dressed, page):
    window = opened(qtbot)
    assert window.windowHandle().isExposed()
    window.show_page(page)
    rest(qtbot, window)
    first = texts(window)
    slider = window.inputs.gaussians.editors["p"].small.means[0].slider
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    rest(qtbot, window)
    assert window.store.session.scene.p.mean[0] == pytest.approx(0.3)
    by_key = texts(window)
    assert by_key != first

    handle = round(7 + slider.value() / slider.maximum() * (slider.width() - 14))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(handle, slider.height() // 2))
    for step in range(1, 6):
        QTest.mouseMove(slider, QPoint(handle + 5 * step, slider.height() // 2))
        qtbot.wait(20)
    QTest.mouseRelease(
        slider, Qt.MouseButton.LeftButton, pos=QPoint(handle + 25, slider.height() // 2)
    )
    rest(qtbot, window)
    assert window.store.session.scene.p.mean[0] > 1.0
    assert texts(window) not in (first, by_key)

    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert texts(window) == by_key
    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert texts(window) == first
    assert not window.grab().toImage().isNull()
