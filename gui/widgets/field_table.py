"""A table of typed fields: vectors of equal length beside each other, an entry a row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.core.parameter import Described
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.number_field import NumberField
from gui.widgets.number_text import label_of, tooltip

GAP, HEIGHT, LEAST_WIDTH = 4, 22, 48
STEPS = 100  # presses of an arrow key from one end of the typical range to the other


class FieldTable(QWidget):
    """Shows each vector in a column and proposes values of its entries, as ("logits[3]", 0.5)."""

    proposed = Signal(str, object, int)  # (entry, value, gesture)

    def __init__(self, vectors: list[Described], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, NumberField] = {}
        self._values: dict[str, float] = {}
        self._numbers: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        most = max(vector.parameter.length[1] for vector in vectors if vector.parameter.length)
        for row in range(1, most + 1):
            self._numbers.append(with_properties(QLabel(str(row)), objectName="muted"))
            self._grid.addWidget(self._numbers[-1], row, 0)
        for column, vector in enumerate(vectors, 1):
            self._add(vector, column)
        self.message = with_properties(QLabel(wordWrap=True), objectName="problem", visible=False)
        self._grid.addWidget(self.message, most + 1, 0, 1, -1)

    def show_values(self, vector: Described, values: tuple[float, ...]) -> None:
        """Show the session's values, and as many fields."""
        for index in range(1, _longest(vector) + 1):
            field = self.fields[vector.entry(index).name]
            if index <= len(values):
                self._values[field.field] = values[index - 1]
                field.set_value(values[index - 1])
            field.setVisible(index <= len(values))
            self._numbers[index - 1].setVisible(index <= len(values))

    def show_problem(self, entry: str, text: str) -> None:
        """Mark a field and say below why its value was not taken."""
        self.fields[entry].show_problem(text)

    def _add(self, vector: Described, column: int) -> None:
        heading = QLabel(label_of(vector))
        heading.setAlignment(Qt.AlignmentFlag.AlignRight)
        heading.setContentsMargins(0, 0, scaled(5), 0)
        heading.setToolTip(tooltip(vector))
        self._grid.addWidget(heading, 0, column)
        self._grid.setColumnStretch(column, 1)
        for index in range(1, _longest(vector) + 1):
            field = self._field(vector.entry(index))
            field.setAccessibleName(f"{label_of(vector)} {index}")
            self._grid.addWidget(field, index, column)

    def _field(self, entry: Described) -> NumberField:
        field = NumberField(entry, entry.name, entry.name)
        field.setFixedHeight(scaled(HEIGHT))
        field.setMinimumWidth(scaled(LEAST_WIDTH))
        field.setToolTip(tooltip(entry))
        field.proposed.connect(lambda value, by: self.proposed.emit(entry.name, value, by))
        field.stepped.connect(lambda direction, fine: self._step(entry, direction, fine))
        field.problem_changed.connect(self._say_problems)
        self.fields[entry.name] = field
        return field

    def _step(self, entry: Described, direction: int, fine: bool) -> None:
        parameter = entry.parameter
        low, high = parameter.typical or (parameter.minimum, parameter.maximum)
        step = (high - low) / (10 * STEPS if fine else STEPS)
        value = self._values[entry.name] + direction * step
        value = round(min(max(value, parameter.minimum), parameter.maximum), 10)
        self.proposed.emit(entry.name, value, new_gesture())

    def _say_problems(self) -> None:
        text = next((field.problem for field in self.fields.values() if field.problem), "")
        self.message.setText(text)
        self.message.setVisible(bool(text))


def _longest(vector: Described) -> int:
    assert vector.parameter.length is not None
    return vector.parameter.length[1]
