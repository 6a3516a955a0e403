"""The numbers that matter most, above the figure."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.core.quantity import Readout
from engine.core.words import tr
from engine.page.page import Page
from gui.base.scaling import scaled
from gui.shell.sentence import Sentence
from gui.widgets.chip import Chip

MOST = 5
LEAST_WIDTH = 150
GAP = 8


class ChipRow(QWidget):
    """As many of a page's chips as there is room for."""

    opened = Signal(str)  # the key of a number that is to be seen among all
    hovered = Signal(str, bool)  # what the number under the mouse is of, as its curve is called

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("the numbers that matter most"))
        self.chips = [Chip("") for _ in range(MOST)]
        self.shown: list[Readout] = []
        self._references: dict[str, Readout] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda place=place: self._press(place))
            chip.hovered.connect(
                lambda over, place=place: self.hovered.emit(_subject(self.shown[place]), over)
            )
            line.addWidget(chip, 1)
        self._fit()

    @property
    def count(self) -> int:
        """How many are shown."""
        return sum(not chip.isHidden() for chip in self.chips)

    def chip(self, key: str) -> Chip:
        """That of a number which is shown."""
        return self.chips[[each.key for each in self.shown].index(key)]

    def show_readouts(self, page: Page, readouts: Iterable[Readout]) -> None:
        """Show the first of a page's numbers, by importance, that are known."""
        known = {each.key: each for each in readouts if each.kind != "unknown"}
        order = (known[key] for key in page.by_importance() if key in known)
        self.shown = [readout for readout, _ in zip(order, range(MOST), strict=False)]
        names = [_name(readout) for readout in self.shown]
        for chip, readout, name in zip(self.chips, self.shown, names, strict=False):
            alone = names.count(name) == 1
            chip.name.setText(name if alone else tr(readout.name).replace("||", "‖"))
            chip.show_readout(readout)
            chip.show_reference(self._references.get(readout.key))
        self._fit()

    def show_references(self, readouts: Iterable[Readout]) -> None:
        """The same numbers in the state A."""
        self._references = {each.key: each for each in readouts}
        for chip, readout in zip(self.chips, self.shown, strict=False):
            chip.show_reference(self._references.get(readout.key))

    def clear(self) -> None:
        """No numbers, until there are some."""
        self.shown = []
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other chips."""
        super().resizeEvent(event)
        self._fit()

    def _press(self, place: int) -> None:
        """Why a number is infinite, in a sentence; any other is shown among all numbers."""
        chip = self.chips[place]
        if chip.sentence:
            Sentence(chip.sentence, chip)
        else:
            self.opened.emit(self.shown[place].key)

    def _fit(self) -> None:
        room = max((self.width() + GAP) // (scaled(LEAST_WIDTH) + GAP), 1)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < min(room, len(self.shown)))


def _subject(readout: Readout) -> str:
    return readout.row or readout.quantity.row


def _name(readout: Readout) -> str:
    return tr(readout.row or readout.quantity.short).replace("||", "‖")
