"""The vectors of a page's options: their entries typed, more or fewer of them, examples."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from engine.core.parameter import Described, ParameterSet, described
from engine.core.words import tr
from engine.page.vectors import Counted, Resizable, WithPresets
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.widgets.field_table import FieldTable
from gui.widgets.flow_layout import FlowLayout

UNDER = 4  # pixels below the last row


class Vectors(QWidget):
    """Shows options and proposes others."""

    typed = Signal(str, object, int)  # (entry, value, gesture)
    changed = Signal(object, int)  # (other options, gesture)

    def __init__(
        self, options: ParameterSet, vectors: list[Described], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._vectors, self._options = vectors, options
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, UNDER)
        column.setSpacing(6)
        self.table = FieldTable(vectors)
        self.table.proposed.connect(self.typed)
        column.addWidget(self.table)
        self._buttons = FlowLayout(space=4)
        column.addLayout(self._buttons)
        self.more, self.fewer = self._sizes()
        self.presets = self._presets()
        self.show_options(options)

    def show_options(self, options: ParameterSet) -> None:
        """As many rows as there are entries that act."""
        self._options = options
        for vector in self._vectors:
            values = getattr(options, vector.name)
            count = options.entries if isinstance(options, Counted) else len(values)
            self.table.show_values(vector, values[:count])
            if isinstance(options, Resizable):
                fewest, most = vector.parameter.length or (1, count)
                self.more.setEnabled(count < most)
                self.fewer.setEnabled(count > fewest)

    def _sizes(self) -> tuple[QToolButton, QToolButton]:
        made = []
        for sign, tip, by in (
            ("+", tr("Add an entry."), 1),
            ("−", tr("Remove the last entry."), -1),
        ):
            button = self._button(sign, tip)
            button.setVisible(isinstance(self._options, Resizable))
            button.clicked.connect(lambda _=False, by=by: self._resize(by))
            made.append(button)
        return made[0], made[1]

    def _presets(self) -> list[QToolButton]:
        if not isinstance(self._options, WithPresets):
            return []
        made = []
        for place, (words, _) in enumerate(self._options.presets()):
            button = self._button(words, tr("An example: its entries in the place of these."))
            button.clicked.connect(lambda _=False, place=place: self._load(place))
            made.append(button)
        return made

    def _button(self, text: str, tip: str) -> QToolButton:
        button = with_properties(QToolButton(), text=text, objectName="small")
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        self._buttons.addWidget(button)
        return button

    def _resize(self, by: int) -> None:
        if isinstance(self._options, Resizable):
            count = len(getattr(self._options, self._vectors[0].name))
            self.changed.emit(self._options.resized(count + by), new_gesture())

    def _load(self, place: int) -> None:
        if isinstance(self._options, WithPresets):
            self.changed.emit(self._options.presets()[place][1], new_gesture())


def vectors_of(options: type[ParameterSet]) -> list[Described]:
    """The options that are vectors."""
    return [field for field in described(options) if field.vector]
