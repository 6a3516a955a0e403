"""The row of one number: its sizes, what it offers, the mark of the pinned state."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from engine.core.parameter import ParameterError, described
from engine.gaussian.component import component
from engine.page.scene import Scene
from gui.look.style import apply_theme
from gui.look.theme import DARK, LIGHT
from gui.widgets.input_row import InputRow
from gui.widgets.slider import LEAST_WIDTH

SAMPLES = next(field for field in described(Scene) if field.name == "samples")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def row(qtbot, dressed):
    made = InputRow(component("mean"), "mean μ", "q-mean", "q")
    made.offer("play", "link", "sweep")
    qtbot.addWidget(made)
    made.resize(247, 40)
    made.show()
    qtbot.waitExposed(made)
    made.told, made.asked = [], []
    made.proposed.connect(lambda value, _: made.told.append(value))
    made.proposed.connect(lambda value, _: made.set_value(value))
    made.wanted.connect(made.asked.append)
    return made


def hover(widget, over):
    place = QPointF(5, 5)
    event = QEnterEvent(place, place, place) if over else QEvent(QEvent.Type.Leave)
    QApplication.sendEvent(widget, event)


def shown_menu(widget, place):
    """The context menu that a right click brings."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(menu):
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def test_sizes(row):
    assert row.height() == 40
    assert (row.field.width(), row.field.height()) == (64, 22)
    assert row.slider.width() >= 247
    assert row.slider.y() >= row.field.geometry().bottom()
    assert row.slider.minimumWidth() == LEAST_WIDTH == 160


def test_a_field_for_large_numbers_is_wider(qtbot, dressed):
    made = InputRow(SAMPLES)
    qtbot.addWidget(made)
    made.set_value(1_000_000)
    metrics = made.field.fontMetrics()
    assert made.field.width() - 14 >= metrics.horizontalAdvance("1,000,000")


@pytest.mark.parametrize("name", ["play", "link"])
def test_buttons_come_with_the_mouse(row, name):
    button = row.buttons[name]
    hover(row, False)  # the pointer of a test stands anywhere
    assert not button.isVisible()
    hover(row, True)
    assert button.isVisible()
    assert button.accessibleName().endswith("mean μ")
    QTest.mouseClick(button, LEFT)
    assert row.asked == [name]
    row.show_linked("")
    hover(row, False)
    assert not button.isVisible()


def test_a_linked_row_shows_it(row):
    row.show_linked("q mean μ")
    hover(row, False)
    assert row.buttons["link"].isVisible()
    assert row.buttons["link"].isChecked()
    assert row.buttons["link"].toolTip() == "mean μ moves with q mean μ"
    QTest.mouseClick(row.buttons["link"], LEFT)
    assert row.asked == ["link"]
    assert row.buttons["link"].isChecked(), "a press asks, and changes nothing"
    row.show_linked("")
    assert row.buttons["link"].toolTip() == "Link with… mean μ"
    assert not row.buttons["link"].isVisible()


def test_nothing_moves_when_the_buttons_come(row):
    before = [row.label.geometry(), row.field.geometry(), row.slider.geometry()]
    hover(row, True)
    QApplication.processEvents()
    assert [row.label.geometry(), row.field.geometry(), row.slider.geometry()] == before


def test_a_right_click_offers_play_sweep_and_reset(row):
    row.set_default(0.5)
    menu = shown_menu(row.slider, QPoint(5, 5))
    assert texts(menu) == ["Play", "Link with…", "Sweep…", "Reset to 0.5"]
    menu.actions()[2].trigger()
    assert row.asked == ["sweep"]
    menu.actions()[3].trigger()
    assert row.told == [0.5]
    menu.close()


def test_a_right_click_on_the_field_copies_too(row):
    menu = shown_menu(row.field, QPoint(5, 5))
    assert texts(menu)[-4:] == ["Play", "Link with…", "Sweep…", "Reset to 0"]
    assert any("Copy" in text for text in texts(menu))
    menu.close()


def test_the_mark_stands_where_the_pinned_value_is(row):
    def ink():
        """Columns that the mark has changed below the groove."""
        image = row.slider.grab().toImage()
        y = image.height() - 3
        return {x for x in range(image.width()) if image.pixelColor(x, y) != empty[x]}

    image = row.slider.grab().toImage()
    empty = [image.pixelColor(x, image.height() - 3) for x in range(image.width())]
    row.set_mark(2.5)
    low, high = min(ink()), max(ink())
    room = row.slider.width() - 14
    assert (low + high) / 2 == pytest.approx(7 + 0.75 * room, abs=1.5)
    row.set_mark(None)
    assert not ink()


def test_a_row_takes_another_theme_where_it_is(row):
    def colors(name):
        image = row.buttons[name].icon().pixmap(16, 16).toImage()
        return {
            image.pixelColor(x, y).name()
            for x in range(16)
            for y in range(16)
            if image.pixelColor(x, y).alpha() == 255
        }

    assert colors("play") == {LIGHT.accent.lower()}
    apply_theme(QApplication.instance(), DARK)
    assert colors("play") == {DARK.accent.lower()}


def test_a_refusal_is_said_in_the_rows_own_words(row):
    row.refuse(ParameterError("q-mean", 3, "must be at most -1e-5"))
    assert row.message.text() == "mean μ must be at most −10⁻⁵"
    assert row.field.property("wrong") is True


def test_arithmetic_is_taken_and_its_value_shown(row):
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "-sqrt(2)/2")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.told[-1] == pytest.approx(-(0.5**0.5), rel=1e-15)
    assert row.field.text() == "−0.707107"
    QTest.keyClick(row.field, Qt.Key.Key_End)
    QTest.keyClicks(row.field, "/0")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert "divides by 0" in row.message.text()


@pytest.mark.parametrize("value", [1 / 3, -1 / 3, 0.774596669, 12.3456, -123.456, 1e-5, -2.5e-4])
def test_no_digit_is_cut(row, qtbot, value):
    row.activateWindow()
    row.slider.setFocus()
    row.set_value(value)
    field = row.field
    text = field.text()
    assert field.fontMetrics().horizontalAdvance(text) <= field.width() - 10
    assert number(text) == pytest.approx(value, rel=5e-4)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert number(field.text()) == pytest.approx(value, rel=5e-6)
    row.slider.setFocus()
    assert field.text() == text


def number(text):
    return float(text.replace("−", "-"))


def test_the_menu_of_a_number_that_cannot_be_set_any_more_closes(row, qtbot):
    row.offer("play")
    menu = shown_menu(row, QPoint(5, 5))
    assert menu.isEnabled()
    row.setEnabled(False)
    assert QApplication.activePopupWidget() is None
    qtbot.waitUntil(lambda: not row.findChildren(QMenu))
