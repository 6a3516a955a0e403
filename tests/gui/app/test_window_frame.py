"""Around the pages: room, places, export, about, the end."""

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.menus.about import AboutDialog
from tests.helpers.exports import wait_for_files, write
from tests.helpers.menus import entry


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy)


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_everything_fits_into_1024_by_700(open_window, qtbot, dimension):
    session = Session()
    window = open_window(session.replace(scene=session.scene.resized(dimension)))
    rest(qtbot, window)
    assert (window.width(), window.height()) == (1024, 700)
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700
    body, room = window.inputs.widget(), window.inputs.viewport()
    assert body.minimumSizeHint().width() <= room.width()
    assert window.frame.view.height() >= 200
    for row in window.inputs.gaussians.editors["p"].rows.findChildren(
        type(window.inputs.sampling.samples)
    ):
        if row.isVisible():
            assert row.label.width() >= row.label.minimumSizeHint().width()


def test_the_explanation_is_open_by_itself_in_a_wide_window_only(open_window, qtbot):
    window = open_window(size=(1024, 700))
    text, rail = window.explanation.text, window.explanation
    assert not text.isVisible()
    assert rail.isVisible()
    window.resize(1720, 800)
    qtbot.waitUntil(text.isVisible)
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: not text.isVisible())
    window.action_list["view.explanation"].trigger()
    assert text.isVisible()
    window.resize(1024, 700)
    assert text.isVisible(), "what was opened by hand stays open"
    window.action_list["view.explanation"].trigger()
    window.resize(1720, 800)
    assert not text.isVisible(), "and what was closed by hand stays closed"


def test_no_change_of_type_loses_the_explanation(open_window, qtbot):
    window = open_window(size=(1360, 860))
    window.want_explanation(True)
    width = window.explanation.width()
    assert width == 320
    window.appearance.step_text(10)
    QApplication.processEvents()
    assert window.explanation.text.isVisible()
    assert window.explanation.text.width() > 300
    window.appearance.step_text(0)
    QApplication.processEvents()
    assert window.explanation.text.isVisible()
    assert window.explanation.width() == width


def test_the_rail_folds_where_room_is_short_or_by_hand(open_window, qtbot):
    window = open_window(size=(1360, 860))
    rail = window.rail
    assert not rail.folded
    assert rail.width() == 136
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: rail.folded)
    assert rail.width() == 40
    QTest.mouseClick(rail.fold_button, Qt.MouseButton.LeftButton)
    assert not rail.folded
    QTest.mouseClick(rail.fold_button, Qt.MouseButton.LeftButton)
    window.resize(1360, 860)
    qtbot.waitUntil(lambda: not rail.folded)
    window.want_explanation(True)
    assert rail.folded, "no room for titles beside an open explanation"
    window.want_explanation(False)
    QTest.mouseClick(rail.fold_button, Qt.MouseButton.LeftButton)
    assert rail.folded
    window.close()
    again = open_window(size=(1360, 860))
    assert again.rail.folded, "kept until the next start"


def test_the_drawer_of_numbers_is_opened_and_kept(open_window, qtbot):
    window = open_window(size=(1360, 860))
    assert not window.drawer.table.isVisible()
    assert window.drawer.height() == 32
    QTest.mouseClick(window.drawer.button, Qt.MouseButton.LeftButton)
    assert window.drawer.table.isVisible()
    window.close()
    again = open_window(size=(1360, 860))
    assert again.drawer.table.isVisible()


def test_places_are_kept(open_window, qtbot):
    # The offscreen platform's screen is 800 x 800: a larger window would not be put back.
    first = open_window(size=(800, 640))
    first.want_explanation(False)
    first.close()
    second = type(first)()
    qtbot.addWidget(second)
    second.show()
    assert (second.width(), second.height()) == (800, 640)
    assert not second.explanation.text.isVisible()


