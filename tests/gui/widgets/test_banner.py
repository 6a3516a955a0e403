"""The line of what must be known first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.widgets.banner import Banner

LONG = "A sentence that is so long that it cannot have room in a line of this width, by far."


@pytest.fixture
def banner(qtbot):
    made = Banner()
    qtbot.addWidget(made)
    made.resize(260, 30)
    made.show()
    return made


def test_no_sentence_no_line(banner):
    banner.show_sentences(("It is loud.",))
    assert banner.isVisible()
    banner.show_sentences(())
    assert not banner.isVisible()


def test_a_sentence_that_fits_has_nothing_to_open(banner):
    banner.show_sentences(("It is loud.",))
    assert banner.line.text() == "It is loud."
    assert banner.more.isHidden()


@pytest.mark.parametrize("sentences", [(LONG,), ("One.", "Two."), (LONG, "Two.", "Three.")])
def test_one_line_until_it_is_pressed(banner, qtbot, sentences):
    banner.show_sentences(sentences)
    banner.adjustSize()
    banner.resize(260, banner.sizeHint().height())
    height = banner.sizeHint().height()
    assert height < 40, "one line, however much there is to say"
    qtbot.waitUntil(banner.more.isVisible)
    QTest.mouseClick(banner.more, Qt.MouseButton.LeftButton)
    assert banner.label.isVisible()
    assert banner.label.text() == "\n".join(sentences)
    QTest.mouseClick(banner.more, Qt.MouseButton.LeftButton)
    assert not banner.label.isVisible()
