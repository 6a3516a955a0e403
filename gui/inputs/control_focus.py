"""The focus for a control of the inputs, whatever it is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.widgets.input_row import InputRow
from gui.widgets.segments import Segments


def give_focus(control: QWidget) -> None:
    """To what takes the keys of a control, a field with all of its text chosen."""
    target = focus_target(control)
    target.setFocus(Qt.FocusReason.ShortcutFocusReason)
    if isinstance(target, QLineEdit):
        target.selectAll()


def focus_target(control: QWidget) -> QWidget:
    """What takes the keys of a control: the field of a row, the button that is down of several."""
    if isinstance(control, InputRow):
        return control.field
    if isinstance(control, Segments):
        return control.buttons[control.choice]
    return control
