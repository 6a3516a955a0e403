"""A name and what is chosen or counted beside it, on one line of a panel."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.base.scaling import scaled
from gui.widgets.elided_label import ElidedLabel

HEIGHT, BOX = 27, 24  # pixels: of the line, and of what stands in it
GAP, CLOSE = 8, 3  # beside the name, and between boxes


class LabelledLine(QWidget):
    """The name at the left, the boxes at the right; the first of them has the name's key."""

    def __init__(
        self, text: str, *boxes: QWidget, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.label = ElidedLabel(text)
        self.label.setBuddy(boxes[0])
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(scaled(CLOSE))
        line.addWidget(self.label)
        line.addSpacing(scaled(GAP - CLOSE))
        line.addStretch(1)
        for box in boxes:
            box.setFixedHeight(scaled(BOX))
            line.addWidget(box)
        for widget in (self.label, *boxes) if tip else ():
            widget.setToolTip(tip)
        self.setMinimumHeight(scaled(HEIGHT))
