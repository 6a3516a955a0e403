"""The rows of the input panel: names stand whole in either language, and the distances are even."""

import pytest
from PySide6.QtWidgets import QApplication

from engine.core.words import speak
from engine.page.page import all_pages
from engine.session.session import Session
from gui.base.scaling import scaled
from gui.shell.input_panel import WIDTH, InputPanel
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.input_row import InputRow
from gui.widgets.labelled_line import BOX, HEIGHT, LabelledLine

ROW = 40
HIGH = 824  # of the panel, in a window of 860


def shown(qtbot, page, dimension=1):
    panel = InputPanel()
    qtbot.addWidget(panel)
    session = Session(page=page.name)
    panel.resize(scaled(WIDTH), HIGH)
    panel.show()
    panel.show_session(session.replace(scene=session.scene.resized(dimension)))
    QApplication.processEvents()
    return panel


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("dimension", [1, 2, 5])
@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_no_name_is_cut(qtbot, dressed, language, dimension, page):
    speak(language)
    panel = shown(qtbot, page, dimension)
    panel.options.more.setChecked(True)
    panel.grab()
    speak("en")
    names = [name for name in panel.findChildren(ElidedLabel) if name.isVisible()]
    assert [name.text() for name in names if name.cut] == []


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_rows_are_of_one_height(qtbot, dressed, page):
    panel = shown(qtbot, page)
    rows = [row for row in panel.findChildren(InputRow) if row.isVisible()]
    lines = [line for line in panel.findChildren(LabelledLine) if line.isVisible()]
    qtbot.waitUntil(lambda: {row.height() for row in rows} == {scaled(ROW)})  # laid out in turns
    assert {line.height() for line in lines} <= {scaled(HEIGHT)}
    assert {line.label.buddy().height() for line in lines} <= {scaled(BOX)}
    assert panel.options.column.spacing() == 0, "a row keeps its distance itself"


def test_pages_without_a_task_need_no_scroll_bar(qtbot, dressed):
    long = {"gates"}  # eleven numbers
    for page in all_pages():
        if "task" not in page.inputs and page.name not in long:
            panel = shown(qtbot, page)
            panel.grab()
            assert panel.verticalScrollBar().maximum() == 0, page.name
