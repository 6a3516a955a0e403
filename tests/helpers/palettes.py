"""Enter in a palette, which waits until all that fits is there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


def enter(palette, typed: str) -> None:
    """Type, press Enter, and wait until that has been done."""
    QTest.keyClicks(palette.field, typed)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    while isValid(palette) and palette.isVisible():
        QApplication.processEvents()
    QApplication.processEvents()
