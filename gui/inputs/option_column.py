"""A page's own options in one column, made from their descriptions."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QWidget

from engine.core.parameter import Described, ParameterError, ParameterSet, described
from engine.core.shown_numbers import shown_name
from engine.core.words import tr
from engine.page.page import Page
from engine.session.address import Address, address, short_name
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.inputs.section import Section
from gui.inputs.vectors import Vectors, vectors_of
from gui.widgets.boxes import ChoiceBox, CountBox
from gui.widgets.input_row import InputRow
from gui.widgets.labelled_line import HEIGHT, LabelledLine
from gui.widgets.number_text import label_of, tooltip

FEW = 100
SPIN_WIDTH = 64
WIDEST = 160  # of a choice that others are aligned with
ABOVE = 4  # pixels, of the button that asks for more


class OptionColumn(Section):
    """Shows the options of one page and proposes others.

    A number is a slider with a typed value, a choice a box, a switch a check mark. Advanced
    ones with their default are put away until a button asks for them; vectors are a table.
    """

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(tr("This page"), parent)
        self.page = page
        self.controls: dict[str, QWidget] = {}
        self.vectors: Vectors | None = None
        self._holders: dict[str, QWidget] = {}
        for field in described(page.options):
            self._add(field)
        self._align()
        self.more = with_properties(
            QToolButton(), text=tr("More"), checkable=True, objectName="small"
        )
        self.more.setToolTip(tr("Show the controls that are seldom needed."))
        self.more.setVisible(any(field.parameter.advanced for field in described(page.options)))
        self.more.toggled.connect(self._show_more)
        below = QHBoxLayout()
        below.setContentsMargins(0, ABOVE, 0, 0)
        below.addWidget(self.more)
        below.addStretch(1)
        self.column.addLayout(below)

    @property
    def options(self) -> ParameterSet:
        """Those of the session."""
        return self.session.options[self.page.name]

    @property
    def used(self) -> bool:
        """Whether there is anything to set."""
        return bool(self._holders) or self.vectors is not None

    def show_session(self, session: Session) -> None:
        """Show the session's options, those that do something in its scene."""
        super().show_session(session)
        own_data = self.page.replaces_samples(session.scene)
        options, dimension = self.options, session.scene.dimension
        for field in described(type(options)):
            wanted = field.parameter.does_something(options, dimension, own_data)
            if field.parameter.advanced and not self.more.isChecked():
                wanted = wanted and getattr(options, field.name) != field.default
            if field.name in self._holders:
                self._holders[field.name].setVisible(wanted)
        for name, control in self.controls.items():
            _show(control, getattr(options, name))
        if self.vectors is not None:
            self.vectors.show_options(options)

    def addressed(self) -> dict[str, InputRow]:
        short = short_name(self.page)
        return {
            f"{short}.{name}": row
            for name, row in self.controls.items()
            if isinstance(row, InputRow) and not row.isHidden()
        }

    def control(self, where: Address) -> QWidget | None:
        """That of an option, though it be seldom needed."""
        if where.owner != self.page.name:
            return None
        if self.vectors is not None and (where.index or where.description.vector):
            return self.vectors.table.fields.get(f"{where.field}[{where.index or 1}]")
        if where.field not in self.controls:
            return None
        if self._holders[where.field].isHidden():
            self.more.setChecked(True)
        return self.controls[where.field]

    def _add(self, field: Described) -> None:
        """Its control; the vectors together, where the first of them stands."""
        if not field.vector:
            holder = self._holders[field.name] = self._control(field)
            self.column.addWidget(holder)
        elif self.vectors is None:
            made = self.vectors = Vectors(self.page.options(), vectors_of(self.page.options))
            made.typed.connect(self._type)
            made.changed.connect(self._change)
            self.column.addWidget(made)

    def _type(self, entry: str, value: float, gesture: int) -> None:
        """An entry of a vector, as "logits[3]"."""
        where = address(f"{short_name(self.page)}.{entry}")
        try:
            session = where.set(self.session, value)
        except ParameterError as error:
            if self.vectors is not None:
                self.vectors.table.show_problem(entry, str(error))
            return
        self.proposed.emit(session, gesture, str(where))

    def _change(self, options: ParameterSet, gesture: int) -> None:
        self.proposed.emit(
            self.session.with_options(self.page.name, options), gesture, self.page.title
        )

    def _align(self) -> None:
        """Boxes of one width, that of the widest choice."""
        boxes = [box for box in self.controls.values() if isinstance(box, ChoiceBox)]
        width = max((box.sizeHint().width() for box in boxes), default=0)
        for box in boxes:
            box.wanted = min(width, scaled(WIDEST))

    def _show_more(self, on: bool) -> None:
        self.more.setText(tr("Fewer") if on else tr("More"))
        self.show_session(self.session)

    def _control(self, field: Described) -> QWidget:
        if field.choices:
            return self._choice(field)
        if field.kind is int and field.parameter.scale == "linear" and _few(field):
            return self._count(field)
        if field.kind is bool:
            box = QCheckBox(tr(field.parameter.label))
            box.setToolTip(tr(field.parameter.help))
            box.setMinimumHeight(scaled(HEIGHT))
            box.clicked.connect(lambda on: self._propose(field, on, new_gesture()))
            self.controls[field.name] = box
            return box
        row = InputRow(field)
        row.proposed.connect(lambda value, gesture: self._propose(field, value, gesture))
        self.controls[field.name] = row
        return row

    def _choice(self, field: Described) -> QWidget:
        words = {choice: choice for choice in field.choices} | dict(field.parameter.shown_as)
        box = ChoiceBox(
            field.choices, {choice: shown_name(tr(text)) for choice, text in words.items()}
        )
        box.chosen.connect(lambda choice: self._propose(field, choice, new_gesture()))
        return self._labelled(field, box)

    def _count(self, field: Described) -> QWidget:
        parameter = field.parameter
        box = CountBox(int(parameter.minimum), int(parameter.maximum))
        box.setFixedWidth(scaled(SPIN_WIDTH))
        box.valueChanged.connect(lambda value: self._propose(field, value, new_gesture()))
        return self._labelled(field, box)

    def _labelled(self, field: Described, box: QWidget) -> QWidget:
        box.setAccessibleName(tr(field.parameter.label))
        self.controls[field.name] = box
        return LabelledLine(label_of(field), box, tip=tooltip(field))

    def _propose(self, field: Described, value: Any, gesture: int) -> None:
        try:
            options = self.options.replace(**{field.name: value})
        except ParameterError as error:
            control = self.controls[field.name]
            if isinstance(control, InputRow):
                control.refuse(error)
            return
        session = self.session.with_options(self.page.name, options)
        self.proposed.emit(session, gesture, field.parameter.label)


def _show(control: QWidget, value: Any) -> None:
    if isinstance(control, InputRow):
        control.set_value(value)
    elif isinstance(control, CountBox):
        with QSignalBlocker(control):
            control.setValue(value)
    elif isinstance(control, QCheckBox):
        control.setChecked(value)
    elif isinstance(control, ChoiceBox):
        control.show_choice(value)


def _few(field: Described) -> bool:
    """Whether a spin box reaches every typical value in a few steps."""
    low, high = field.parameter.typical or (field.parameter.minimum, field.parameter.maximum)
    return high - low <= FEW and field.parameter.maximum < 2**31
