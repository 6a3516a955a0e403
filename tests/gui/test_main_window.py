"""Store, worker, panel and pages together."""

import os
import sys
import types
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine.session import Session
from gui.worker import PREVIEW_SAMPLES
from tests.gui import dummy


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy)


def mean_text(window):
    return window.page.readouts.text_at("mean", "exact")


def set_options(window, **changes):
    session = window.store.session
    options = session.options[session.study].replace(**changes)
    window.store.propose(session.with_options(session.study, options))


def test_a_slider_changes_the_readout_and_undo_restores_it(open_window, qtbot):
    window = open_window()
    slider = window.scene.editors["p"].small.means[0].slider
    slider.setFocus()
    assert mean_text(window) == "0"
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    rest(qtbot, window)
    assert mean_text(window) == "0.3"
    assert window.scene.editors["p"].small.means[0].field.text() == "0.3"
    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert mean_text(window) == "0"
    assert slider.value() == slider.scale.position(0.0)
    window.store.undo_stack.redo()
    rest(qtbot, window)
    assert mean_text(window) == "0.3"


def test_undo_works_by_key_while_a_number_is_typed(open_window, qtbot):
    window = open_window()
    window.activateWindow()
    field = window.scene.editors["p"].small.means[0].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2.5")
    rest(qtbot, window)
    assert mean_text(window) == "2.5"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert mean_text(window) == "0"
    assert field.text() == "0"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("raise", "ZeroDivisionError: no inverse"),
        ("refuse", "must be something else today"),
        ("draw", "RuntimeError: the pen broke"),
    ],
)
def test_a_failing_study_shows_its_message_and_the_window_goes_on(
    open_window, qtbot, trouble, words
):
    window = open_window()
    page = window.page
    drawn = len(page.view.drawn)
    set_options(window, trouble=trouble)
    rest(qtbot, window)
    assert page.failure.isVisible()
    assert words in page.failure.label.text()
    assert page.view.isVisible(), "the last figure stays below"
    assert len(page.view.drawn) == drawn
    page.failure.copy.click()
    assert "Traceback" in QGuiApplication.clipboard().text()
    window.show_page("other")
    rest(qtbot, window)
    assert not window.page.failure.isVisible()
    window.show_page("dummy")
    rest(qtbot, window)
    assert page.failure.isVisible()
    window.store.undo_stack.undo()
    set_options(window, trouble="none", shift=1.0)
    rest(qtbot, window)
    assert not page.failure.isVisible()
    assert mean_text(window) == "1"


def test_a_value_that_cannot_be_is_told_beside_its_field(open_window, qtbot):
    window = open_window()
    row = window.scene.editors["q"].small.stds[0]
    before = window.store.session
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "-1")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.message.text() == "q-std = -1: must be a number from 1e-12 to 1e+12"
    assert window.store.session == before


def test_the_buttons_do_what_they_say(open_window, qtbot):
    window = open_window()
    start = window.store.session
    for widget in window.scene.findChildren(object):
        if getattr(widget, "text", lambda: "")() == "Swap":
            widget.click()
    assert window.store.session.scene == start.scene.swapped()
    menu = {action.text().replace("&", ""): action for action in window.findChildren(QAction)}
    menu["Match q to p"].trigger()
    scene = window.store.session.scene
    assert scene.p == scene.q == start.scene.q
    menu["Resample"].trigger()
    assert window.store.session.scene.seed == start.scene.seed + 1
    menu["Reset"].trigger()
    assert window.store.session == Session()
    assert window.store.undo_stack.count() == 4


def test_dimension_by_button_and_box(open_window, qtbot):
    window = open_window()
    window.scene.quick[3].click()
    assert window.store.session.scene.dimension == 5
    assert window.scene.editors["p"].structured.isVisible()
    window.scene.dimension.setValue(2)
    assert window.store.session.scene.dimension == 2
    assert window.scene.editors["p"].small.correlation.isVisible()
    window.scene.quick[1].click()
    assert window.store.session.scene.dimension == 1
    window.scene.quick[1].click()
    assert window.scene.quick[1].isChecked()
    assert window.store.undo_stack.count() == 3


def test_samples_and_seed_are_typed(open_window, qtbot):
    window = open_window()
    for field, text in ((window.scene.samples.field, "1,000"), (window.scene.seed, "42")):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    rest(qtbot, window)
    scene = window.store.session.scene
    assert (scene.samples, scene.seed) == (1000, 42)
    assert window.status.label.text().startswith("1,000 samples")
    assert window.status.label.text().endswith("seed 42")
    QTest.keyClicks(window.scene.seed, "x")
    QTest.keyClick(window.scene.seed, Qt.Key.Key_Return)
    assert "seed = '42x'" in window.scene.seed_message.text()


def test_only_the_visible_page_is_computed_and_a_known_answer_is_kept(open_window, qtbot):
    window = open_window()
    assert len(dummy.computed) == 1
    window.show_page("other")
    rest(qtbot, window)
    assert len(dummy.computed) == 2
    assert window.tabs.currentIndex() == 1
    window.show_page("dummy")
    rest(qtbot, window)
    assert len(dummy.computed) == 2
    window.store.undo_stack.undo()
    assert window.store.session.study == "other"


def test_a_click_on_a_tab_turns_the_page(open_window, qtbot):
    window = open_window()
    place = window.tabs.tabRect(1).center()
    QTest.mouseClick(window.tabs, Qt.MouseButton.LeftButton, pos=place)
    rest(qtbot, window)
    assert window.store.session.study == "other"
    assert window.page.view.drawn[-1][0].study == "other"


