"""A page's own controls, made from the description of its study's options."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from engine.parameter import Described, ParameterError, ParameterSet, described
from gui.gesture import new_gesture
from gui.widgets.boxes import ChoiceBox, CountBox
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.parameter_slider import ParameterSlider, tooltip

FEW = 100
SPIN_WIDTH = 58


class OptionsBar(QWidget):
    """Shows the options of one study and proposes others.

    A number is a slider with a typed value, a choice a box, a switch a check mark.
    """

    proposed = Signal(object, int, str)  # (options, gesture, what changed)

    def __init__(self, options: type[ParameterSet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options()
        self.controls: dict[str, QWidget] = {}
        self._holders = {field.name: self._control(field) for field in described(options)}
        line = FlowLayout(self)
        for holder in self._holders.values():
            line.addWidget(holder)

    def show_options(self, options: ParameterSet, dimension: int = 1) -> None:
        """Show the session's options, those that do something in this dimension."""
        self._options = options
        for field in described(type(options)):
            low, high = field.parameter.dimensions
            other = field.parameter.when
            wanted = other is None or getattr(options, other[0]) == other[1]
            self._holders[field.name].setVisible(wanted and low <= dimension <= high)
        for name, control in self.controls.items():
            value = getattr(options, name)
            if isinstance(control, ParameterSlider):
                control.set_value(value)
            elif isinstance(control, CountBox):
                with QSignalBlocker(control):
                    control.setValue(value)
            elif isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, ChoiceBox):
                control.setCurrentText(value)

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
        slider = ParameterSlider(field, compact=True)
        slider.proposed.connect(lambda value, gesture: self._propose(field, value, gesture))
        self.controls[field.name] = slider
        return slider

    def _choice(self, field: Described) -> QWidget:
        box = ChoiceBox(list(field.choices))
        box.textActivated.connect(lambda text: self._propose(field, text, new_gesture()))
        return self._labelled(field, box)

    def _count(self, field: Described) -> QWidget:
        parameter = field.parameter
        box = CountBox(int(parameter.minimum), int(parameter.maximum))
        box.setFixedWidth(SPIN_WIDTH)
        box.valueChanged.connect(lambda value: self._propose(field, value, new_gesture()))
        return self._labelled(field, box)

    def _labelled(self, field: Described, box: QWidget) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        label = QLabel(f"{field.parameter.label} {field.parameter.symbol}".strip())
        label.setBuddy(box)
        box.setAccessibleName(field.parameter.label)
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


def _few(field: Described) -> bool:
    """Whether a spin box reaches every typical value in a few steps."""
    low, high = field.parameter.typical or (field.parameter.minimum, field.parameter.maximum)
    return high - low <= FEW and field.parameter.maximum < 2**31
