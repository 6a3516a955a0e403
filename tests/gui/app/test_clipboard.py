"""What leaves the window by the clipboard: programs, commands, pictures, numbers."""

import contextlib
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest

from engine.core.run import Run
from engine.export.snippet import FLAVOURS
from engine.gaussian.gaussian import Gaussian
from engine.page.data_scene import scene_with_data
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from tests.helpers import random_use

SCENE = Scene(
    Gaussian([0.25, 0.0], [[1.0, 0.3], [0.3, 1.0]]), Gaussian([0.0, 0.5], [[1.2, 0], [0, 1]])
)


def opened(qtbot, session):
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: not window.worker.busy)
    return window


def choose(window, text):
    """Trigger a menu's entry by what it says."""
    entries = [a for a in window.findChildren(QAction) if a.text().replace("&", "") == text]
    assert len(entries) == 1
    entries[0].trigger()
    return QGuiApplication.clipboard().text()


def test_the_copied_program_runs_with_todays_numbers(qtbot, dressed):
    window = opened(qtbot, Session(scene=SCENE, page="kl-divergence"))
    program = choose(window, "Copy as code in NumPy")
    assert "p_mean = [0.25, 0.0]" in program
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "program", "exec"), {})
    exact = next(r for r in window.frame.response.result.readouts if r.name == "KL(q||p)")
    line = output.getvalue().splitlines()[0]
    assert line.startswith("KL(q||p): ")
    assert float(line.split(": ")[1]) == pytest.approx(exact.value, rel=1e-9)


def test_the_program_in_torch_is_that_of_the_page(qtbot, dressed):
    window = opened(qtbot, Session(scene=SCENE, page="tanh-squashing"))
    program = choose(window, "Copy as code in PyTorch")
    assert "TanhTransform" in program
    assert "p_mean = [0.25, 0.0]" in program


def test_a_page_without_a_program_says_so(open_window):
    # The dummies have none.
    window = open_window()
    for text in ("Copy as code in NumPy", "Copy as code in PyTorch"):
        action = next(a for a in window.findChildren(QAction) if a.text().replace("&", "") == text)
        assert not action.isEnabled()
        assert "no program in" in action.toolTip() == action.statusTip()
    for flavour in FLAVOURS:
        window.exporter.copy_code(flavour)
        assert "no program in" in window.exporter.box.text()
        window.exporter.box.close()


def test_whatever_is_shown_can_be_copied(qtbot, dressed, tmp_path):
    window = opened(qtbot, Session(scene=SCENE))
    for source in random_use.data_sources(tmp_path):
        scene = scene_with_data(SCENE, source, Run())
        for page in all_pages():
            window.store.show(window.store.session.replace(scene=scene, page=page.name))
            for flavour in FLAVOURS:
                window.status.notice.setText("")
                window.exporter.copy_code(flavour)
                compile(QGuiApplication.clipboard().text(), "program", "exec")
                assert "clipboard" in window.status.notice.text()
                QGuiApplication.clipboard().clear()


def test_the_command_line_is_copied_by_its_shortcut(qtbot, dressed):
    window = opened(qtbot, Session(scene=SCENE, page="kl-divergence"))
    window.activateWindow()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_L, modifiers)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("python main.py run kl-divergence --dimension 2 --p-mean=0.25,0 ")
    assert "clipboard" in window.status.notice.text()
