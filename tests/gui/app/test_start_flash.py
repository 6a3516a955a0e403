"""Nothing flashes on the screen while the start page is made."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject

from gui.shell.start.page import StartPage


def test_no_part_is_a_window_of_its_own_while_it_is_made(qtbot, dressed):
    class Watcher(QObject):
        seen: ClassVar[list[str]] = []

        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
                self.seen.append(type(watched).__name__)
            return False

    watcher = Watcher()
    dressed.installEventFilter(watcher)
    page = StartPage([])
    dressed.removeEventFilter(watcher)
    qtbot.addWidget(page)
    assert watcher.seen == []
