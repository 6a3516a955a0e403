"""Theme, size and text scale, switched live through the menus and keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsTextItem

from engine.core.run import Run
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.figure.file import draw_offscreen, ready_to_write, save_figure
from gui.look.theme import DARK, LIGHT
from tests.conftest import bury
from tests.helpers import dummy
from tests.helpers.exports import write
from tests.helpers.menus import entry

CONTROL = Qt.KeyboardModifier.ControlModifier


def choose(window, name):
    entry(window, "View", name).trigger()


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy)


@pytest.fixture
def real_window(qtbot, dressed):
    """A window with the real pages and few samples."""

    def opened(page="densities", size=(1024, 700), dimension=1):
        scene = Scene(samples=2000).resized(dimension)
        window = MainWindow(Session(scene=scene, page=page))
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        rest(qtbot, window)
        return window

    return opened


def test_a_switch_shows_the_same_session_and_the_same_answers(open_window, qtbot):
    window = open_window(size=(1400, 800))
    slider = window.inputs.gaussians.editors["p"].small.means[0].slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    rest(qtbot, window)
    window.show_page("other")
    rest(qtbot, window)
    window.show_page("dummy")
    session, response, steps = window.store.session, window.frame.response, window.store.undo_stack
    texts = window.drawer.table.text_at("mean", "exact")
    index, asked = steps.index(), len(dummy.computed)
    choose(window, "Theme: Dark")
    assert window.frame.view.theme == DARK
    assert window.store.session is session
    assert (window.store.undo_stack, window.store.undo_stack.index()) == (steps, index)
    assert window.frame.response is response
    assert window.frame.view.drawn == [(response.request.session, response.result)]
    assert window.drawer.table.text_at("mean", "exact") == texts
    window.show_page("other")
    assert window.frame.view.theme == DARK
    assert not window.worker.busy
    assert len(dummy.computed) == asked, "nothing is computed again"
    window.store.undo_stack.undo()
    assert window.store.session.scene == Session().scene


@pytest.mark.parametrize("change", ["Theme: Dark", "Size: Lecture"])
def test_the_focus_stays_and_the_controls_work(open_window, qtbot, change):
    window = open_window()
    window.activateWindow()
    old = window.inputs.gaussians.editors["q"].small.stds[0].slider
    old.setFocus()
    choose(window, change)
    new = window.inputs.gaussians.editors["q"].small.stds[0].slider
    assert (new is old) == (change == "Theme: Dark"), "what keeps its size is not made anew"
    assert window.focusWidget() is new
    before = window.store.session
    QTest.keyClick(new, Qt.Key.Key_Right)
    assert window.store.session != before
    rest(qtbot, window)
    assert window.frame.view.drawn[-1][0] == window.store.session


def test_the_look_is_kept(open_window):
    first = open_window()
    choose(first, "Theme: Dark")
    choose(first, "Size: Lecture")
    QTest.keyClick(first, Qt.Key.Key_Minus, CONTROL)
    first.close()
    second = open_window()
    options = second.appearance.options
    assert (options.mode, options.size, options.text) == ("dark", "lecture", 90)
    assert entry(second, "View", "Theme: Dark").isChecked()
    assert entry(second, "View", "Size: Lecture").isChecked()
    assert second.frame.view.theme.name == "dark"


def test_system_follows_the_desktop(open_window, monkeypatch):
    window = open_window()
    assert entry(window, "View", "Theme: System").isChecked()
    assert window.frame.view.theme == LIGHT

    def ask_for(scheme):
        dark = scheme == Qt.ColorScheme.Dark
        monkeypatch.setattr("gui.look.appearance.system_is_dark", lambda: dark)
        QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)

    ask_for(Qt.ColorScheme.Dark)
    assert window.frame.view.theme == DARK
    choose(window, "Theme: Light")
    ask_for(Qt.ColorScheme.Light)
    ask_for(Qt.ColorScheme.Dark)
    assert window.frame.view.theme == LIGHT, "who has chosen is not overruled"
    choose(window, "Theme: System")
    assert window.frame.view.theme == DARK


def test_a_switch_while_an_answer_is_awaited(open_window, qtbot):
    window = open_window()
    session = window.store.session
    options = session.options["dummy"].replace(milliseconds=150, shift=1.0)
    window.store.propose(session.with_options("dummy", options))
    assert window.worker.busy
    choose(window, "Theme: Dark")
    assert window.worker.busy
    rest(qtbot, window)
    assert window.frame.view.drawn[-1][0].options["dummy"].shift == 1.0
    assert window.drawer.table.text_at("mean", "exact") == "1"


def test_a_failure_is_still_told(open_window, qtbot):
    window = open_window()
    session = window.store.session
    options = session.options["dummy"].replace(trouble="raise")
    window.store.propose(session.with_options("dummy", options))
    rest(qtbot, window)
    choose(window, "Theme: Dark")
    assert window.frame.failure.isVisible()
    assert "ZeroDivisionError" in window.frame.failure.label.text()
    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert not window.frame.failure.isVisible()


def test_nothing_is_left_behind(open_window, qtbot):
    window = open_window()
    for name in ("Theme: Dark", "Theme: Light"):
        choose(window, name)
    bury()
    before = len(QApplication.allWidgets())
    for name in ("Theme: Dark", "Size: Lecture", "Theme: Light", "Size: Normal"):
        choose(window, name)
    bury()
    assert len(QApplication.allWidgets()) == before


def test_the_text_scale_by_keys(open_window, qtbot):
    window = open_window()
    usual = window.inputs.gaussians.editors["p"].small.means[0].label.font().pointSizeF()

    def size():
        return window.inputs.gaussians.editors["p"].small.means[0].label.font().pointSizeF()

    QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert size() == pytest.approx(1.1 * usual)
    QTest.keyClick(window, Qt.Key.Key_Equal, CONTROL)
    assert size() == pytest.approx(1.2 * usual)
    QTest.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    assert size() == pytest.approx(1.1 * usual)
    QTest.keyClick(window, Qt.Key.Key_0, CONTROL)
    assert size() == pytest.approx(usual)
    window.appearance.step_text(9)
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert window.appearance.options.text == 200
    assert size() == pytest.approx(2.0 * usual)


@pytest.mark.parametrize("text", [100, 200])
def test_lecture_fits_into_1024_by_700(open_window, qtbot, text):
    window = open_window()
    choose(window, "Size: Lecture")
    window.appearance.step_text((text - 100) // 10)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (1024, 700))
    QApplication.processEvents()
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700
    row = window.inputs.gaussians.editors["p"].small.means[0]
    assert row.field.width() >= row.field.fontMetrics().horizontalAdvance("1,000.5")
    figure = window.frame.view.figure
    assert figure.height() >= 330, "a picture that has no room is scrolled"
    assert figure.height() >= window.frame.scroller.viewport().height()


def type_sizes(scene):
    """The sizes, in points, of all words in a scene."""
    for item in scene.items():
        if isinstance(item, QGraphicsTextItem):
            block = item.document().begin()
            while block.isValid():
                for part in block:
                    size = part.fragment().charFormat().fontPointSize()
                    yield size or item.font().pointSizeF()
                block = block.next()


@pytest.mark.parametrize("dimension", [1, 2])
def test_every_figure_is_magnified_as_a_whole(real_window, qtbot, dimension):
    window = real_window("densities", (1500, 950), dimension)
    choose(window, "Size: Lecture")
    for page in all_pages():
        window.show_page(page.name)
        rest(qtbot, window)
        QApplication.processEvents()
        figure = window.frame.view.figure
        assert 1.1 < figure.zoom <= 1.35, page.name
        assert figure.range.width() == pytest.approx(figure.width() / figure.zoom)
        # The figure's own small type: the zoom makes it large.
        assert max(type_sizes(figure.scene()), default=0) <= 11, page.name


def picture(path):
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., 2::-1].copy()


def ground(pixels):
    colors, counts = np.unique(pixels[::9, ::9].reshape(-1, 3), axis=0, return_counts=True)
    return "#{:02X}{:02X}{:02X}".format(*colors[counts.argmax()])


def test_figures_are_exported_light_unless_asked_otherwise(real_window, tmp_path):
    window = real_window()
    QApplication.processEvents()
    light = entry(window, "File", "Export: Light figures")
    assert light.isChecked()
    write(window, "png", tmp_path / "before.png")
    choose(window, "Theme: Dark")
    QApplication.processEvents()
    write(window, "png", tmp_path / "light.png")
    light.trigger()
    write(window, "png", tmp_path / "dark.png")
    before, same, dark = (picture(tmp_path / f"{name}.png") for name in ("before", "light", "dark"))
    assert ground(before) == ground(same) == LIGHT.plot
    assert ground(dark) == DARK.plot
    assert before.shape == same.shape == dark.shape
    assert np.mean(np.abs(before.astype(int) - same)) < 1.0, "the picture of the window, light"


def test_a_magnified_figure_is_exported_as_it_is_shown(real_window, tmp_path, qtbot):
    window = real_window("kl-divergence", (1500, 950))
    choose(window, "Size: Lecture")
    QApplication.processEvents()
    figure = window.frame.view.figure
    assert figure.zoom > 1.1
    window.settings.image_scale = 1
    write(window, "png", tmp_path / "figure.png")
    with ready_to_write(window.frame.view):  # every plot, without frames and handles
        figure.setUpdatesEnabled(True)
        figure.grab().save(str(tmp_path / "screen.png"))
    shown, written = picture(tmp_path / "screen.png"), picture(tmp_path / "figure.png")
    assert shown.shape == written.shape
    differ = np.abs(shown.astype(int) - written).max(axis=2) > 60
    assert differ.mean() < 0.02


def test_a_finer_screen_has_thicker_pens_and_the_same_files(dressed, tmp_path):
    session = Session(scene=Scene(samples=2000))
    page = next(page for page in all_pages() if page.name == session.page)
    result = page.compute(session.scene, session.options[page.name], Run())
    written = []
    for ratio in (1.0, 2.0):
        theme = LIGHT.scaled(1.0, 1.0, ratio)
        assert theme.pen("p", 2.0).widthF() == 2.0 * ratio
        view = draw_offscreen(page.name, session, result, (700, 420), theme)
        for kind in ("svg", "png"):
            save_figure(view, tmp_path / f"{ratio}.{kind}", session, scale=1.0)
        written.append((tmp_path / f"{ratio}.svg").read_text("utf-8"))
        view.deleteLater()
    assert written[0] == written[1]
    one, two = (picture(tmp_path / f"{ratio}.png") for ratio in (1.0, 2.0))
    assert np.array_equal(one, two)
