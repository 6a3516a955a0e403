"""What a file shows and nobody has made yet is made off the window's thread."""

import threading

import pytest
from PySide6.QtWidgets import QMessageBox

from engine.export.provenance import read_provenance
from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.background import running
from gui.widgets.progress_dialog import ProgressDialog


class Slow:
    """The figures of a result, made anew: they wait until they are let go."""

    def __init__(self, result, error=None):
        self.go, self.threads = threading.Event(), set()
        self._error = error
        self._makers = dict(result._makers)
        result._makers = {name: self._maker(make) for name, make in self._makers.items()}
        result._figures.clear()

    def _maker(self, make):
        def made(run):
            self.threads.add(threading.get_ident())
            while not self.go.wait(0.01):
                run.step(0.5)
            if self._error is not None:
                raise self._error
            return make(run)

        return made


@pytest.fixture
def window(qtbot, dressed):
    window = MainWindow(Session(scene=Scene(samples=2000), page="densities"))
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    qtbot.waitUntil(lambda: window.frame.response is not None and not window.worker.busy)
    return window


def rest(qtbot):
    qtbot.waitUntil(lambda: not running(), timeout=20_000)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "npz", "csv"])
def test_the_window_goes_on_meanwhile(window, qtbot, tmp_path, kind):
    slow = Slow(window.frame.response.result)
    path = tmp_path / f"figure.{kind}"
    window.exporter.write(kind, path)
    qtbot.waitUntil(lambda: bool(slow.threads))
    assert not path.exists()
    slow.go.set()
    rest(qtbot)
    assert threading.get_ident() not in slow.threads
    assert path.exists()
    assert "Written to" in window.status.notice.text()


def test_the_picture_is_of_what_was_there_when_it_was_asked_for(window, qtbot, tmp_path):
    slow = Slow(window.frame.response.result)
    asked = window.store.session
    window.exporter.write("png", tmp_path / "figure.png")
    window.store.propose(asked.replace(scene=asked.scene.replace(seed=99)), text="seed")
    qtbot.waitUntil(lambda: window.frame.response.session.scene.seed == 99)
    slow.go.set()
    rest(qtbot)
    assert read_provenance(tmp_path / "figure.png") == asked


def test_it_is_cancelled(window, qtbot, tmp_path):
    slow = Slow(window.frame.response.result)
    window.exporter.copy_image()
    qtbot.waitUntil(lambda: bool(slow.threads))
    dialog = window.findChild(ProgressDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog.cancel.click()
    rest(qtbot)
    assert not slow.go.is_set()
    assert "Cancelled" in window.status.notice.text()


def test_what_goes_wrong_is_told(window, qtbot, tmp_path):
    Slow(window.frame.response.result, ValueError("no such figure")).go.set()
    window.exporter.write("npz", tmp_path / "figure.npz")
    rest(qtbot)
    box = window.findChild(QMessageBox)
    assert "no such figure" in box.text()
    box.close()
    assert not list(tmp_path.iterdir())
