"""A line in which a number is typed; it proposes what is valid and says what is not."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from engine.core.parameter import Described, ParameterError
from gui.base.gesture import new_gesture
from gui.widgets.number_text import (
    field_text,
    fitting_text,
    label_of,
    parse_number,
    problem_of,
)

# A half-typed number ("-", "1e") is no error yet.
WARN_AFTER = 700
INNER = 2  # pixels that Qt leaves at each end of a line, besides those of the style


class NumberField(QLineEdit):
    """Typed values of one described number, arithmetic included.

    While a valid number is typed it is proposed at once, all of one burst in one gesture.
    Nonsense stays in the field, marked, with `problem` saying why; Escape takes it back.
    Without the focus a number has as many digits as there is room for, none is cut.
    """

    proposed = Signal(object, int)  # (value, gesture)
    problem_changed = Signal(str)
    stepped = Signal(int, bool)  # arrow keys: (+1 or -1, with Shift)

    def __init__(
        self, described: Described, field: str, label: str = "", parent: QWidget | None = None
    ) -> None:
        """``field`` is the number's name in errors, ``label`` in what the window says."""
        super().__init__(parent)
        self.setObjectName("number")
        self.described = described
        self.field = field
        self.label = label or label_of(described)
        self.problem = ""
        self._value: float = described.default
        self._gesture = 0
        self._warn = QTimer(self, singleShot=True, interval=WARN_AFTER)
        self._warn.timeout.connect(self._say_what_is_wrong)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._entered)

    def set_value(self, value: float) -> None:
        """Show a value, but leave a text that already says it as it was typed."""
        touched = self.isModified() or self.problem or not self.text()
        if value == self._value and not touched:
            return
        self._value = value
        if self.isModified():
            parsed = self._parsed()
            if parsed is not None and same(parsed, value):
                self._set_problem("")
                return
        self._show_value()

    def show_problem(self, text: str) -> None:
        """Mark the field; the text that was typed stays."""
        self._set_problem(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A new burst of typing is a new step of undo."""
        self._gesture = new_gesture()
        if not self.isModified():
            self._show_text(field_text(self._value, self.described.kind is int))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The digits that there is room for."""
        super().focusOutEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other digits."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's, not this line's."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step the value, Escape takes back what was typed."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1, fine)
        elif event.key() == Qt.Key.Key_Escape and (self.isModified() or self.problem):
            self._show_value()
            self.selectAll()
        elif is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What a line of text offers, and what its row does."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.parentWidget()
        if row is not None and row.actions():
            menu.addSeparator()
            menu.addActions(row.actions())
        menu.popup(event.globalPos())

    def _typed(self) -> None:
        self._warn.start()
        value = self._parsed()
        if value is not None:
            self._set_problem("")
            self._propose(value)

    def _entered(self) -> None:
        if not self.isModified():
            return
        self._warn.stop()
        value = self._parsed()
        if value is None:
            self._say_what_is_wrong()
        else:
            self._propose(value)
            # A value that was not taken has set a problem, and its text stays.
            if not self.problem:
                self._show_value()
        self._gesture = new_gesture()

    def _propose(self, value: float) -> None:
        if not self._gesture:
            self._gesture = new_gesture()
        if not same(value, self._value) or self.problem:
            self.proposed.emit(value, self._gesture)

    def _parsed(self) -> float | int | None:
        try:
            return parse_number(self.text(), self.described, self.field)
        except ParameterError:
            return None

    def _say_what_is_wrong(self) -> None:
        self._set_problem(problem_of(self.text(), self.described, self.label))

    def _show_value(self) -> None:
        self._warn.stop()
        self._show_text(self._fitting())
        self.setModified(False)
        self._set_problem("")

    def _fit(self) -> None:
        if not (self.isModified() or self.problem or self.hasFocus()):
            self._show_text(self._fitting())

    def _show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def _fitting(self) -> str:
        """The value with all its digits while they are typed, else with those that fit."""
        if self.described.kind is int or self.hasFocus():
            return field_text(self._value, self.described.kind is int)
        room, width = self._room(), self.fontMetrics().horizontalAdvance
        return fitting_text(self._value, lambda text: width(text) <= room)

    def _room(self) -> int:
        """The pixels that the style leaves to the text."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        return self.style().subElementRect(part, option, self).width() - 2 * INNER

    def _set_problem(self, text: str) -> None:
        if text == self.problem:
            return
        self.problem = text
        self.setProperty("wrong", bool(text))
        self.style().unpolish(self)
        self.style().polish(self)
        self.problem_changed.emit(text)


def same(a: float, b: float) -> bool:
    """Whether two numbers differ by rounding alone (a correlation comes out of a covariance)."""
    return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-15)


def is_undo(event: QObject | QEvent) -> bool:
    """Whether a key asks for undo or redo."""
    undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    return isinstance(event, QKeyEvent) and (event.matches(undo) or event.matches(redo))
