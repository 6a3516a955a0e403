"""Chips: a number, its error, its curve's key; pressed by hand and key."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.core.quantity import Quantity
from gui.look.style import apply_theme
from gui.look.theme import DARK, LIGHT
from gui.widgets.chip import Chip

K1 = Quantity("k1.mean", "k1", "", help="The mean of −log w.", name="mean of k1")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chip(qtbot, dressed):
    made = Chip("k1")
    qtbot.addWidget(made)
    made.show_readout(K1.estimated(0.53812, 0.00123))
    made.resize(176, 48)
    made.show()
    qtbot.waitExposed(made)
    made.told = []
    made.clicked.connect(lambda: made.told.append("click"))
    made.hovered.connect(made.told.append)
    return made


def pixels(widget):
    image = widget.grab().toImage()
    return [
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    ]


def test_a_value_with_its_error(chip):
    assert chip.height() == 48
    assert (chip.value.text(), chip.error.text()) == ("0.5381", "± 0.0012")
    assert chip.accessibleName() == "k1: 0.5381 ± 0.0012"
    assert "mean of k1 = 0.5381 ± 0.0012" in chip.toolTip()
    assert "The mean of −log w." in chip.toolTip()
    chip.show_readout(K1.exact(-0.5))
    assert (chip.value.text(), chip.error.text()) == ("−0.5", "")


def test_the_pinned_value_and_a_word_stand_beside_the_name(chip):
    assert not chip.reference.isVisible()
    chip.show_reference(K1.exact(0.1627))
    chip.show_readout(replace(K1, caution="biased").estimated(0.53812, 0.00123))
    assert chip.reference.isVisible()
    assert chip.accessibleName() == "k1: 0.5381 ± 0.0012 (biased, A 0.1627)"
    chip.show_reference(None)
    chip.show_readout(K1.estimated(0.53812, 0.00123))
    assert not chip.reference.isVisible()
    assert chip.accessibleName() == "k1: 0.5381 ± 0.0012"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_an_infinite_value_is_amber_and_says_why(chip, theme):
    apply_theme(QApplication.instance(), theme)
    assert theme.warning_background.lower() not in pixels(chip)
    chip.show_readout(K1.exact(math.inf, "infinite: lam = 4.33 >= 2"))
    assert chip.value.text() == "∞"
    assert chip.sentence == "infinite: lam = 4.33 >= 2"
    assert chip.warning.isVisible()
    assert "infinite" in chip.accessibleName()
    assert pixels(chip).count(theme.warning_background.lower()) > 2000
    chip.show_readout(K1.exact(1.0))
    assert not chip.warning.isVisible()
    assert theme.warning_background.lower() not in pixels(chip)


def test_what_is_unknown_says_so(chip):
    chip.show_readout(K1.unknown("own data have no exact value"))
    assert (chip.value.text(), chip.error.text()) == ("unknown", "")
    assert chip.sentence == "own data have no exact value"


def test_it_is_the_key_of_its_curve(chip):
    assert not chip.sample.isVisible()
    chip.name.setText("the mean of k1")
    plain = chip.name.sizeHint().width()
    chip.show_curve(lambda painter, place: painter.fillRect(place, LIGHT.k1), LIGHT.ink("k1"))
    assert chip.sample.isVisible()
    assert LIGHT.k1.lower() in pixels(chip.sample)
    chip.layout().activate()
    assert chip.name.width() == chip.name.sizeHint().width() > plain
    chip.show_curve(None)
    assert not chip.sample.isVisible()
    chip.show_hidden(True)
    assert chip.property("hushed") is True


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_press_it(chip, key):
    chip.setFocus()
    QTest.keyClick(chip, key)
    assert chip.told.count("click") == 1


def test_the_mouse_presses_it_and_says_that_it_is_there(chip):
    QTest.mouseClick(chip, LEFT)
    QTest.mouseClick(chip.value, LEFT)
    assert chip.told.count("click") == 2
    QTest.mousePress(chip, LEFT, pos=QPoint(5, 5))
    QTest.mouseRelease(chip, LEFT, pos=QPoint(5, 500))
    assert chip.told.count("click") == 2, "let go elsewhere"
    chip.told.clear()
    place = QPointF(5, 5)
    QApplication.sendEvent(chip, QEnterEvent(place, place, place))
    QApplication.sendEvent(chip, QEvent(QEvent.Type.Leave))
    assert chip.told == [True, False]


@pytest.mark.parametrize("scale", [1.0, 1.35, 2.0])
def test_the_value_is_never_cut(qtbot, dressed, scale):
    apply_theme(dressed, LIGHT.scaled(scale, 1.0))
    made = Chip("a very long name of a quantity")
    qtbot.addWidget(made)
    made.show_readout(K1.estimated(-8.64e-5, 1.2e-6))
    made.resize(made.minimumSizeHint())
    made.show()
    qtbot.waitExposed(made)
    assert made.name.cut
    assert made.value.width() >= made.value.fontMetrics().horizontalAdvance(made.value.text())
    for label in (made.name, made.value, made.error):
        assert label.geometry().bottom() <= made.height()
        assert label.height() >= label.fontMetrics().height() - 1
