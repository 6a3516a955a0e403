"""A menu of a widget that may be disabled while the menu is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QMenu, QWidget


class ChildMenu(QMenu):
    """Goes when it is closed, and with its widget; closes where that is disabled, and the menu with
    it: what stays open would take neither mouse nor keys."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def changeEvent(self, event: QEvent) -> None:
        """Disabled, it closes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self.close()
