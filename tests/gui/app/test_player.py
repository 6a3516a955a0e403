"""Play in the window: by key and by hand, one step of undo, films."""

from dataclasses import replace
from pathlib import Path
from threading import Event, current_thread, main_thread
from time import sleep

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.core.atomic_file import ExportError
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.session.address import address
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.figure.film_file import GifFile

KL = "kl-divergence"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(qtbot, dressed):
    """Opens the window: a fixture that held it would hold its menus beyond the test's end."""

    def window(page=KL):
        window = MainWindow(Session(scene=Scene(samples=2000), page=page))
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        rest(qtbot, window)
        return window

    return window


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)


def shown(window, place="q.mean[1]"):
    return address(place).get(window.store.session)


def row(window, place="q.mean[1]"):
    return window.inputs.addressed()[place]


def test_the_number_with_the_focus_is_played_by_key(opened, qtbot):
    window = opened()
    row(window).field.setFocus()
    QTest.keyClick(window, Qt.Key.Key_P, CONTROL)
    assert window.player.playing
    assert window.player.bar.isVisible()
    qtbot.waitUntil(lambda: abs(shown(window) - 1.0) > 0.05)
    QTest.keyClick(window.player.bar, Qt.Key.Key_Space)
    assert not window.player.playing
    rest(qtbot, window)
    assert window.frame.response.request.session.scene == window.store.session.scene
    assert window.store.undo_stack.count() == 1, "the whole of it is one step"
    window.store.undo_stack.undo()
    assert shown(window) == 1.0


def test_the_button_of_a_row_plays_it(opened, qtbot):
    window = opened()
    QTest.mouseClick(row(window, "kl.batch").buttons["play"], Qt.MouseButton.LeftButton)
    assert str(window.player.where) == "kl.batch"
    assert window.player.course.whole
    assert window.player.course.log
    window.player.pause()


def test_whoever_changes_the_number_pauses_it(opened, qtbot):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    QTest.keyClick(row(window).slider, Qt.Key.Key_Home)
    assert not window.player.playing
    value = shown(window)
    rest(qtbot, window)
    assert shown(window) == value == row(window).slider.scale.low


def test_keys_step_and_the_bar_seeks(opened, qtbot):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player.bar.place.setValue(250)
    low, high = window.player.course.first, window.player.course.last
    assert shown(window) == pytest.approx(low + 0.25 * (high - low))
    QTest.keyClick(window.player.bar, Qt.Key.Key_Right)
    assert shown(window) == pytest.approx(low + 0.27 * (high - low))
    QTest.keyClick(window.player.bar, Qt.Key.Key_Escape)
    assert window.player.bar.isHidden()


def test_it_ends_where_it_is_played_once(opened, qtbot):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    bar = window.player.bar
    bar.modes["once"].click()
    QTest.keyClicks(bar.last, "2")
    bar.last.selectAll()
    QTest.keyClicks(bar.last, "2.5")
    assert (window.player.course.mode, window.player.course.last) == ("once", 2.5)
    window.player._take(replace(window.player.course, seconds=0.2))
    window.player.play()
    qtbot.waitUntil(lambda: not window.player.playing)
    assert shown(window) == 2.5


def test_another_page_and_another_document(opened, qtbot):
    window = opened()
    window.player.begin(address("kl.batch"))
    window.show_page("densities")
    assert not window.player.playing
    assert window.player.bar.isHidden()
    window.document.begin(Session(page="skills"))
    assert window.player.where is None
    QTest.keyClick(window, Qt.Key.Key_P, CONTROL)
    assert window.player.playing
    window.player.end()


def test_a_film_of_what_is_played(opened, qtbot, tmp_path):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player._take(replace(window.player.course, seconds=0.2, mode="once"))
    before = window.store.session
    for kind, name in (("gif", "a.gif"), ("png", "frames")):
        window.film_export.make(kind, tmp_path / name)
        qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    with Image.open(tmp_path / "a.gif") as film:
        assert film.n_frames == 4
    assert len(list((tmp_path / "frames").iterdir())) == 4
    assert window.store.session == before


