"""A page's own controls, made from the description of its study's options."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from engine.parameter import Described, ParameterError, ParameterSet, described
from gui.gesture import new_gesture
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.parameter_slider import ParameterSlider, tooltip


class OptionsBar(QWidget):
    """Shows the options of one study and proposes others.

    A number is a slider with a typed value, a choice a box, a switch a check mark.
    """

    proposed = Signal(object, int, str)  # (options, gesture, what changed)

    def __init__(self, options: type[ParameterSet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options()
        self.controls: dict[str, QWidget] = {}
        line = FlowLayout(self)
        for field in described(options):
            line.addWidget(self._control(field))

    def show_options(self, options: ParameterSet) -> None:
        """Show the session's options."""
        self._options = options
        for name, control in self.controls.items():
            value = getattr(options, name)
            if isinstance(control, ParameterSlider):
                control.set_value(value)
            elif isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, QComboBox):
                control.setCurrentText(value)

    def _control(self, field: Described) -> QWidget:
        if field.choices:
            return self._choice(field)
        if field.kind is bool:
            box = QCheckBox(field.parameter.label)
            box.setToolTip(field.parameter.help)
            box.clicked.connect(lambda on: self._propose(field, on, new_gesture()))
            self.controls[field.name] = box
            return box
        slider = ParameterSlider(field, compact=True)
        slider.proposed.connect(lambda value, gesture: self._propose(field, value, gesture))
        self.controls[field.name] = slider
        return slider

    def _choice(self, field: Described) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        box = QComboBox()
        box.addItems(list(field.choices))
        box.setAccessibleName(field.parameter.label)
        box.textActivated.connect(lambda text: self._propose(field, text, new_gesture()))
        label = QLabel(field.parameter.label)
        label.setBuddy(box)
        for widget in (label, box):
            widget.setToolTip(tooltip(field).replace("; double click resets", ""))
            line.addWidget(widget)
        self.controls[field.name] = box
        return holder

    def _propose(self, field: Described, value: Any, gesture: int) -> None:
        try:
            options = self._options.replace(**{field.name: value})
        except ParameterError as error:
            control = self.controls[field.name]
            if isinstance(control, ParameterSlider):
                control.show_problem(str(error))
            return
        self.proposed.emit(options, gesture, field.parameter.label)
