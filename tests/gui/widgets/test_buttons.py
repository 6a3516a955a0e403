"""Segments, tiles, buttons of the rail, and buttons with icons."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup

from gui.look.style import apply_theme
from gui.look.theme import DARK, LIGHT
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton
from gui.widgets.rail_button import RailButton
from gui.widgets.segments import Segments
from gui.widgets.tile_button import TileButton

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def ink(button):
    """The full colours of its icon."""
    image = button.icon().pixmap(button.iconSize()).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colors = (image.pixelColor(*point) for point in points)
    return {color.name() for color in colors if color.alpha() == 255}


@pytest.fixture
def segments(qtbot, dressed):
    made = Segments({"1": "Curves.", "2": "A plane.", "N": "More."}, "dimension")
    made.told = []
    made.chosen.connect(made.told.append)
    made.show_choice("1")
    return shown(qtbot, made)


def test_segments_are_chosen_by_hand(segments):
    assert segments.choice == "1"
    QTest.mouseClick(segments.buttons["N"], LEFT)
    assert (segments.told, segments.choice) == (["N"], "N")
    segments.show_choice("2")
    assert segments.told == ["N"], "what is shown is not proposed"
    assert segments.buttons["2"].accessibleName() == "dimension 2"
    assert segments.buttons["2"].toolTip() == "A plane."


def test_segments_are_chosen_by_key(segments):
    segments.buttons["1"].setFocus()
    QTest.keyClick(segments.buttons["1"], Qt.Key.Key_Right)
    assert (segments.told, segments.choice) == (["2"], "2")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert (segments.told, segments.choice) == (["2", "1"], "1")


def test_a_tile_says_what_it_asks(qtbot, dressed):
    tile = TileButton("kl-divergence", "Why is my KL negative?", "A batch of 64 falls below 0.")
    told = []
    tile.clicked.connect(lambda: told.append("click"))
    tile.resize(280, 112)
    shown(qtbot, tile)
    assert tile.accessibleName() == "Why is my KL negative?"
    assert tile.accessibleDescription() == "A batch of 64 falls below 0."
    QTest.mouseClick(tile, LEFT, pos=tile.question.geometry().center())
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Space)
    assert told == ["click", "click"]


@pytest.mark.parametrize("scale", [1.0, 1.35, 2.0])
@pytest.mark.parametrize("width", [200, 280])
def test_a_tile_has_room_for_its_words(qtbot, dressed, scale, width):
    apply_theme(dressed, LIGHT.scaled(scale, 1.0))
    tile = TileButton(
        "rollouts",
        "When is the variance infinite?",
        "p/q past λ = 2: effective size, k-hat and the map of where.",
    )
    side = round(width * scale)
    tile.resize(side, tile.heightForWidth(side))
    shown(qtbot, tile)
    for label in (tile.question, tile.lines):
        assert label.height() >= label.heightForWidth(label.width())
        assert label.geometry().bottom() < tile.height()


def test_a_rail_button_folds_to_its_icon(qtbot, dressed):
    button = shown(qtbot, RailButton("kl-divergence", "KL", "Three estimators of KL(q∥p)."))
    wide = button.sizeHint().width()
    assert (button.text(), button.toolTip()) == ("KL", "Three estimators of KL(q∥p).")
    button.set_folded(True)
    assert button.text() == ""
    assert button.toolTip().startswith("KL\n")
    assert button.accessibleName() == "KL"
    assert button.sizeHint().width() < wide
    button.set_folded(False)
    assert button.text() == "KL"
    assert button.height() == 28


def test_the_page_of_now_has_the_accent(qtbot, dressed):
    buttons = [RailButton(name, name) for name in ("start", "sweep")]
    group = QButtonGroup()
    for button in buttons:
        shown(qtbot, button)
        group.addButton(button)
    buttons[0].setChecked(True)
    assert buttons[0].grab().toImage().pixelColor(1, 14).name() == LIGHT.accent.lower()
    QTest.mouseClick(buttons[1], LEFT)
    assert [button.isChecked() for button in buttons] == [False, True]


@pytest.mark.parametrize("scale", [1.0, 1.35, 2.0])
@pytest.mark.parametrize("checked", [False, True])
def test_the_longest_name_fits_the_rail(qtbot, dressed, scale, checked):
    apply_theme(dressed, LIGHT.scaled(scale, 1.0))
    pictures = []
    for width in (120, 300):
        button = RailButton("guided-search", "Guided search")
        button.setChecked(checked)
        button.resize(round(width * scale), round(28 * scale))
        shown(qtbot, button)
        pictures.append(button.grab().toImage().copy(0, 0, round(116 * scale), 28))
    assert pictures[0] == pictures[1], "nothing is cut"


def test_a_button_follows_the_theme_and_says_what_it_does(qtbot, dressed):
    button = shown(qtbot, IconButton("play", "Play std σ of q", role="accent"))
    assert button.accessibleName() == button.toolTip() == "Play std σ of q"
    assert ink(button) == {LIGHT.accent.lower()}
    apply_theme(dressed, DARK.scaled(2.0, 1.0))
    assert ink(button) == {DARK.accent.lower()}
    assert button.iconSize().height() == 32
    button.set_icon("pause", "error")
    assert ink(button) == {DARK.error.lower()}


def test_a_checked_button_has_room_for_bolder_words(qtbot, dressed):
    button = IconButton("help", "What to look for", "explanation")
    button.set_words("What to look for")
    button.setCheckable(True)
    shown(qtbot, button)
    usual = button.fontMetrics().horizontalAdvance(button.text())
    button.setChecked(True)
    QApplication.processEvents()
    assert button.sizeHint().width() >= usual + 16 + 12


def test_a_long_text_is_cut_with_a_sign(qtbot, dressed):
    label = ElidedLabel("a long text that has no room")
    label.resize(60, 20)
    shown(qtbot, label)
    assert label.cut
    label.resize(400, 20)
    assert not label.cut
    assert label.minimumSizeHint().width() < 60
