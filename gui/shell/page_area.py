"""Between the panels: a hint, the chips, the picture, and the drawer with all numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.core.quantity import Readout
from gui.base.properties import with_properties
from gui.shell.chip_row import ChipRow
from gui.shell.drawer import Drawer
from gui.shell.page_stack import PageStack
from gui.shell.play_bar import PlayBar
from gui.shell.status import Status
from gui.widgets.hint import Hint

MARGIN = 8


class PageArea(QWidget):
    """What belongs to the page that is shown."""

    def __init__(self, stack: PageStack, status: Status) -> None:
        super().__init__()
        with_properties(self, objectName="page_area")
        self.stack = stack
        self.hint = Hint()
        self.chips = ChipRow()
        self.play_bar = PlayBar()
        self.drawer = Drawer(status)
        inner = QVBoxLayout()
        inner.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inner.setSpacing(MARGIN)
        for widget in (self.hint, self.chips):
            inner.addWidget(widget)
        inner.addWidget(stack, 1)
        inner.addWidget(self.play_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inner, 1)
        column.addWidget(self.drawer)
        self.chips.opened.connect(self.drawer.reveal)
        self.chips.hovered.connect(self._highlight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawer leaves room for the figure."""
        super().resizeEvent(event)
        self.drawer.fit()

    def show_references(self, readouts: Sequence[Readout]) -> None:
        """The numbers of the state A beside those that are shown; none where nothing is pinned."""
        self.chips.show_references(readouts)
        self.drawer.show_references(readouts)

    def _highlight(self, name: str, over: bool) -> None:
        """The curves of the chip under the mouse stand out."""
        self.stack.frame().view.highlight(name if over else "")