def test_a_long_run_shows_progress_and_can_be_cancelled(open_window, qtbot):
    window = open_window()
    status = window.status
    assert not status.progress.isVisible()
    set_options(window, milliseconds=30_000, shift=1.0)
    qtbot.waitUntil(status.cancel.isVisible)
    qtbot.waitUntil(lambda: status.progress.value() > 0)
    status.cancel.click()
    assert not window.worker.busy
    assert not status.progress.isVisible()
    assert "Cancelled" in status.told.text()
    assert mean_text(window) == "0"


def test_a_preview_says_so(open_window, qtbot):
    window = open_window()
    set_options(window, milliseconds=400)
    rest(qtbot, window)
    session = window.store.session.replace(
        scene=window.store.session.scene.replace(samples=1_000_000)
    )
    with qtbot.waitSignal(window.drawn):
        window.store.propose(session)
    expected = f"preview: first {PREVIEW_SAMPLES:,} of 1,000,000 samples"
    assert window.status.label.text().startswith(expected)
    rest(qtbot, window)
    assert window.status.label.text().startswith("1,000,000 samples")


def test_the_banner_comes_and_goes(open_window, qtbot):
    window = open_window()
    assert not window.page.banner.isVisible()
    assert window.page.readouts.notes.isVisible(), "no banner says why something is infinite"
    set_options(window, loud=True)
    rest(qtbot, window)
    assert window.page.banner.isVisible()
    assert window.page.banner.label.text() == "It is loud."
    set_options(window, loud=False)
    rest(qtbot, window)
    assert not window.page.banner.isVisible()


def test_a_drag_in_the_figure_is_a_proposal(open_window, qtbot):
    window = open_window()
    session = window.store.session
    for mean in (1.0, 2.0):
        scene = session.scene.replace(p=type(session.scene.p)(mean, 1.0))
        window.page.view.proposed.emit(session.replace(scene=scene), 123456789)
    rest(qtbot, window)
    assert mean_text(window) == "2"
    assert window.store.undo_stack.count() == 1


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_everything_fits_into_1024_by_700(open_window, qtbot, dimension):
    session = Session()
    window = open_window(session.replace(scene=session.scene.resized(dimension)))
    rest(qtbot, window)
    assert (window.width(), window.height()) == (1024, 700)
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700
    body, room = window.scene.widget(), window.scene.viewport()
    assert body.minimumSizeHint().width() <= room.width()
    assert window.page.view.height() >= 200
    for row in window.scene.editors["p"].rows.findChildren(type(window.scene.samples)):
        if row.isVisible():
            assert row.label.width() >= row.label.minimumSizeHint().width()


def test_the_explanation_leaves_a_narrow_window(open_window, qtbot):
    window = open_window(size=(1024, 700))
    assert not window.explain.isVisible()
    window.resize(1400, 800)
    qtbot.waitUntil(window.explain.isVisible)
    window.explain_action.trigger()
    assert not window.explain.isVisible()
    window.resize(1000, 700)
    window.explain_action.trigger()
    assert window.explain.isVisible()


def test_places_are_kept(open_window, qtbot):
    # The offscreen platform's screen is 800 x 800: a larger window would not be put back.
    first = open_window(size=(800, 640))
    first.want_explanation(False)
    first.close()
    second = type(first)()
    qtbot.addWidget(second)
    second.show()
    assert (second.width(), second.height()) == (800, 640)
    assert not second.explain.isVisible()


@pytest.fixture
def writers(monkeypatch):
    """In the place of the modules that write: they keep what they were given."""
    told = []
    figure_file = types.ModuleType("gui.figure_file")
    result_file = types.ModuleType("engine.result_file")

    def save_figure(view, path, session, scale):
        told.append(("figure", path, session, scale))
        Path(path).write_text("figure")

    def save_csv(result, session, directory):
        told.append(("csv", directory, session))
        return [Path(directory) / "readouts.csv"]

    figure_file.save_figure = save_figure
    result_file.save_csv = save_csv
    result_file.readouts_text = lambda readouts: f"{len(readouts)} readouts"
    monkeypatch.setitem(sys.modules, "gui.figure_file", figure_file)
    monkeypatch.setitem(sys.modules, "engine.result_file", result_file)
    return told


def test_figures_are_exported_with_their_session(
    open_window, qtbot, writers, monkeypatch, tmp_path
):
    window = open_window()
    wanted = str(tmp_path / "picture")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (wanted, ""))
    window.settings.image_scale = 3
    window.exporter.save("png")
    session = window.store.session
    assert writers == [("figure", tmp_path / "picture.png", session, 3.0)]
    assert "picture.png" in window.status.told.text()
    assert window.settings.folder == str(tmp_path)


def test_numbers_are_exported_and_copied(open_window, qtbot, writers, monkeypatch, tmp_path):
    window = open_window()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window.exporter.save("csv")
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
    window.exporter.write("pdf", tmp_path / "none" / "a.pdf")
    box = window.findChild(QMessageBox)
    assert box.isVisible()
    assert "could not be written: No such file or directory." in box.text()
    box.close()


def test_about_names_the_versions(open_window, qtbot):
    window = open_window()
    window.show_about()
    box = window.findChild(QMessageBox)
    assert "PySide6 6.10.3" in box.text()
    box.close()


def test_closing_in_the_middle_of_a_run(open_window, qtbot):
    window = open_window()
    set_options(window, milliseconds=60_000)
    assert window.worker.busy
    window.close()
    assert window.worker._thread.isFinished()


@pytest.mark.skipif(os.name != "posix", reason="starts a plain interpreter")
def test_starting_needs_no_heavy_modules(tmp_path):
    import subprocess

    code = (
        "import sys, gui.application, gui.main_window, gui.view, engine.study as s;"
        "[gui.view.view_class(x.name) for x in s.all_studies()];"
        "heavy = {'scipy.stats', 'ziamath', 'matplotlib'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
