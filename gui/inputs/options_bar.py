"""A page's own controls, made from the description of its page's options."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QWidget

from engine.core.parameter import Described, ParameterError, ParameterSet, described
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.boxes import ChoiceBox, CountBox
from gui.widgets.columns_layout import ColumnsLayout
from gui.widgets.input_row import ROW_WIDTH, InputRow
from gui.widgets.number_text import label_of, tooltip

FEW = 100
SPIN_WIDTH = 64


class OptionsBar(QWidget):
    """Shows the options of one page and proposes others.

    A number is a slider with a typed value, a choice a box, a switch a check mark. Advanced
    ones with their default are put away until a button asks for them; vectors are left to the view.
    """

    proposed = Signal(object, int, str)  # (options, gesture, what changed)

    def __init__(self, options: type[ParameterSet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options()
        self._dimension = 1
        self._own_data = False
        self.controls: dict[str, QWidget] = {}
        alone = [field for field in described(options) if not field.vector]
        self._holders = {field.name: self._control(field) for field in alone}
        line = ColumnsLayout(scaled(ROW_WIDTH), self)
        line.setContentsMargins(0, 0, 0, 0)
        for holder in self._holders.values():
            line.addWidget(holder)
        self.more = with_properties(QToolButton(), text="More", checkable=True)
        self.more.setToolTip("Show the controls that are seldom needed.")
        self.more.setVisible(any(field.parameter.advanced for field in alone))
        self.more.toggled.connect(
            lambda _on: self.show_options(self._options, self._dimension, self._own_data)
        )
        line.addWidget(self.more)

    def show_options(
        self, options: ParameterSet, dimension: int = 1, own_data: bool = False
    ) -> None:
        """Show the session's options, those that do something in this dimension, or with own
        data in the place of samples."""
        self._options, self._dimension, self._own_data = options, dimension, own_data
        for field in described(type(options)):
            wanted = field.parameter.does_something(options, dimension, own_data)
            if field.parameter.advanced and not self.more.isChecked():
                wanted = wanted and getattr(options, field.name) != field.default
            if field.name in self._holders:
                self._holders[field.name].setVisible(wanted)
        for name, control in self.controls.items():
            value = getattr(options, name)
            if isinstance(control, InputRow):
                control.set_value(value)
            elif isinstance(control, CountBox):
                with QSignalBlocker(control):
                    control.setValue(value)
            elif isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, ChoiceBox):
                control.show_choice(value)

    def _control(self, field: Described) -> QWidget:
        if field.choices:
            return self._choice(field)
        if field.kind is int and field.parameter.scale == "linear" and _few(field):
            return self._count(field)
        if field.kind is bool:
            box = QCheckBox(field.parameter.label)
            box.setToolTip(field.parameter.help)
            box.clicked.connect(lambda on: self._propose(field, on, new_gesture()))
            self.controls[field.name] = box
            return box
        slider = InputRow(field)
        slider.proposed.connect(lambda value, gesture: self._propose(field, value, gesture))
        self.controls[field.name] = slider
        return slider

    def _choice(self, field: Described) -> QWidget:
        box = ChoiceBox(field.choices, dict(field.parameter.shown_as))
        box.chosen.connect(lambda choice: self._propose(field, choice, new_gesture()))
        return self._labelled(field, box)

    def _count(self, field: Described) -> QWidget:
        parameter = field.parameter
        box = CountBox(int(parameter.minimum), int(parameter.maximum))
        box.setFixedWidth(scaled(SPIN_WIDTH))
        box.valueChanged.connect(lambda value: self._propose(field, value, new_gesture()))
        return self._labelled(field, box)

    def _labelled(self, field: Described, box: QWidget) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(8)
        label = QLabel(label_of(field))
        label.setBuddy(box)
        box.setAccessibleName(field.parameter.label)
        for widget in (label, box):
            widget.setToolTip(tooltip(field))
        line.addWidget(label)
        line.addStretch(1)
        line.addWidget(box)
        self.controls[field.name] = box
        return holder

    def _propose(self, field: Described, value: Any, gesture: int) -> None:
        try:
            options = self._options.replace(**{field.name: value})
        except ParameterError as error:
            control = self.controls[field.name]
            if isinstance(control, InputRow):
                control.refuse(error)
            return
        self.proposed.emit(options, gesture, field.parameter.label)


def _few(field: Described) -> bool:
    """Whether a spin box reaches every typical value in a few steps."""
    low, high = field.parameter.typical or (field.parameter.minimum, field.parameter.maximum)
    return high - low <= FEW and field.parameter.maximum < 2**31
