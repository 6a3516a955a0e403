"""Rows of typed fields: options that belong together, such as one number for every action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.core.parameter import Described
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.number_field import NumberField
from gui.widgets.parameter_slider import tooltip

FIELD_WIDTH = 42
STEPS = 100  # presses of an arrow key from one end of the typical range to the other


class FieldRows(QWidget):
    """Shows the options of each row side by side and proposes values."""

    proposed = Signal(str, object, int)  # (option, value, gesture)

    def __init__(self, options: list[Described], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, NumberField] = {}
        self._values: dict[str, float] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3)
        self._grid.setVerticalSpacing(3)
        names = list(dict.fromkeys(each.parameter.row for each in options))
        for row, name in enumerate(names):
            label = QLabel(name)
            label.setContentsMargins(0, 0, 5, 0)
            self._grid.addWidget(label, row, 0)
            for column, each in enumerate((o for o in options if o.parameter.row == name), 1):
                self._grid.addWidget(self._field(each), row, column)
        self.message = with_properties(QLabel(wordWrap=True), objectName="problem", visible=False)
        self._grid.addWidget(self.message, len(names), 0, 1, -1)

    def show_value(self, option: str, value: float, wanted: bool) -> None:
        """Show the session's value, if the option does something."""
        self._values[option] = value
        field = self.fields[option]
        field.set_value(value)
        field.setVisible(wanted)

    def show_problem(self, option: str, text: str) -> None:
        """Mark a field and say below why its value was not taken."""
        self.fields[option].show_problem(text)

    def _field(self, option: Described) -> NumberField:
        field = NumberField(option, option.name)
        field.setFixedWidth(scaled(FIELD_WIDTH))
        field.setToolTip(tooltip(option).replace("; double click resets", ""))
        field.setAccessibleName(option.parameter.label)
        field.proposed.connect(lambda value, by: self.proposed.emit(option.name, value, by))
        field.stepped.connect(lambda direction: self._step(option, direction))
        field.problem_changed.connect(self._say_problems)
        self.fields[option.name] = field
        return field

    def _step(self, option: Described, direction: int) -> None:
        parameter = option.parameter
        low, high = parameter.typical or (parameter.minimum, parameter.maximum)
        value = self._values[option.name] + direction * (high - low) / STEPS
        value = round(min(max(value, parameter.minimum), parameter.maximum), 10)
        self.proposed.emit(option.name, value, new_gesture())

    def _say_problems(self) -> None:
        text = next((field.problem for field in self.fields.values() if field.problem), "")
        self.message.setText(text)
        self.message.setVisible(bool(text))
