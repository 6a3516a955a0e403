"""One described number: name and typed value, a slider below them, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QEnterEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.core.parameter import Described, ParameterError
from engine.core.shown_numbers import shown_value
from engine.core.words import tr, tr_noop
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.child_menu import ChildMenu
from gui.widgets.drag_label import DragLabel
from gui.widgets.icon_button import IconButton
from gui.widgets.number_field import NumberField
from gui.widgets.number_text import label_of, refusal, tooltip
from gui.widgets.slider import Slider
from gui.widgets.slider_scale import SliderScale

FIELD_WIDTH, WIDE_FIELD, FIELD_HEIGHT = 64, 88, 22
WIDE_FROM = 1e6  # numbers that need the wide field: 1,000,000
LEAST_WIDTH = 130
# What may be done with a number besides setting it: its icon in the row, its words in the menu.
OFFERS = {
    "play": ("play", tr_noop("Play")),
    "link": ("link", tr_noop("Link with…")),
    "sweep": ("", tr_noop("Sweep…")),
}


class InputRow(QWidget):
    """Shows a value of the session and proposes another; holds none.

    A typed value beyond the typical range is shown in the field, the slider rests at its end.
    Dragging the name moves the slider; a double click on either proposes ``default``. What the
    owner offers stands in the context menu, and as buttons while the mouse is over the row.
    """

    proposed = Signal(object, int)  # (value, gesture)
    wanted = Signal(str)  # one of those offered

    def __init__(
        self,
        described: Described,
        label: str = "",
        field: str = "",
        accent: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.described = described
        self.default = described.default
        self.label = DragLabel(label or label_of(described))
        self.slider = Slider(SliderScale.of(described))
        self.slider.setProperty("accent", accent)
        self.field = NumberField(described, field or described.name)
        self.message = with_properties(QLabel(wordWrap=True), objectName="problem", visible=False)
        self.buttons: dict[str, IconButton] = {}
        self._partner = ""
        self.entries: dict[str, QAction] = {}
        self._arrange()
        self._connect()
        self._add_reset()
        self.set_name(label or label_of(described), field or described.name)
        self.set_value(described.default)

    def set_name(self, label: str, field: str) -> None:
        """Another name, and that of the field in messages."""
        self.label.setText(label)
        self.field.field, self.field.label = field, label
        tip = tooltip(self.described)
        hint = tr("Drag the name or the handle, with Shift in fine steps; double click resets.")
        for widget in (self.label, self.slider):
            widget.setToolTip(f"{tip}\n{hint}")
        self.field.setToolTip(f"{tip}\n{tr('Takes arithmetic: 1/3, sqrt(2), 2*pi.')}")
        spoken = f"{self.slider.property('accent') or ''} {label}".strip()
        self.slider.setAccessibleName(spoken)
        self.field.setAccessibleName(tr("{name}, typed value").format(name=spoken))
        for offer in self.buttons:
            self._name_button(offer)

    def set_value(self, value: float) -> None:
        """Show the session's value."""
        self.slider.set_value(value)
        self.field.set_value(value)
        if not (self.field.problem or self.message.isHidden()):
            self.show_problem("")

    def set_mark(self, value: float | None) -> None:
        """Where the pinned state has this number; None for no mark."""
        self.slider.set_mark(value)

    def offer(self, *offers: str) -> None:
        """What can be done with this number, see `OFFERS`; `wanted` says which was chosen."""
        for name in offers:
            icon_name, text = OFFERS[name]
            entry = QAction(tr(text), self)
            entry.triggered.connect(lambda _=False, name=name: self.wanted.emit(name))
            self.insertAction(self.entries["reset"], entry)
            self.entries[name] = entry
            if icon_name:
                self._add_button(name, icon_name)

    def show_linked(self, partner: str) -> None:
        """The number that it moves with, then its button stays; "" for none."""
        self._partner = partner
        self._name_button("link")
        button = self.buttons["link"]
        button.setChecked(bool(partner))
        button.setVisible(bool(partner) or self.underMouse())

    def show_problem(self, text: str) -> None:
        """Say below the field why a value was not taken; "" takes it back."""
        self.field.show_problem(text)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def refuse(self, error: ParameterError) -> None:
        """Say why the owner did not take a value."""
        self.show_problem(refusal(error, self.label.text()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the owner offers, and the way back."""
        menu = ChildMenu(self)
        menu.addActions(self.actions())
        menu.popup(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse brings the buttons."""
        super().enterEvent(event)
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        """And takes them away."""
        super().leaveEvent(event)
        self._show_buttons(False)

    def _show_buttons(self, shown: bool) -> None:
        for button in self.buttons.values():
            button.setVisible((shown and self.isEnabled()) or button.isChecked())

    def _add_button(self, name: str, icon_name: str) -> None:
        role = "accent" if name == "play" else "muted"
        button = IconButton(icon_name, "", "mini", role)
        button.fix_size(20, 20)
        button.setCheckable(name == "link")
        # The keyboard has the context menu; the order of the fields stays short.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.clicked.connect(lambda _=False: self._press(name))
        self.buttons[name] = button
        self._name_button(name)
        self._top.insertWidget(self._top.count() - 1, button)
        button.setVisible(self.underMouse())

    def _press(self, name: str) -> None:
        if name == "link":
            self.buttons[name].setChecked(bool(self._partner))  # the owner says when it is
        self.wanted.emit(name)

    def _name_button(self, name: str) -> None:
        button, words = self.buttons[name], f"{tr(OFFERS[name][1])} {self.label.text()}"
        if name == "link" and self._partner:
            words = tr("{name} moves with {other}").format(
                name=self.label.text(), other=self._partner
            )
        button.set_name(words)

    def _add_reset(self) -> None:
        entry = QAction(self)
        entry.triggered.connect(self._reset)
        self.addAction(entry)
        self.entries["reset"] = entry
        self.set_default(self.default)

    def set_default(self, value: float) -> None:
        """What a double click and the menu go back to."""
        self.default = value
        self.entries["reset"].setText(tr("Reset to {value}").format(value=shown_value(value)))

    def _reset(self) -> None:
        self.proposed.emit(self.default, new_gesture())

    def _arrange(self) -> None:
        self._top = QHBoxLayout()
        self._top.setSpacing(2)
        self._top.addWidget(self.label)
        self._top.addStretch(1)
        self._top.addWidget(self.field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addLayout(self._top, 0, 0)
        grid.addWidget(self.slider, 1, 0)
        grid.addWidget(self.message, 2, 0)
        self.label.setBuddy(self.field)
        wide = self.described.kind is int and self.slider.scale.high >= WIDE_FROM
        self.field.setFixedWidth(scaled(WIDE_FIELD if wide else FIELD_WIDTH))
        self.field.setFixedHeight(scaled(FIELD_HEIGHT))
        self.setMinimumWidth(scaled(LEAST_WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        self.label.began.connect(self.slider.begin_drag)
        self.label.dragged.connect(self.slider.drag_to)
        self.label.ended.connect(self.slider.end_drag)
        self.label.reset.connect(self._reset)
        self.slider.moved.connect(self.proposed)
        self.slider.reset.connect(lambda gesture: self.proposed.emit(self.default, gesture))
        self.field.proposed.connect(self.proposed)
        self.field.stepped.connect(self.slider.step)
        self.field.problem_changed.connect(self.show_problem)
