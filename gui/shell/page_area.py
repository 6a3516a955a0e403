"""Between the panels: a hint, the chips, the picture, and the drawer with all numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from engine.core.quantity import Readout
from gui.base.discard import discard_now
from gui.base.properties import with_properties
from gui.shell.chip_row import ChipRow
from gui.shell.drawer import Drawer
from gui.shell.page_stack import PageStack
from gui.shell.play_bar import PlayBar
from gui.shell.status import Status
from gui.widgets.hint import Hint

MARGIN = 8


class PageArea(QWidget):
    """What belongs to the page that is shown; `make_parts` fills it."""

    numbers_wanted = Signal(bool)  # the drawer open or closed
    numbers_resized = Signal(int)  # its height

    def __init__(self, stack: PageStack, status: Status) -> None:
        super().__init__()
        with_properties(self, objectName="page_area")
        self.stack, self.status = stack, status
        self.hint = Hint()
        self._inner = QVBoxLayout()
        self._inner.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._inner.setSpacing(MARGIN)
        self._inner.addWidget(self.hint)
        self._inner.addWidget(stack, 1)
        self.play_bar = PlayBar()
        self._inner.addWidget(self.play_bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._inner, 1)
        self._bare = False

    def set_bare(self, bare: bool) -> None:
        """The chips and the picture alone, or the drawer again."""
        self._bare = bare
        self.drawer.setVisible(not bare)

    def in_order(self) -> list[QWidget]:
        """From top to bottom."""
        return [self.chips, self.stack.frame(), self.drawer]

    def make_parts(self) -> None:
        """Chips and drawer, in the current size of type."""
        self.chips = ChipRow()
        self.drawer = Drawer(self.status)
        self._inner.insertWidget(1, self.chips)
        self._column.addWidget(self.drawer)
        self.drawer.setVisible(not self._bare)
        self.chips.opened.connect(self.drawer.reveal)
        self.chips.hovered.connect(self._highlight)
        self.chips.toggled.connect(lambda name, on: self.stack.frame().view.toggle(name, on))
        self.drawer.toggled.connect(self.numbers_wanted)
        self.drawer.resized.connect(self.numbers_resized)

    def discard_parts(self) -> None:
        """Before type changes its size, while nothing is under way in them."""
        self.status.setParent(self)  # it outlives the drawer
        for part in (self.chips, self.drawer):
            discard_now(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawer leaves room for the figure."""
        super().resizeEvent(event)
        if isValid(self.drawer):  # which another one has yet to take the place of
            self.drawer.fit()

    def show_references(self, readouts: Sequence[Readout]) -> None:
        """The numbers of the state A beside those that are shown; none where nothing is pinned."""
        self.chips.show_references(readouts)
        self.drawer.show_references(readouts)

    def _highlight(self, name: str, over: bool) -> None:
        """The curves of the chip under the mouse stand out."""
        self.stack.frame().view.highlight(name if over else "")
