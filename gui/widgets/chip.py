"""One number that matters, above the figure: its name, value and error, and its curve's key."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.core.quantity import Readout
from engine.core.shown_numbers import shown_name, shown_pair, shown_value, shown_words
from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon_pixmap
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.key_sample import KeySample, Paint
from gui.widgets.restyle import restyle

HEIGHT, LEAST_WIDTH = 48, 120
PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
LONG = 15  # signs of a value and its error beyond which they are set smaller, to stand whole


class Chip(QFrame):
    """Says when the mouse is over it or the focus in it, and when it is pressed, by hand or key.

    ``sentence`` is why the value is infinite or unknown; such a chip is amber.
    """

    hovered = Signal(bool)
    clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setProperty("pressable", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.sentence = ""
        self.sample = KeySample()
        self.name = with_properties(ElidedLabel(name), objectName="name")
        self.badge = with_properties(QLabel(), objectName="badge", visible=False)
        self.reference = with_properties(QLabel(), objectName="reference", visible=False)
        self.warning = with_properties(QLabel(), objectName="warning", visible=False)
        self.value = with_properties(QLabel(), objectName="value")
        self.error = with_properties(ElidedLabel(), objectName="error")
        for small in (self.badge, self.reference):
            small.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._arrange()

    def show_readout(self, readout: Readout) -> None:
        """Its value, with the standard error of an estimate; or in words why there is none."""
        infinite = math.isinf(readout.value)
        self.sentence = shown_words(tr(readout.note)) if infinite or not known(readout) else ""
        if infinite and not self.sentence:
            self.sentence = tr("It has no finite value.")
        self.badge.setText(tr(readout.quantity.caution))
        self.badge.setVisible(bool(readout.quantity.caution))
        if not known(readout):
            self._show(tr("unknown"), "")
        elif readout.standard_error is None:
            self._show(shown_value(readout.value), "")
        else:
            value, error = shown_pair(readout.value, readout.standard_error)
            self._show(value, f"± {error}")
        long = len(self.value.text()) + len(self.error.text()) > LONG
        restyle(self, infinite=infinite, long=long)
        self._draw_warning()
        number = f"{shown_name(tr(readout.name))} = {self.value.text()} {self.error.text()}"
        tip = [number.strip(), shown_words(tr(readout.help)), self.sentence]
        self.setToolTip("\n".join(part for part in tip if part))

    def show_reference(self, readout: Readout | None) -> None:
        """The value that the pinned state has; None while none is pinned."""
        text = f"A {shown_value(readout.value)}" if readout is not None and known(readout) else ""
        self.reference.setText(text)
        self.reference.setVisible(bool(text))
        self._name()

    def show_curve(self, key: Paint | None, ink: str = "") -> None:
        """The key of its curve: a piece of it, and the name in its colour (#rrggbb)."""
        self.sample.show_key(key)
        sheet = f"color: {ink}; font-weight: 600;" if ink else ""
        if sheet != self.name.styleSheet():
            self.name.setStyleSheet(sheet)
            self._lines.activate()  # bolder words are wider, and no request to lay them out comes

    def show_hidden(self, hidden: bool) -> None:
        """Whether its curve is hidden now."""
        restyle(self, hushed=hidden)

    def minimumSizeHint(self) -> QSize:
        """Room for the whole value; the name and the error may be cut."""
        hint = super().minimumSizeHint()
        return QSize(max(hint.width(), scaled(LEAST_WIDTH)), hint.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press of the left button, let go over the chip."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken, so that the release comes here too."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it."""
        if event.key() in PRESSES:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.hovered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, another sign."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_warning()

    def _draw_warning(self) -> None:
        infinite = bool(self.property("infinite"))
        if infinite:
            self.warning.setPixmap(icon_pixmap("warning", current_theme(), "warning", 14))
        self.warning.setVisible(infinite)

    def _show(self, value: str, error: str) -> None:
        self.value.setText(value)
        self.error.setText(error)
        self._name()

    def _name(self) -> None:
        """All that it shows, for a screen reader."""
        texts = (self.badge.text(), self.reference.text(), self.sentence)
        number = f"{self.value.text()} {self.error.text()}".strip()
        words = ", ".join(part for part in texts if part)
        self.setAccessibleName(f"{self.name.text()}: {number}" + (f" ({words})" if words else ""))

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.sample)
        top.addWidget(self.name)
        top.addWidget(self.badge)
        top.addStretch(1)
        top.addWidget(self.reference)
        top.addWidget(self.warning)
        below = QHBoxLayout()
        below.setSpacing(5)
        below.addWidget(self.value, 0, Qt.AlignmentFlag.AlignBaseline)
        below.addWidget(self.error, 1, Qt.AlignmentFlag.AlignBaseline)
        column = self._lines = QVBoxLayout(self)
        column.setContentsMargins(scaled(11), scaled(4), scaled(8), scaled(3))
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(below)
        self.setFixedHeight(scaled(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


def known(readout: Readout) -> bool:
    """Whether there is a value at all."""
    return readout.kind != "unknown"
