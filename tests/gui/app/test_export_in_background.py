"""What a file shows and nobody has made yet is made off the window's thread; the picture
is painted in steps."""

import threading

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from engine.export.provenance import read_provenance
from engine.gaussian.gaussian import Gaussian
from gui.figure.recorded import Recorded
from gui.widgets.progress_dialog import ProgressDialog
from tests.helpers.exports import opened, rest


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
    window = opened(qtbot)
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "npz", "csv"])
def test_the_window_goes_on_meanwhile(window, qtbot, tmp_path, kind):
    slow = Slow(window.frame.response.result)
    path = tmp_path / f"figure.{kind}"
    window.exporter.write(kind, path)
    qtbot.waitUntil(lambda: bool(slow.threads))
    assert not path.exists()
    slow.go.set()
    rest(qtbot, window)
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
    rest(qtbot, window)
    assert read_provenance(tmp_path / "figure.png") == asked


def test_it_is_cancelled(window, qtbot, tmp_path):
    slow = Slow(window.frame.response.result)
    window.exporter.copy_image()
    qtbot.waitUntil(lambda: bool(slow.threads))
    dialog = window.findChild(ProgressDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog.cancel.click()
    rest(qtbot, window)
    assert not slow.go.is_set()
    assert "Cancelled" in window.status.notice.text()


def test_what_goes_wrong_is_told(window, qtbot, tmp_path):
    Slow(window.frame.response.result, ValueError("no such figure")).go.set()
    window.exporter.write("npz", tmp_path / "figure.npz")
    rest(qtbot, window)
    box = window.findChild(QMessageBox)
    assert "no such figure" in box.text()
    box.close()
    assert not list(tmp_path.iterdir())


@pytest.fixture
def large(window):
    """A picture of many bands, each of which is painted in a step of its own."""
    window.settings.image_scale = 4
    return window


def painting(window, qtbot):
    """Each step of what is painted, until only the writing is left."""
    writing = window.exporter.writing
    while writing._waiting:
        yield
        qtbot.wait(1)


def test_the_window_is_whole_while_a_picture_is_painted(large, qtbot, tmp_path):
    window, asked = large, large.store.session
    before = window.grab().toImage()
    window.exporter.write("png", tmp_path / "figure.png")
    taken = 0
    for _ in painting(window, qtbot):
        taken += 1
        assert window.grab().toImage() == before
        seed = asked.scene.replace(seed=taken)
    assert taken > 1
    window.store.propose(asked.replace(scene=seed), text="seed")
    rest(qtbot, window)
    assert read_provenance(tmp_path / "figure.png") == asked


def test_a_picture_is_of_what_was_there_when_its_painting_began(large, qtbot, tmp_path):
    window, asked = large, large.store.session
    window.exporter.write("png", tmp_path / "before.png")
    rest(qtbot, window)
    window.exporter.write("png", tmp_path / "figure.png")
    scene = asked.scene.replace(p=Gaussian(3.0, 1.0))
    window.store.propose(asked.replace(scene=scene), text="mean")
    qtbot.waitUntil(lambda: window.frame.response.session.scene == scene)
    rest(qtbot, window)
    pictures = [QImage(str(tmp_path / f"{name}.png")) for name in ("before", "figure")]
    assert pictures[0] == pictures[1]
    assert pictures[0].size() == 4 * window.frame.view.figure.viewport().size()


@pytest.mark.in_steps
@pytest.mark.parametrize("meanwhile", ["nothing", "seed", "zoom", "size", "page", "theme"])
def test_folded_plots_are_made_in_steps(dressed, qtbot, tmp_path, meanwhile):
    window = opened(qtbot, "importance-weights")
    qtbot.addWidget(window)
    rest(qtbot, window)
    view, asked = window.frame.view, window.store.session
    view_size = view.figure.viewport().size()
    for name in window.frame.response.result.figures:
        window.frame.response.result.figure(name)
    unmade = len(list(view.unmade()))
    assert unmade > 1
    window.exporter.write("png", tmp_path / "figure.png")
    assert len(list(view.unmade())) == unmade - 1, "one a step"
    assert window.exporter.writing.busy
    _do(window, meanwhile)
    rest(qtbot, window)
    assert read_provenance(tmp_path / "figure.png") == asked
    picture, size = QImage(str(tmp_path / "figure.png")), view_size * window.settings.image_scale
    assert picture.size() == size
    qtbot.waitUntil(lambda: not window.turning.under_way and not window.retheming.under_way)
    qtbot.waitUntil(lambda: not window.worker.busy)


def _do(window, what):
    """Something else with the picture."""
    if what == "seed":
        session = window.store.session
        window.store.propose(session.replace(scene=session.scene.replace(seed=99)))
    elif what == "zoom":
        box = window.frame.view.panel(window.frame.view.board.main).box
        box.setRange(xRange=(0.0, 0.1), padding=0)
        box.sigRangeChangedManually.emit([True, True])
    elif what == "size":
        window.resize(900, 620)
    elif what == "page":
        window.show_page("gates")
    elif what == "theme":
        window.appearance.set_mode("dark")


def test_in_other_colours_it_is_drawn_anew_in_steps(large, qtbot, tmp_path):
    window = large
    window.exporter.write("png", tmp_path / "light.png")
    rest(qtbot, window)
    window.appearance.set_mode("dark")
    qtbot.waitUntil(lambda: window.frame.response is not None and not window.worker.busy)
    window.exporter.write("png", tmp_path / "dark.png")
    taken = sum(1 for _ in painting(window, qtbot))
    rest(qtbot, window)
    light, dark = (QImage(str(tmp_path / f"{name}.png")) for name in ("light", "dark"))
    assert taken > 2 + 3
    assert dark.size() == light.size()
    assert dark.pixelColor(5, 5) == light.pixelColor(5, 5)


def test_a_window_that_is_closed_while_it_paints_writes_the_file(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    window.settings.image_scale = 4
    path, asked = tmp_path / "figure.png", window.store.session
    window.exporter.write("png", path)
    assert window.exporter.writing._waiting
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window))
    rest(qtbot)
    assert read_provenance(path) == asked


def test_what_goes_wrong_while_it_paints_is_told(large, qtbot, tmp_path, monkeypatch):
    window = large

    def fail(_):
        raise MemoryError("no room for the picture")

    monkeypatch.setattr(Recorded, "paint_band", fail)
    window.exporter.write("png", tmp_path / "figure.png")
    rest(qtbot, window)
    box = window.findChild(QMessageBox)
    assert "no room for the picture" in box.text()
    box.close()
    assert not list(tmp_path.glob("*.png"))
    monkeypatch.undo()
    window.exporter.write("png", tmp_path / "figure.png")
    rest(qtbot, window)
    assert (tmp_path / "figure.png").exists()


def test_a_large_picture_is_copied_in_steps(large, qtbot):
    window = large
    window.exporter.copy_image()
    assert "clipboard" not in window.status.notice.text()
    rest(qtbot, window)
    size = 4 * window.frame.view.figure.viewport().size()
    assert QGuiApplication.clipboard().image().size() == size
    assert "clipboard" in window.status.notice.text()
