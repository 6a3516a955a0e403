"""One axis of the plan: from where to where in how many steps, or a list of values."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.core.shown_numbers import shown_words
from engine.core.words import tr, tr_noop
from engine.page.page import Page
from engine.session.address import Address
from engine.sweep.axis import Axis, axis
from gui.base.properties import with_properties
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton
from gui.widgets.number_text import label_of, parse_number
from gui.widgets.text_field import TextField

GAP = 4
PARTS = (tr_noop("from"), tr_noop("to"), tr_noop("count"))


class AxisBox(QWidget):
    """Proposes the text of an axis such as q.mean=-3:3:41; what is no axis is said below."""

    proposed = Signal(str)
    removed = Signal()

    def __init__(self, place: Address, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.page = place, page
        name = str(place)
        self.fields = {part: TextField(f"{name} {tr(part)}") for part in PARTS}
        self.log = QCheckBox(tr("equal ratios"))
        self.log.setAccessibleName(f"{name} {tr('equal ratios')}")
        self.values = TextField(f"{name} {tr('values')}")
        self.problem = with_properties(QLabel(wordWrap=True), objectName="problem", visible=False)
        self._arrange(name)
        for field in self.fields.values():
            field.entered.connect(lambda _: self._enter_range())
        self.log.clicked.connect(lambda _: self._enter_range())
        self.values.entered.connect(lambda text: self._propose(f"{name}={text}"))

    def show_axis(self, shown: Axis) -> None:
        """Show its values, as a range where they are one."""
        text = shown.text.partition("=")[2]
        parts = text.split(":")
        numeric = not self.place.description.choices and self.place.description.kind is not bool
        ranged = numeric and "," not in text and len(parts) in (3, 4)
        for number, part in enumerate(PARTS):
            self.fields[part].show_text(parts[number] if ranged else "")
        self.log.setChecked(ranged and len(parts) == 4)
        self.values.show_text(text)
        self.say("")

    def _enter_range(self) -> None:
        texts = {part: field.text().strip() for part, field in self.fields.items()}
        if all(texts.values()):
            ratios = ":log" if self.log.isChecked() else ""
            ends = ":".join(map(self._number, (texts["from"], texts["to"])))
            self._propose(f"{self.place}={ends}:{texts['count']}{ratios}")

    def _number(self, text: str) -> str:
        """What a text with arithmetic stands for; itself where that is no number."""
        try:
            return repr(parse_number(text, self.place.description, str(self.place)))
        except ParameterError:
            return text

    def _propose(self, text: str) -> None:
        try:
            made = axis(text, self.page)
        except ParameterError as error:
            self.say(str(error))
            return
        self.say("")
        self.proposed.emit(made.text)

    def say(self, problem: str) -> None:
        """What is wrong with what stands here; "" for nothing."""
        self.problem.setText(tr(problem))
        self.problem.setVisible(bool(problem))
        self.values.mark(bool(problem))

    def _arrange(self, name: str) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(GAP)
        title = with_properties(ElidedLabel(), objectName="card_title")
        title.setText(f"{name} · {label_of(self.place.description)}")
        title.setToolTip(shown_words(tr(self.place.description.parameter.help)))
        remove = IconButton("close", tr("Remove {name}").format(name=name), "mini", "muted")
        remove.clicked.connect(self.removed)
        heading.addWidget(title, 1)
        heading.addWidget(remove)
        grid = QGridLayout()
        grid.setSpacing(GAP)
        for column, (part, field) in enumerate(self.fields.items()):
            grid.addWidget(with_properties(QLabel(tr(part)), objectName="name"), 0, column)
            grid.addWidget(field, 1, column)
        self.ranges = QWidget()
        inner = QVBoxLayout(self.ranges)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GAP)
        inner.addLayout(grid)
        inner.addWidget(self.log)
        description = self.place.description
        self.ranges.setVisible(not description.choices and description.kind is not bool)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(GAP)
        column_of_all.addLayout(heading)
        column_of_all.addWidget(self.ranges)
        line = QHBoxLayout()
        line.addWidget(with_properties(QLabel(tr("values")), objectName="name"))
        line.addWidget(self.values, 1)
        column_of_all.addLayout(line)
        column_of_all.addWidget(self.problem)
        self.values.setToolTip(
            tr("FROM:TO:COUNT, with :log for equal ratios, or values separated by commas.")
        )
