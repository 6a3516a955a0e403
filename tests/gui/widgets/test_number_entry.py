"""Typed numbers, sliders, and what lies between them."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.core.parameter import Described, Parameter, ParameterError, described
from engine.gaussian.component import component
from engine.page.scene import Scene
from gui.widgets.number_text import field_text, parse_number
from gui.widgets.parameter_slider import ParameterSlider
from gui.widgets.slider_scale import SliderScale

SAMPLES = next(field for field in described(Scene) if field.name == "samples")
STD, MEAN = component("std"), component("mean")
ANY = Described("x", float, 0.0, (), Parameter("x", "Any."))
Key = Qt.Key


@pytest.fixture
def made(qtbot):
    """A slider that is shown, with what it proposed."""

    def make(field=MEAN):
        widget = ParameterSlider(field, field=f"p-{field.name}")
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 1e-3),
        ("1,000,000", 1e6),
        ("-1,234.5", -1234.5),
        ("10^6", 1e6),
        ("2 x 10^-3", 2e-3),
        ("-10^2", -100.0),
        ("−3", -3.0),
        (" .5 ", 0.5),
    ],
)
def test_texts_that_stand_for_numbers(text, value):
    assert parse_number(text, ANY) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1,5", "1,00", "nan", "inf", "-", "1e", "1e999", "10^999", "0x10", "1 2"]
)
def test_texts_that_do_not(text):
    with pytest.raises(ParameterError, match="x = "):
        parse_number(text, ANY)


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_a_parameter_error(text):
    with contextlib.suppress(ParameterError):
        assert math.isfinite(parse_number(text, ANY))


@pytest.mark.parametrize(
    ("value", "text"),
    [(100_000, "100,000"), (10**9, "1e9"), (25 * 10**7, "2.5e8"), (123_456_789, "123,456,789")],
)
def test_whole_numbers_in_a_narrow_field(value, text):
    assert field_text(value, whole=True) == text


@given(st.integers(100, 10**9))
def test_a_whole_number_reads_back(value):
    assert parse_number(field_text(value, whole=True), SAMPLES) == value


@pytest.mark.parametrize("field", [SAMPLES, STD, MEAN, component("correlation")])
def test_positions_and_values_agree(field):
    scale = SliderScale.of(field)
    values = [scale.value(position) for position in range(scale.steps + 1)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == field.parameter.typical
    assert all(abs(scale.position(scale.value(i)) - i) <= 2 for i in range(scale.steps + 1))
    for value in values:
        field.check(value)


@given(st.floats(-1e300, 1e300))
def test_beyond_the_typical_range_the_slider_rests_at_its_end(value):
    scale = SliderScale.of(MEAN)
    assert 0 <= scale.position(value) <= scale.steps


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
    assert widget.field.text() == "1000000"


@pytest.mark.parametrize("text", ["abc", "nan", "-1", "0", "inf", "1e13", "1;2"])
def test_nonsense_is_told_beside_the_field_and_nothing_is_proposed(made, text):
    widget = made(STD)
    enter(widget, "2")
    widget.told.clear()
    enter(widget, text)
    assert all(value > 0 for value, _ in widget.told), "half-typed numbers may be valid"
    assert widget.message.isVisible()
    assert widget.message.text().startswith("p-std = ")
    assert "from 1e-12 to 1e+12" in widget.message.text()
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


def test_a_press_on_the_groove_goes_there(made):
    widget = made()
    QTest.mouseClick(widget.slider, Qt.MouseButton.LeftButton, pos=QPoint(7, 10))
    assert widget.told[-1][0] == -5.0


def test_a_double_click_resets_slider_and_label(made):
    widget = made()
    widget.default = 1.0
    enter(widget, "3")
    QTest.mouseDClick(widget.slider, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert widget.told[-1][0] == 1.0
    enter(widget, "3")
    QTest.mouseDClick(widget.label, Qt.MouseButton.LeftButton)
    assert widget.told[-1][0] == 1.0


def test_tooltips_and_names_are_there(made):
    widget = made(STD)
    assert "Standard deviation" in widget.slider.toolTip()
    assert "from 1e-12 to 1e+12" in widget.slider.toolTip()
    assert widget.label.buddy() is widget.field
    assert widget.slider.accessibleName() == "p-std"


@pytest.fixture
def fuzzed(qtbot):
    widget = ParameterSlider(STD, field="p-std")
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_whatever_is_typed_only_valid_values_are_proposed(fuzzed):
    told = []
    fuzzed.proposed.connect(lambda value, _: told.append(value))

    @given(st.text(alphabet="0123456789.,eE+-^x naif∞−", max_size=12))
    def typed(text):
        fuzzed.field.setText("")
        fuzzed.field.insert(text)
        fuzzed.field.setModified(True)
        fuzzed.field.textEdited.emit(fuzzed.field.text())
        fuzzed.field.editingFinished.emit()

    typed()
    assert told
    assert all(1e-12 <= value <= 1e12 for value in told)
