"""The gestures on cards, by mouse and key."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from gui.plotkit.size import Size
from tests.helpers.cards import (
    RIGHT,
    SCENE,
    answered,
    click,
    double_click,
    drag,
    hover,
    inside,
    key,
    pixel,
    shown_view,
    wheel,
)

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def ranges(panel):
    return np.array(panel.box.viewRange())


def test_a_click_on_a_small_plot_makes_it_the_main_one_and_escape_goes_back(qtbot):
    view = shown_view(qtbot)
    chosen = []
    view.main_chosen.connect(chosen.append)
    click(view, inside(view, "control", 0.8, 0.3))
    assert view.board.main == "control"
    assert view.panel("control").frame.size is Size.MAIN
    assert view.panel("estimates").frame.size is Size.SMALL
    key(view, Key.Key_Escape)
    assert view.board.main == "estimates"
    assert chosen == ["control", "estimates"]


def test_escape_goes_back_step_by_step_and_is_left_alone_at_the_first_plot(qtbot):
    view = shown_view(qtbot)
    for name in ("samples", "integrand"):
        click(view, inside(view, name, 0.7, 0.3))
    assert view.board.main == "integrand"
    key(view, Key.Key_Escape)
    assert view.board.main == "samples"
    key(view, Key.Key_Escape)
    assert view.board.main == "estimates"
    assert not view.hands.back()


def test_a_click_on_a_title_does_the_same_and_on_a_folded_one(qtbot):
    view = shown_view(qtbot, size=(672, 560))
    frame = view.board.frames["integrand"]
    assert frame.size is Size.FOLDED
    assert "integrand" not in view.board.panels or not view.panel("integrand").line.data[0].size
    click(view, pixel(view, frame.header, 0.3))
    assert view.board.main == "integrand"
    assert view.panel("integrand").line.data[0].size


def test_the_arrow_of_the_main_title_lists_the_plots(qtbot):
    view = shown_view(qtbot)
    click(view, pixel(view, view.board.frames["estimates"].header, 0.2, 0.2))
    (menu,) = view.findChildren(QMenu)
    titles = [action.text() for action in menu.actions()]
    assert titles == [card.title for card in view.cards]
    assert [action.isChecked() for action in menu.actions()] == [True] + [False] * 4
    menu.actions()[2].trigger()
    menu.close()
    assert view.board.main == "batches"


@pytest.mark.parametrize("name", ["estimates", "control"])
def test_the_users_zoom_is_kept_until_home_fits(qtbot, name):
    view = shown_view(qtbot)
    panel = view.panel(name)
    before = ranges(panel)
    at = inside(view, name, 0.6, 0.4)
    hover(view, at)
    wheel(view, at, 3)
    zoomed = ranges(panel)
    assert np.all(np.diff(zoomed) < 0.8 * np.diff(before))
    scene = SCENE.replace(q=type(SCENE.q)(2.0, 1.44))
    view.draw(*answered(scene))
    np.testing.assert_array_equal(ranges(panel), zoomed)
    view.draw(*answered())
    key(view, Key.Key_Home)
    np.testing.assert_allclose(ranges(panel), before, atol=1e-9)


def test_a_drag_moves_and_a_double_click_fits(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    before = ranges(panel)
    start = inside(view, "estimates", 0.5, 0.5)
    drag(view, start, start + QPoint(60, 40))
    moved = ranges(panel)
    np.testing.assert_allclose(np.diff(moved), np.diff(before))
    assert abs(moved[0, 0] - before[0, 0]) > 0.05
    double_click(view, start)
    np.testing.assert_allclose(ranges(panel), before, atol=1e-9)
    assert view.board.main == "estimates"


def test_the_crosshair_reads_every_curve(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    hover(view, inside(view, "estimates", 0.6))
    assert panel.reader.crosshair.isVisible()
    (row,) = panel.frame.header.reading
    words = "".join(getattr(run, "text", run) for run in row[0])
    place = view.figure.mapToScene(inside(view, "estimates", 0.6))
    n = panel.reader.place_of(place)[0]
    running = answered()[1].running
    for curve in ("k1", "k2", "k3"):
        value = np.interp(np.log10(n), np.log10(running.n), getattr(running, curve))
        shown = float(words.split(f"{curve} ")[1].split()[0].replace("−", "-"))
        error = float(words.split(f"{curve} ")[1].split("± ")[1].split()[0])
        expected = np.interp(np.log10(n), np.log10(running.n), getattr(running, f"{curve}_error"))
        assert shown == pytest.approx(value, abs=0.06 * expected)
        assert error == pytest.approx(expected, rel=0.06)
    assert "exact 0.5377" in words
    hover(view, QPoint(2, view.height() - 2))
    hover(view, pixel(view, view.board.frames["samples"].header))
    assert not panel.reader.crosshair.isVisible()
    assert panel.frame.header.reading == ()


def test_a_click_on_a_name_hides_the_curve_on_every_plot_and_shows_it_again(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    named = {each.item.name: each for each in panel.names.named()}
    area = panel.names.boundingRect()
    y = (named["k2"].y - area.top()) / area.height()
    for shown in (False, True):
        click(view, pixel(view, panel.names, 0.2, y))
        assert panel.curves["k2"].graphics.isVisible() == shown
        assert panel.bands["k2"].graphics.isVisible() == shown
        assert view.panel("samples").curves["k2"].graphics.isVisible() == shown
        assert panel.curves["k1"].graphics.isVisible()


def test_what_is_hidden_is_not_read_nor_copied_nor_in_the_range(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("integrand")
    assert panel.line.reach.x
    panel.toggle("q (log q − log p)")
    assert not panel.line.reach.x
    assert panel.table() == []


def test_the_plot_under_the_mouse_is_copied_as_an_image_and_as_text(qtbot):
    view = shown_view(qtbot)
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    hover(view, inside(view, "control", 0.7, 0.3))
    view.figure.setFocus()
    key(view, Key.Key_C, CONTROL)
    image = clipboard.image()
    assert image.width() == 2 * view.figure.width()
    assert view.board.frames["control"].size is Size.SMALL
    key(view, Key.Key_C, CONTROL | SHIFT)
    lines = clipboard.text().splitlines()
    assert lines[0].split("\t") == ["coefficient c", "variance"]
    rows = np.array([[float(cell) for cell in line.split("\t")] for line in lines[1:]])
    control = answered()[1].control_variate
    np.testing.assert_array_equal(rows[:, 0], control.coefficient)
    np.testing.assert_allclose(rows[:, 1], control.variance, rtol=1e-12)


def test_the_menu_of_a_plot_offers_what_the_keys_do(qtbot):
    view = shown_view(qtbot)
    click(view, inside(view, "batches", 0.9, 0.3), RIGHT)
    (menu,) = view.findChildren(QMenu)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Make this the main plot", "Fit the range", "Copy image", "Copy data"]
    actions["Make this the main plot"].trigger()
    menu.close()
    assert view.board.main == "batches"


def test_a_hint_says_what_can_be_done(qtbot):
    view = shown_view(qtbot)
    hints = []
    view.hint.connect(hints.append)
    hover(view, inside(view, "estimates"))
    hover(view, inside(view, "samples"))
    told = [hint for hint in hints if hint]
    assert "Home fits" in told[0]
    assert "main plot" in told[-1]


def test_the_keys_do_what_the_mouse_does(qtbot):
    view = shown_view(qtbot)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.figure.clearFocus()
    view.figure.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.figure.hasFocus)
    assert view.board.frames["estimates"].focused
    assert "Estimates of KL" in view.figure.accessibleName()
    panel = view.panel("estimates")
    before = ranges(panel)
    key(view, Key.Key_Plus)
    assert np.all(np.diff(ranges(panel)) < np.diff(before))
    key(view, Key.Key_Home)
    np.testing.assert_allclose(ranges(panel), before, atol=1e-9)
    key(view, Key.Key_Right)
    assert panel.reader.crosshair.isVisible()
    first = view.hands._at[1]
    key(view, Key.Key_Right, SHIFT)
    second = view.hands._at[1]
    key(view, Key.Key_Right)
    assert first < second < view.hands._at[1]
    key(view, Key.Key_PageDown)
    assert view.board.main == "samples"
    assert view.board.frames["samples"].focused
    assert "one sample" in view.figure.accessibleName()
    key(view, Key.Key_PageUp)
    key(view, Key.Key_PageUp)
    assert view.board.main == "estimates"
    key(view, Key.Key_F10, SHIFT)
    (menu,) = view.findChildren(QMenu)
    menu.close()


def test_a_drag_of_a_marker_still_moves_its_value(qtbot):
    view = shown_view(qtbot)
    proposals = []
    view.proposed.connect(lambda session, _gesture: proposals.append(session))
    panel = view.panel("control")
    place = panel.box.mapViewToScene(QPointF(panel.line.value(), np.mean(ranges(panel)[1])))
    start = view.figure.mapFromScene(place)
    drag(view, start, start - QPoint(40, 0))
    coefficients = [session.options["kl-divergence"].coefficient for session in proposals]
    assert len(coefficients) > 1
    assert coefficients[-1] < 0.8
    assert view.board.main == "estimates"


def test_a_click_on_a_name_inside_the_main_plot_hides_its_curve_and_shows_it_again(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    panel._inside = True
    panel._stand()
    panel._place_names()
    view.grab()
    for shown in (False, True):
        (spot,) = [spot for item, _run, spot in panel.near.placed if item.name == "k2"]
        area = panel.near.boundingRect()
        click(view, pixel(view, panel.near, spot.x / area.width(), spot.y / area.height()))
        assert panel.curves["k2"].graphics.isVisible() == shown
