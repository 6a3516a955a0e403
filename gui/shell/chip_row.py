"""The numbers that matter most, above the figure."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWhatsThis, QWidget

from engine.core.quantity import Readout
from engine.page.page import Page
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.readout_text import cell_text, infinite_notes, readout_tooltip

MOST = 5
LEAST_WIDTH, HEIGHT = 150, 48
GAP = 8


class ChipRow(QWidget):
    """As many of a page's chips as there is room for."""

    opened = Signal(str)  # the key of a number that is to be seen among all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("the numbers that matter most")
        self.chips = [_Chip() for _ in range(MOST)]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        for chip in self.chips:
            chip.pressed.connect(lambda chip=chip: self._press(chip))
            line.addWidget(chip, 1)
        self._shown: list[Readout] = []
        self.fit()

    def show_readouts(self, page: Page, readouts: Iterable[Readout]) -> None:
        """Show the first of a page's numbers, by importance, that are known."""
        known = {each.key: each for each in readouts if each.kind != "unknown"}
        order = (known[key] for key in page.by_importance() if key in known)
        self._shown = [readout for readout, _ in zip(order, range(MOST), strict=False)]
        for chip, readout in zip(self.chips, self._shown, strict=False):
            chip.show_readout(readout)
        self.fit()

    def _press(self, chip: _Chip) -> None:
        """Why a number is infinite, in a sentence; any other is shown among all numbers."""
        if chip.sentence:
            QWhatsThis.showText(chip.mapToGlobal(chip.rect().bottomLeft()), chip.sentence, chip)
        else:
            self.opened.emit(chip.key)

    @property
    def count(self) -> int:
        """How many are shown."""
        return sum(not chip.isHidden() for chip in self.chips)

    def fit(self) -> None:
        """As many as have room, in the current size of type."""
        self.setFixedHeight(scaled(HEIGHT))
        room = max((self.width() + GAP) // (scaled(LEAST_WIDTH) + GAP), 1)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < min(room, len(self._shown)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other chips."""
        super().resizeEvent(event)
        self.fit()


class _Chip(QFrame):
    """A name, a value and its error."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chip")
        self.setMinimumWidth(1)
        self.key = ""
        self.sentence = ""
        self.name = with_properties(QLabel(), objectName="name")
        self.value = with_properties(QLabel(), objectName="value")
        self.error = with_properties(QLabel(), objectName="error")
        self.name.setMinimumWidth(1)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.value)
        line.addWidget(self.error, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 4, 8, 4)
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addLayout(line)

    def show_readout(self, readout: Readout) -> None:
        """Show a number."""
        self.key = readout.key
        value, _, error = cell_text(readout).partition(" ± ")
        self.name.setText(readout.name)
        self.value.setText(value)
        self.error.setText(f"± {error}" if error else "")
        self.setToolTip(readout_tooltip(readout))
        infinite = math.isinf(readout.value)
        self.sentence = infinite_notes((readout,)) if infinite else ""
        if self.property("infinite") != infinite:
            self.setProperty("infinite", infinite)
            for widget in (self, self.name, self.value, self.error):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what stands behind the number."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
