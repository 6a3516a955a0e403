"""One described number: label, slider, typed value, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from engine.core.parameter import Described
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.number_field import NumberField
from gui.widgets.slider import Slider
from gui.widgets.slider_scale import SliderScale

LABEL_WIDTH, FIELD_WIDTH = 70, 74
COMPACT_SLIDER, COMPACT_FIELD = 84, 62


class ParameterSlider(QWidget):
    """Shows a value of the session and proposes another; holds none.

    A typed value beyond the typical range is shown in the field, the slider rests at its end.
    A double click on the slider or the label proposes ``default``.
    """

    proposed = Signal(object, int)  # (value, gesture)

    def __init__(
        self,
        described: Described,
        label: str = "",
        field: str = "",
        accent: str = "",
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.described = described
        self.default = described.default
        name = label or _label(described)
        self.label = QLabel(name)
        self.slider = Slider(SliderScale.of(described))
        self.slider.setProperty("accent", accent)
        self.field = NumberField(described, field or described.name)
        self.message = with_properties(QLabel(wordWrap=True), objectName="problem", visible=False)
        self._arrange(compact)
        self._connect()
        self.set_name(name, field or described.name)
        self.set_value(described.default)

    def set_name(self, label: str, field: str) -> None:
        """Another label, and the field's name in messages."""
        self.label.setText(label)
        self.field.field = field
        tip = tooltip(self.described)
        for widget in (self.label, self.slider, self.field):
            widget.setToolTip(tip)
        self.slider.setAccessibleName(field)
        self.field.setAccessibleName(f"{field}, typed value")

    def set_value(self, value: float) -> None:
        """Show the session's value."""
        self.slider.set_value(value)
        self.field.set_value(value)
        if not self.field.problem:
            self.show_problem("")

    def show_problem(self, text: str) -> None:
        """Say below the field why a value was not taken; "" takes it back."""
        self.field.show_problem(text)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the label resets as well."""
        if watched is self.label and event.type() == QEvent.Type.MouseButtonDblClick:
            self.proposed.emit(self.default, new_gesture())
            return True
        return super().eventFilter(watched, event)

    def _arrange(self, compact: bool) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for column, widget in enumerate((self.label, self.slider, self.field)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.message, 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        self.label.setBuddy(self.field)
        if compact:
            self.slider.setFixedWidth(scaled(COMPACT_SLIDER))
            self.field.setFixedWidth(scaled(COMPACT_FIELD))
            self.message.setMaximumWidth(scaled(240))
        else:
            self.label.setMinimumWidth(scaled(LABEL_WIDTH))
            self.field.setFixedWidth(scaled(FIELD_WIDTH))
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        self.label.installEventFilter(self)
        self.slider.moved.connect(self.proposed)
        self.slider.reset.connect(lambda gesture: self.proposed.emit(self.default, gesture))
        self.field.proposed.connect(self.proposed)
        self.field.stepped.connect(self.slider.step)
        self.field.problem_changed.connect(self.show_problem)


def tooltip(described: Described) -> str:
    """What a parameter means and takes, in plain text."""
    unit = f" Unit: {described.parameter.unit}." if described.parameter.unit else ""
    return f"{described.parameter.help}{unit}\nTakes {described.allowed}; double click resets."


def _label(described: Described) -> str:
    return f"{described.parameter.label} {described.parameter.symbol}".strip()
