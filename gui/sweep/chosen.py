"""The quantities that are chosen, each with a button that takes it out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.core.quantity import Quantity
from engine.core.shown_numbers import shown_name, shown_words
from engine.core.words import tr
from engine.page.page import Page
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton

GAP = 4


class Chosen(QWidget):
    """One line a quantity; the last one stays."""

    changed = Signal(tuple)  # the keys

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys: tuple[str, ...] = ()
        self.buttons: dict[str, IconButton] = {}
        self._page = ""
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)

    def show_keys(self, page: Page, keys: tuple[str, ...]) -> None:
        """Show these quantities of a page."""
        if (page.name, keys) == (self._page, self.keys):
            return
        self._page, self.keys = page.name, keys
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.buttons = {}
        declared = {quantity.key: quantity for quantity in page.quantities}
        self._lines = [self._line(key, declared.get(key)) for key in keys]
        for line in self._lines:
            self._column.addWidget(line)
        for button in self.buttons.values():
            button.setEnabled(len(keys) > 1)

    def _line(self, key: str, quantity: Quantity | None) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        name = key if quantity is None else shown_name(tr(quantity.title))
        label = ElidedLabel(name)
        said = [key] if quantity is None else [name, key, shown_words(tr(quantity.help))]
        label.setToolTip("\n".join(said))
        button = IconButton("close", tr("Remove {name}").format(name=name), "mini", "muted")
        button.clicked.connect(partial(self._remove, key))
        self.buttons[key] = button
        line.addWidget(label, 1)
        line.addWidget(button)
        return holder

    def _remove(self, key: str) -> None:
        self.changed.emit(tuple(each for each in self.keys if each != key))
