"""Play in the window: by key and by hand, one step of undo."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.gaussian.gaussian import Gaussian
from engine.session.address import address
from engine.session.session import Session
from tests.helpers.playing import KL, opened_on, rest

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(qtbot, dressed):
    """Opens the window: a fixture that held it would hold its menus beyond the test's end."""

    return partial(opened_on, qtbot)


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
