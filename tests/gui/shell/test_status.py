"""What the bar below a page says."""

import pytest
from PySide6.QtGui import QFontDatabase

from gui.look.qt_words import speak
from gui.shell.status import Status


@pytest.mark.parametrize(("families", "said"), [([], True), (["Noto Sans CJK SC"], False)])
def test_a_machine_without_chinese_signs_is_told_of(qtbot, dressed, monkeypatch, families, said):
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: families)
    status = Status()
    qtbot.addWidget(status)
    assert "font" not in status.notice.text()
    speak(dressed, "zh")
    status.show_words()
    assert ("fonts-noto-cjk" in status.notice.text()) is said