@pytest.fixture
def writers(monkeypatch):
    """In the place of the modules that write: they keep what they were given."""
    told = []
    figure_file = types.ModuleType("gui.figure.file")
    result_file = types.ModuleType("engine.export.result_file")

    def written(view, path, session, scale):
        def write():
            told.append(("figure", path, session, scale))
            Path(path).write_text("figure")

        return types.SimpleNamespace(steps=(), write=write)

    def save_csv(result, session, directory):
        told.append(("csv", directory, session))
        return [Path(directory) / "readouts.csv"]

    figure_file.recorded_file = written
    result_file.save_csv = save_csv
    result_file.readouts_text = lambda readouts: f"{len(readouts)} readouts"
    monkeypatch.setitem(sys.modules, "gui.figure.file", figure_file)
    monkeypatch.setitem(sys.modules, "engine.export.result_file", result_file)
    return told


def test_figures_are_exported_with_their_session(
    open_window, qtbot, writers, monkeypatch, tmp_path
):
    window = open_window()
    wanted = str(tmp_path / "picture")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (wanted, ""))
    window.settings.image_scale = 3
    window.exporter.save("png")
    wait_for_files(window)
    session = window.store.session
    assert writers == [("figure", tmp_path / "picture.png", session, 3.0)]
    assert "picture.png" in window.status.notice.text()
    assert window.settings.folder == str(tmp_path)


def test_numbers_are_exported_and_copied(open_window, qtbot, writers, monkeypatch, tmp_path):
    window = open_window()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window.exporter.save("csv")
    wait_for_files(window)
    assert writers == [("csv", tmp_path, window.store.session)]
    window.exporter.copy_numbers()
    assert QGuiApplication.clipboard().text() == "3 readouts"


def test_a_dismissed_dialog_writes_nothing(open_window, qtbot, writers, monkeypatch):
    window = open_window()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    window.exporter.save("svg")
    assert writers == []


def test_an_unwritable_folder_is_told(open_window, qtbot, writers, tmp_path):
    window = open_window()
    write(window, "pdf", tmp_path / "none" / "a.pdf")
    box = window.findChild(QMessageBox)
    assert box.isVisible()
    assert "could not be written: No such file or directory." in box.text()
    box.close()


def test_about_names_the_versions(open_window, qtbot):
    window = open_window()
    entry(window, "Help", "About Gaussian Explorer").trigger()
    dialog = window.findChild(AboutDialog)
    assert "PySide6 6.10.3" in dialog.versions.text()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.versions.text()
    dialog.close()


def test_closing_in_the_middle_of_a_run(open_window, qtbot):
    window = open_window()
    session = window.store.session
    options = session.options["dummy"].replace(milliseconds=60_000)
    window.store.propose(session.with_options("dummy", options))
    assert window.worker.busy
    window.close()
    assert window.worker._thread.isFinished()


@pytest.mark.skipif(os.name != "posix", reason="starts a plain interpreter")
def test_starting_needs_no_heavy_modules(tmp_path):
    code = (
        "import sys, gui.app.application, gui.figure.view, engine.page.page as s;"
        "[gui.figure.view.view_class(x.name) for x in s.all_pages()];"
        "heavy = {'scipy.stats', 'ziamath', 'matplotlib'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_chip_is_the_key_of_its_curve_and_puts_it_away(qtbot, dressed):
    window = MainWindow(Session(page="kl-divergence", scene=Scene(samples=2000)))
    qtbot.addWidget(window)
    window.resize(1360, 860)
    window.show()
    qtbot.waitUntil(lambda: window.frame.response is not None and not window.worker.busy)
    chip = window.chips.chip("k1.estimate")
    curve = window.frame.view.curve("k1")
    assert chip.sample.painted is not None
    assert window.chips.chip("kl.q_p").sample.painted is None
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not curve.shown
    assert chip.property("hushed")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert curve.shown
    width = curve.pen.widthF()
    chip.hovered.emit(True)
    assert curve.pen.widthF() > width
    chip.hovered.emit(False)
    assert curve.pen.widthF() == width


def test_what_has_happened_is_read_whole_in_a_narrow_window(open_window):
    window = open_window(size=(1024, 700))
    status = window.status
    status.notify("A long line of words about what has just happened to what is shown here now.")
    assert not status.label.isVisible()
    status.notify("Short.")
    assert status.label.isVisible()
    status.notify("")
    assert status.label.isVisible()
