"""The drawer below the figure: a bar that is always there, and all numbers of the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.core.quantity import Readout
from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.shell.numbers.table import NumbersTable
from gui.shell.status import Status
from gui.widgets.icon_button import IconButton

BAR, OPEN, LEAST = 32, 224, 100
MOST = 0.6  # of the room that figure and drawer share


class Drawer(QFrame):
    """Closed, it is the bar alone: a button that opens it, and where the numbers come from.

    Open, the bar is dragged to make it higher or lower.
    """

    toggled = Signal(bool)
    resized = Signal(int)  # the height that the user has given to the numbers

    def __init__(self, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.status = status
        self.opened = False
        self.wanted = 0  # height of the numbers, in pixels beside usual type; 0: the usual one
        self.button = IconButton("chevron-up", tr("Numbers"), "flat", "muted")
        self.button.set_words(tr("Numbers"))
        self.button.setToolTip(tr("All numbers of the page."))
        self.button.clicked.connect(lambda: self.toggled.emit(not self.opened))
        self.more = with_properties(QLabel(), objectName="muted")
        self.table = NumbersTable()
        self.bar = _Bar()
        self.bar.dragged.connect(self._drag)
        self._arrange()
        self.open(False)

    def open(self, opened: bool) -> None:
        """Show the numbers, or the bar alone."""
        self.opened = opened
        self.table.setVisible(opened)
        self.button.set_icon("chevron-down" if opened else "chevron-up")
        self.button.setAccessibleDescription(tr("open") if opened else tr("closed"))
        self.bar.setCursor(Qt.CursorShape.SizeVerCursor if opened else Qt.CursorShape.ArrowCursor)
        self.fit()

    def fit(self) -> None:
        """As high as wanted, where the figure can spare it."""
        height = scaled(BAR)
        if self.opened:
            around = self.parentWidget()
            most = int(MOST * around.height()) if around is not None else scaled(OPEN)
            height += max(min(scaled(self.wanted or OPEN), most), scaled(LEAST))
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    def show_readouts(
        self, readouts: Sequence[Readout], order: Sequence[str], in_chips: int
    ) -> None:
        """The numbers of a result by importance, of which so many stand above the figure."""
        self.table.show_readouts(readouts, order)
        rest = len(readouts) - in_chips
        self.more.setText(tr("{count} more").format(count=rest) if rest > 0 else "")

    def show_references(self, readouts: Sequence[Readout]) -> None:
        """The numbers of the state A, in columns beside."""
        self.table.show_references(readouts)

    def clear(self) -> None:
        """No numbers, until there are some."""
        self.table.show_readouts((), ())
        self.more.clear()

    def reveal(self, key: str) -> None:
        """Show a number among all of them."""
        if not self.opened:
            self.toggled.emit(True)
        self.table.fit()
        self.table.reveal(key)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drag(self, up: int) -> None:
        if self.opened:
            height = self.height() - scaled(BAR) + up
            self.wanted = max(round(height * OPEN / max(scaled(OPEN), 1)), LEAST)
            self.fit()
            self.resized.emit(self.wanted)

    def _arrange(self) -> None:
        self.bar.setFixedHeight(scaled(BAR))
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(4, 0, 12, 0)
        line.setSpacing(4)
        line.addWidget(self.button)
        line.addWidget(self.more)
        line.addWidget(self.status, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)


class _Bar(QWidget):
    """Says how far it is dragged upwards."""

    dragged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bottom_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._from: float | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps a drag."""
        self._from = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self._from is not None:
            up = round(self._from - event.globalPosition().y())
            if up:
                self._from -= up
                self.dragged.emit(up)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of it."""
        self._from = None
