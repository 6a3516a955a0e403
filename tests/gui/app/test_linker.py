"""Linking two numbers in the window: by the mouse, by key, by play; undone, saved, refused."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from engine.page.scene import Scene
from engine.session.address import address
from engine.session.file import load_session, save_session
from engine.session.linking import linked
from engine.session.session import Session
from gui.app.main_window import MainWindow
from tests.helpers.documents import Ctrl, press

PATIENCE = 60_000  # milliseconds
LEFT = Qt.MouseButton.LeftButton
MEANS = ("p.mean[1]", "q.mean[1]")
STDS = ("p.std[1]", "q.std[1]")


@pytest.fixture
def opened(qtbot, dressed):
    def window(*links, page="kl-divergence", dimension=1):
        session = Session(scene=Scene(samples=2000).resized(dimension), page=page)
        for first, second in links:
            session = linked(session, address(first), address(second))
        made = MainWindow(session)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(
            lambda: not made.worker.busy and made.frame.response is not None, timeout=PATIENCE
        )
        return made

    return window


def row(window, place):
    return window.inputs.addressed()[place]


def values(window, places):
    return tuple(address(place).get(window.store.session) for place in places)


def menu_of(qtbot, widget):
    """The menu that is open below a widget."""
    qtbot.waitUntil(
        lambda: any(each.isVisible() for each in widget.findChildren(QMenu)), timeout=PATIENCE
    )
    return next(each for each in widget.findChildren(QMenu) if each.isVisible())


def choose(menu, name):
    """A click on an entry."""
    entry = next(each for each in menu.actions() if each.text().replace("&", "") == name)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(entry).center())


def set_by_key(window, place, text):
    field = row(window, place).field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def links(window):
    return [link.places for link in window.store.session.links]


def test_a_right_click_links_two_numbers(opened, qtbot):
    window = opened()
    mean = row(window, "p.mean[1]")
    place = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, mean.mapToGlobal(place))
    QApplication.sendEvent(mean, event)
    choose(menu_of(qtbot, mean), "Link with…")
    listed = menu_of(qtbot, mean)
    names = [each.text() for each in listed.actions()]
    assert names[:4] == ["Link p mean μ with", "p std σ", "q mean μ", "q std σ"]
    assert "p mean μ" not in names
    assert len(names) == len(window.inputs.addressed()), "all but itself, and the question"
    choose(listed, "q mean μ")
    assert links(window) == [MEANS]
    assert window.status.notice.text() == "p mean μ and q mean μ keep their difference."
    assert window.isWindowModified()
    for each, other in (MEANS, MEANS[::-1]):
        button = row(window, each).buttons["link"]
        assert button.isVisible()
        assert button.isChecked()
        assert window.inputs.name_of(address(other)) in button.toolTip()
    set_by_key(window, "p.mean[1]", "0.5")
    assert values(window, MEANS) == (0.5, 1.5)
    set_by_key(window, "q.mean[1]", "0.2")
    assert values(window, MEANS) == (-0.8, 0.2)
    assert row(window, "p.mean[1]").field.text() == "−0.8"
    for _ in range(3):
        window.store.undo_stack.undo()
    assert links(window) == []
    assert values(window, MEANS) == (0.0, 1.0)
    assert not row(window, "p.mean[1]").buttons["link"].isChecked()


def test_the_icon_asks_and_unlinks(opened, qtbot):
    window = opened(STDS)
    std = row(window, "q.std[1]")
    QTest.mouseClick(std.buttons["link"], LEFT)
    menu = menu_of(qtbot, std)
    assert "p std σ" not in [each.text() for each in menu.actions()]
    choose(menu, "Unlink from p std σ")
    assert links(window) == []
    assert not std.buttons["link"].isChecked()
    set_by_key(window, "q.std[1]", "2")
    assert values(window, STDS) == (1.0, 2.0)


def test_another_takes_the_place_of_the_first(opened, qtbot):
    window = opened(STDS)
    std = row(window, "q.std[1]")
    QTest.mouseClick(std.buttons["link"], LEFT)
    choose(menu_of(qtbot, std), "q mean μ")
    assert links(window) == [("q.std[1]", "q.mean[1]")]
    assert not row(window, "p.std[1]").buttons["link"].isChecked()


def test_the_number_with_the_focus_is_linked_by_key(opened, qtbot):
    window = opened()
    press(window, Qt.Key.Key_J, Ctrl)
    assert window.status.notice.text() == "Click a number first: it is linked with another."
    std = row(window, "p.std[1]")
    std.field.setFocus()
    press(window, Qt.Key.Key_J, Ctrl)
    menu = menu_of(qtbot, std)
    for _ in range(3):  # past the question, which is no entry
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert links(window) == [STDS]
    assert window.status.notice.text() == "p std σ and q std σ keep their ratio."
    set_by_key(window, "p.std[1]", "3")
    assert values(window, STDS) == (3.0, 3.0)


def test_a_drag_moves_both_in_one_step(opened, qtbot):
    window = opened(MEANS)
    slider = row(window, "p.mean[1]").slider
    begin = QPoint(slider._x_of(slider.sliderPosition()).__round__(), slider.height() // 2)
    QTest.mousePress(slider, LEFT, pos=begin)
    for step in range(1, 11):
        QTest.mouseMove(slider, begin + QPoint(4 * step, 0))
    QTest.mouseRelease(slider, LEFT, pos=begin + QPoint(40, 0))
    one, other = values(window, MEANS)
    assert one > 0.5
    assert other == pytest.approx(one + 1.0, abs=1e-12)
    assert (
        row(window, "q.mean[1]").slider.scale.position(other)
        == row(window, "q.mean[1]").slider.sliderPosition()
    )
    assert window.store.undo_stack.count() == 1
    window.store.undo_stack.undo()
    assert values(window, MEANS) == (0.0, 1.0)


def test_play_moves_both(opened, qtbot):
    window = opened(MEANS)
    row(window, "q.mean[1]").field.setFocus()
    press(window, Qt.Key.Key_P, Ctrl)
    qtbot.waitUntil(lambda: values(window, MEANS)[1] != 1.0, timeout=PATIENCE)
    press(window, Qt.Key.Key_P, Ctrl)
    one, other = values(window, MEANS)
    assert other - one == pytest.approx(1.0, abs=1e-12)
    assert window.store.undo_stack.count() == 1


def test_commands_and_bookmarks_bring_what_they_hold(opened):
    window = opened(("p.mean[1]", "q.std[1]"))
    press(window, Qt.Key.Key_D, Ctrl)
    press(window, Qt.Key.Key_T, Ctrl)  # swap
    assert values(window, (*MEANS, *STDS)) == (1.0, 0.0, 1.0, 1.0)
    set_by_key(window, "p.mean[1]", "1.5")
    assert values(window, ("p.mean[1]", "q.std[1]")) == (1.5, 1.5), "what it had after it"
    window.services.bookmarks.go_to(0, gesture=1_000_000)
    assert values(window, (*MEANS, *STDS)) == (0.0, 1.0, 1.0, 1.0)


def test_where_one_ends_both_stop_and_it_is_said(opened):
    window = opened(("p.mean[1]", "q.correlation"), dimension=2)
    slider = row(window, "p.mean[1]").slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    end = address("q.correlation").description.parameter.maximum
    assert values(window, ("q.correlation",)) == (end,)
    assert values(window, ("p.mean[1]",))[0] < slider.scale.high
    assert "move together: one of them is at its end" in window.status.notice.text()
    count = window.store.undo_stack.count()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert slider.sliderPosition() == slider.scale.position(values(window, ("p.mean[1]",))[0])
    assert window.store.undo_stack.count() == count


def test_they_are_saved(opened, tmp_path):
    window = opened(STDS, MEANS)
    path = tmp_path / "linked.json"
    save_session(window.store.session, path)
    assert load_session(path) == window.store.session
    assert links(window) == [STDS, MEANS]


def test_a_partner_of_another_page_is_named_by_its_address(opened):
    window = opened(("p.mean[1]", "kl.batch"), page="importance-weights")
    assert row(window, "p.mean[1]").buttons["link"].toolTip() == "mean μ moves with kl.batch"
