"""Typed numbers, sliders, and what lies between them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.core.parameter import Described, Parameter, ParameterError, described
from engine.gaussian.component import component
from engine.page.scene import Scene
from gui.widgets.input_row import InputRow
from gui.widgets.number_text import field_text, parse_number
from gui.widgets.slider_scale import FINE, SliderScale

SAMPLES = next(field for field in described(Scene) if field.name == "samples")
STD, MEAN = component("std"), component("mean")
ANY = Described("x", float, 0.0, (), Parameter("x", "Any."))
Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def made(qtbot, dressed):
    """A slider that is shown, with what it proposed."""

    def make(field=MEAN):
        widget = InputRow(field, field=f"p-{field.name}")
        widget.resize(280, 60)
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.told = []
        widget.proposed.connect(lambda value, gesture: widget.told.append((value, gesture)))
        # As the window does: what is proposed comes back.
        widget.proposed.connect(lambda value, _: widget.set_value(value))
        return widget

    return make


def enter(widget, text):
    widget.field.setFocus()
    widget.field.selectAll()
    QTest.keyClicks(widget.field, text)
    QTest.keyClick(widget.field, Key.Key_Return)


def test_a_number_is_checked_as_its_description_says():
    assert parse_number("2*pi", ANY) == math.tau
    assert parse_number("10^3/2", SAMPLES) == 500
    for text in ("abc", "1/3", "99", ""):
        with pytest.raises(ParameterError, match="must be a whole number"):
            parse_number(text, SAMPLES)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100_000, "100,000"),
        (10**9, "1e9"),
        (25 * 10**7, "2.5e8"),
        (123_456_789, "123,456,789"),
        (-3, "−3"),
    ],
)
def test_whole_numbers_in_a_narrow_field(value, text):
    assert field_text(value, whole=True) == text


@given(st.integers(100, 10**9))
def test_a_whole_number_reads_back(value):
    assert parse_number(field_text(value, whole=True), SAMPLES) == value


@pytest.mark.parametrize("field", [SAMPLES, STD, MEAN, component("correlation")])
def test_positions_and_values_agree(field):
    scale = SliderScale.of(field)
    values = [scale.value(position) for position in range(scale.last + 1)]
    steps = values[::FINE]
    assert steps == sorted(steps)
    assert (values[0], values[-1]) == field.parameter.typical
    for position in range(0, scale.last + 1, FINE):
        assert abs(scale.position(scale.value(position)) - position) <= 2 * FINE
    for value in values:
        field.check(value)


@pytest.mark.parametrize("field", [STD, MEAN, component("correlation")])
def test_between_two_steps_lie_ten_values(field):
    scale = SliderScale.of(field)
    middle = scale.last // 2 // FINE * FINE
    values = [scale.value(position) for position in range(middle, middle + FINE + 1)]
    assert values == sorted(set(values))
    assert len(f"{values[0]:.12g}") <= max(len(f"{value:.12g}") for value in values[1:-1])


@given(st.floats(-1e300, 1e300))
def test_beyond_the_typical_range_the_slider_rests_at_its_end(value):
    scale = SliderScale.of(MEAN)
    assert 0 <= scale.position(value) <= scale.last


def test_a_typed_value_is_proposed_in_one_gesture(made):
    widget = made()
    enter(widget, "2.75")
    assert [value for value, _ in widget.told] == [2.0, 2.7, 2.75]
    assert len({gesture for _, gesture in widget.told}) == 1
    enter(widget, "1")
    assert widget.told[-1][1] != widget.told[0][1]


def test_a_typed_value_may_lie_beyond_the_slider(made):
    widget = made()
    enter(widget, "1e6")
    assert widget.told[-1][0] == 1e6
    assert widget.slider.value() == widget.slider.maximum()
    assert widget.field.text() == "1e6"


@pytest.mark.parametrize("text", ["abc", "nan", "-1", "0", "inf", "1e13", "1;2"])
def test_nonsense_is_told_beside_the_field_and_nothing_is_proposed(made, text):
    widget = made(STD)
    enter(widget, "2")
    widget.told.clear()
    enter(widget, text)
    assert all(value > 0 for value, _ in widget.told), "half-typed numbers may be valid"
    assert widget.message.isVisible()
    assert "std σ takes a number from 10⁻¹² to 10¹²" in widget.message.text()
    assert "p-std" not in widget.message.text(), "the name in files and flags"
    assert widget.field.property("wrong") is True
    assert widget.field.text() == text


def test_a_half_typed_number_is_no_mistake_yet(made):
    widget = made()
    widget.field.setFocus()
    widget.field.selectAll()
    QTest.keyClicks(widget.field, "-")
    assert not widget.message.isVisible()


def test_escape_takes_nonsense_back(made):
    widget = made(STD)
    enter(widget, "abc")
    QTest.keyClick(widget.field, Key.Key_Escape)
    assert widget.field.text() == "1"
    assert not widget.message.isVisible()
    assert not widget.field.property("wrong")


def test_a_valid_value_takes_the_message_away(made):
    widget = made(STD)
    enter(widget, "abc")
    enter(widget, "3")
    assert not widget.message.isVisible()
    assert widget.told[-1][0] == 3.0


def test_keys_in_one_burst_are_one_gesture(made):
    widget = made()
    widget.slider.setFocus()
    for _ in range(3):
        QTest.keyClick(widget.slider, Key.Key_Right)
    values = [value for value, _ in widget.told]
    assert values == pytest.approx([0.1, 0.2, 0.3])
    assert len({gesture for _, gesture in widget.told}) == 1
    QTest.keyClick(widget.slider, Key.Key_Home)
    assert widget.told[-1][0] == -5.0
    QTest.keyClick(widget.slider, Key.Key_PageUp)
    assert widget.told[-1][0] == -4.0


def test_shift_makes_keys_and_arrows_in_the_field_fine(made):
    widget = made()
    QTest.keyClick(widget.slider, Key.Key_Right, SHIFT)
    assert widget.told[-1][0] == pytest.approx(0.01)
    QTest.keyClick(widget.slider, Key.Key_Right)
    assert widget.told[-1][0] == pytest.approx(0.1), "back to the steps"
    QTest.keyClick(widget.field, Key.Key_Up, SHIFT)
    assert widget.told[-1][0] == pytest.approx(0.11)
    QTest.keyClick(widget.field, Key.Key_Down)
    assert widget.told[-1][0] == pytest.approx(0.0)


def test_a_key_always_reaches_the_next_whole_number(made):
    batch = Described("batch", int, 1, (), Parameter("b", "B.", minimum=1, maximum=10**6,
                                                     typical=(1, 10_000), scale="log"))  # fmt: skip
    widget = made(batch)
    for _ in range(4):
        QTest.keyClick(widget.slider, Key.Key_Right)
    assert [value for value, _ in widget.told] == [2, 3, 4, 5]


def test_a_drag_is_one_gesture_and_follows_the_mouse(made):
    widget = made()
    slider = widget.slider
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2 + 4, 10))
    assert widget.told == [], "a press on the handle moves nothing"
    for x in (10, 20, 30):
        QTest.mouseMove(slider, QPoint(slider.width() // 2 + x, 10))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 8, 10))
    values = [value for value, _ in widget.told]
    assert values == sorted(values)
    assert len(values) == 3
    assert len({gesture for _, gesture in widget.told}) == 1


def drag(widget, xs, modifiers=Qt.KeyboardModifier.NoModifier):
    """With the left button over a widget; QTest moves the mouse without keys."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
    places = [(kinds[0], xs[0], left), *((kinds[1], x, none) for x in xs), (kinds[2], xs[-1], left)]
    for kind, x, button in places:
        place = QPointF(x, widget.height() / 2)
        held = none if kind == kinds[2] else left
        event = QMouseEvent(kind, place, widget.mapToGlobal(place), button, held, modifiers)
        QApplication.sendEvent(widget, event)


