"""What must be known first: two lines beside the chips, and all of it by a press."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.page.calm import Calm
from gui.shell.notice import Notice

LONG = "A sentence that is so long that it cannot have room in two lines of this one. " * 2


@pytest.fixture
def notice(qtbot):
    made = Notice()
    qtbot.addWidget(made)
    made.resize(300, 48)
    made.show()
    return made


def test_nothing_to_say_nothing_to_see(notice):
    notice.show_sentences(("It is loud.",))
    assert notice.isVisible()
    assert notice.lines.lines() == ["It is loud."]
    notice.show_sentences(())
    assert not notice.isVisible()


@pytest.mark.parametrize("sentences", [(LONG,), ("One.", LONG), (LONG, "Two.", "Three.")])
@pytest.mark.parametrize("by_key", [False, True])
def test_two_lines_and_all_of_it_by_a_press(notice, qtbot, sentences, by_key):
    notice.show_sentences(sentences)
    assert notice.height() == 48
    lines = notice.lines.lines()
    assert len(lines) == 2
    assert lines[1].endswith("…")
    if by_key:
        QTest.keyClick(notice, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(notice, Qt.MouseButton.LeftButton)
    opened = QApplication.activePopupWidget()
    assert opened.label.text() == "\n".join(sentences)
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_good_news_is_no_warning(notice):
    notice.show_sentences((Calm("Healthy."), Calm("Drawn here.")))
    assert (notice.property("calm"), notice.lines.role) == (True, "good")
    notice.show_sentences((Calm("Healthy."), "Which policy is which is not certain."))
    assert (notice.property("calm"), notice.lines.role) == (False, "warning")


@pytest.mark.parametrize(
    ("sentence", "lines"),
    [
        ("Healthy. The mean ratio is 1.0.", ["Healthy", "The mean ratio is 1.0."]),
        ("正常。平均比值为 1.0。", ["正常", "平均比值为 1.0。"]),
        ("Var w is 0.98 of it", ["Var w is 0.98 of it"]),
    ],
)
def test_a_short_first_sentence_is_a_heading(notice, sentence, lines):
    notice.show_sentences((sentence,))
    assert notice.lines.lines() == lines
    assert (notice.lines.headed is not None) == (len(lines) == 2)
