"""The drawer below the figure: a bar that is always there, and all numbers of the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from engine.core.quantity import Readout
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.icons import icon, icon_size
from gui.look.theme import Theme
from gui.shell.status import Status
from gui.widgets.readout_table import ReadoutTable

BAR, OPEN = 32, 224


class Drawer(QFrame):
    """Closed, it is the bar alone: a button that opens it, and where the numbers come from."""

    toggled = Signal(bool)

    def __init__(self, status: Status, theme: Theme, parent: Widget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.status = status
        self.opened = False
        self.button = with_properties(QToolButton(), text="Numbers", objectName="flat")
        self.button.setToolTip("All numbers of the page.")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.clicked.connect(lambda: self.toggled.emit(not self.opened))
        self.more = with_properties(QLabel(), objectName="muted")
        self.table = ReadoutTable(theme)
        self._rows = 0
        self._arrange()
        self.set_theme(theme)
        self.open(False)

    def open(self, opened: bool) -> None:
        """Show the numbers, or the bar alone."""
        self.opened = opened
        self.table.setVisible(opened)
        self.setFixedHeight(scaled(BAR + OPEN if opened else BAR))
        self.button.setIcon(icon("chevron-down" if opened else "chevron-up", self._theme, "muted"))
        self.button.setAccessibleDescription("open" if opened else "closed")

    def show_readouts(self, readouts: tuple[Readout, ...], in_chips: int) -> None:
        """The numbers of a result, of which so many stand above the figure."""
        self.table.show_readouts(readouts)
        rest = len(readouts) - in_chips
        self.more.setText(f"{rest} more" if rest > 0 else "")

    def set_theme(self, theme: Theme) -> None:
        """In these colours."""
        self._theme = theme
        self.table.theme = theme
        self.button.setIconSize(icon_size(theme))
        self.bar.setFixedHeight(scaled(BAR))
        self.open(self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many rows as fit."""
        super().resizeEvent(event)
        self.table.limit_height(max(self.height() - scaled(BAR), 0))

    def _arrange(self) -> None:
        self.bar = with_properties(Widget(), objectName="bottom_bar")
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(4, 0, 12, 0)
        line.setSpacing(4)
        line.addWidget(self.button)
        line.addWidget(self.more)
        line.addWidget(self.status, 1)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table)
        column.addStretch(1)