def test_what_a_film_shows_is_computed_beside_the_window(opened, qtbot, tmp_path, monkeypatch):
    made, figure = set(), Result.figure

    def noted(result, name, *rest):
        if not result.made(name):
            made.add((name, current_thread() is main_thread()))
        return figure(result, name, *rest)

    monkeypatch.setattr(Result, "figure", noted)
    window = opened("importance-weights")  # some of its cards are folded
    folded = set(window.frame.view.file_figures(window.store.session)) - {each for each, _ in made}
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player._take(replace(window.player.course, seconds=0.2, mode="once"))
    window.film_export.make("gif", tmp_path / "a.gif")
    qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    assert folded
    assert {(each, False) for each in folded} <= made
    assert not any(in_window for _, in_window in made)


def test_a_film_that_is_cancelled_leaves_nothing(opened, qtbot, tmp_path):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    for kind, name in (("gif", "a.gif"), ("png", "frames")):
        window.film_export.make(kind, tmp_path / name)
        button = window.film_export.progress.findChild(QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.film_export.film is None
    assert list(tmp_path.iterdir()) == []


def film(window, path):
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player._take(replace(window.player.course, seconds=0.2, mode="once"))
    window.film_export.make("gif", path)


def test_a_film_is_written_beside_the_window_and_whole_where_that_is_closed(
    opened, qtbot, tmp_path, monkeypatch
):
    begun, beside, finish = Event(), [], GifFile.finish

    def slowly(file):
        begun.set()
        beside.append(current_thread() is not main_thread())
        sleep(0.2)
        finish(file)

    monkeypatch.setattr(GifFile, "finish", slowly)
    window = opened()
    film(window, tmp_path / "a.gif")
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    window.close()
    assert window.film_export.film is None
    assert beside == [True]
    with Image.open(tmp_path / "a.gif") as made:
        assert made.n_frames == 4


def test_a_film_that_cannot_be_written_in_the_end_is_said(opened, qtbot, tmp_path, monkeypatch):
    def full(file):
        raise ExportError(tmp_path / "a.gif", "no space left")

    monkeypatch.setattr(GifFile, "finish", full)
    window = opened()
    film(window, tmp_path / "a.gif")
    qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    assert "no space left" in window.exporter.box.text()
    window.exporter.box.close()


def test_what_cannot_be_written_is_said(opened, qtbot, tmp_path):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.film_export.make("png", Path(tmp_path))
    assert "there is such a folder already" in window.exporter.box.text()
    window.exporter.box.close()


def test_all_means_are_shifted_alike(opened, qtbot):
    window = opened()
    scene = window.store.session.scene.resized(3)
    p = Gaussian([0.0, 1.0, 3.0], np.eye(3))
    window.store.propose(window.store.session.replace(scene=scene.replace(p=p)))
    rest(qtbot, window)
    window.player.begin(address("p.mean"))
    qtbot.waitUntil(lambda: shown(window, "p.mean[1]") != 0.0, timeout=60_000)
    window.player.pause()
    mean = window.store.session.scene.p.mean
    np.testing.assert_allclose(mean - mean[0], [0.0, 1.0, 3.0], atol=1e-12)


@pytest.mark.parametrize(
    ("page", "first"),
    [("skills", "skills.fit_samples"), (KL, "p.mean[1]"), ("evidence-bound", "q.mean[1]")],
)
def test_what_is_played_first_is_no_number_of_samples(opened, page, first):
    assert str(opened(page).inputs.first()) == first


def test_what_was_under_way_when_the_bar_was_put_away_changes_nothing(opened):
    window = opened()
    bar = window.player.bar
    window.player.begin(address("q.mean[1]"))
    window.player.end()
    before = window.store.session
    QTest.keyClick(bar, Qt.Key.Key_Right)
    bar.moved.emit(0.3)
    bar.changed.emit(replace(window.player.course, whole=True))
    assert window.store.session == before
    assert window.player.where is None


def test_a_coordinate_that_goes_and_comes_is_followed(opened):
    window = opened()
    player, dimension = window.player, window.inputs.sampling.dimension
    dimension.setValue(2)
    player.begin(address("p.std[2]"))
    player.pause()
    dimension.setValue(1)
    assert not player.bar.isVisible()
    player.bar.changed.emit(replace(player.course, whole=True))
    assert not player.course.whole
    dimension.setValue(2)
    assert player.bar.isVisible()