def test_shift_makes_a_drag_ten_times_as_fine(made):
    ends = []
    for modifiers in (Qt.KeyboardModifier.NoModifier, SHIFT):
        widget = made()
        middle = widget.slider.width() // 2
        drag(widget.slider, [middle, middle + 30, middle + 60], modifiers)
        ends.append(widget.told[-1][0])
        assert len({gesture for _, gesture in widget.told}) == 1
    assert ends[1] == pytest.approx(ends[0] / 10, abs=0.006)


def test_a_drag_past_the_end_comes_back_where_the_mouse_is(made):
    widget = made()
    slider = widget.slider
    middle = slider.width() // 2
    drag(slider, [middle, slider.width() + 200, middle])
    assert max(value for value, _ in widget.told) == 5.0
    assert widget.told[-1][0] == 0.0


def test_dragging_the_name_moves_the_value(made):
    widget = made()
    drag(widget.label, [5, 7])
    assert widget.told == [], "a press that trembles"
    drag(widget.label, [5, 20, 40])
    assert widget.told[-1][0] > 0.9
    assert len({gesture for _, gesture in widget.told}) == 1
    fine = widget.told[-1][0]
    drag(widget.label, [5, 25], SHIFT)
    assert 0 < widget.told[-1][0] - fine < 0.12


def test_a_press_on_the_groove_goes_there(made):
    widget = made()
    QTest.mouseClick(widget.slider, Qt.MouseButton.LeftButton, pos=QPoint(7, 10))
    assert widget.told[-1][0] == -5.0


def test_a_double_click_resets_slider_and_label(made):
    widget = made()
    widget.set_default(1.0)
    enter(widget, "3")
    QTest.mouseDClick(widget.slider, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert widget.told[-1][0] == 1.0
    enter(widget, "3")
    QTest.mouseDClick(widget.label, Qt.MouseButton.LeftButton)
    assert widget.told[-1][0] == 1.0


def test_tooltips_and_names_are_there(made):
    widget = made(STD)
    assert "Standard deviation" in widget.slider.toolTip()
    assert "from 10⁻¹² to 10¹²" in widget.slider.toolTip()
    assert widget.label.buddy() is widget.field
    assert widget.slider.accessibleName() == "std σ"
