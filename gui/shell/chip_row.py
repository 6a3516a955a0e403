"""The numbers that matter most, above the figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.core.quantity import Readout
from engine.core.shown_numbers import shown_name
from engine.core.words import tr
from engine.page.page import Page
from gui.base.scaling import scaled
from gui.look.contrast import readable
from gui.look.current import current_theme
from gui.look.theme import READABLE
from gui.shell.notice import Notice
from gui.shell.sentence import Sentence
from gui.widgets.chip import Chip
from gui.widgets.key_sample import Paint

if TYPE_CHECKING:
    from gui.plotkit.items import Item

MOST = 5
LEAST_WIDTH = 158
NOTICE = 2  # chips that a notice takes the place of
GAP = 8


class ChipRow(QWidget):
    """As many of a page's chips as there is room for.

    A chip that is shown would have all layouts above it made anew, in the midst of the one that
    gives this row its width: therefore no layout is this widget's own.
    """

    opened = Signal(str)  # the key of a number that is to be seen among all
    toggled = Signal(str, bool)  # (name of a curve, whether it is to be shown)
    hovered = Signal(str, bool)  # what the number under the mouse is of, as its curve is called

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("the numbers that matter most"))
        self.notice = Notice(self)
        self.chips = [Chip("", self) for _ in range(MOST)]
        self.shown: list[Readout] = []
        self._references: dict[str, Readout] = {}
        self._curve: Callable[[str], Item | None] = lambda _: None
        line = self._line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.notice, NOTICE)
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(partial(self._press, place))
            chip.hovered.connect(partial(self._hover, place))
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
            chip.name.setText(name if alone else shown_name(tr(readout.name)))
            chip.show_readout(readout)
            chip.show_reference(self._references.get(readout.key))
        self._fit()

    def show_references(self, readouts: Iterable[Readout]) -> None:
        """The same numbers in the state A."""
        before, self._references = self._references, {each.key: each for each in readouts}
        if not before and not self._references:
            return
        for chip, readout in zip(self.chips, self.shown, strict=False):
            chip.show_reference(self._references.get(readout.key))

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        """What must be known first, in the place of the last chips."""
        self.notice.show_sentences(sentences)
        self._fit()

    def show_curves(self, curve: Callable[[str], Item | None]) -> None:
        """The key of each number's curve, where the page draws one of that name."""
        self._curve = curve
        for chip, readout in zip(self.chips, self.shown, strict=False):
            item = curve(_subject(readout))
            key = None if item is None else _key(item)
            chip.show_curve(key, _ink(item))
            chip.show_hidden(item is not None and not item.shown)

    def clear(self) -> None:
        """No numbers, until there are some."""
        self.shown = []
        self.show_sentences(())

    def sizeHint(self) -> QSize:
        """Of those that are shown."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Room for their values."""
        return self._line.minimumSize()

    def event(self, event: QEvent) -> bool:
        """Another text in a chip, another place for it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other chips."""
        super().resizeEvent(event)
        self._fit()

    def _hover(self, place: int, over: bool) -> None:
        """The mouse may still be over a chip whose number has gone."""
        if place < len(self.shown):
            self.hovered.emit(_subject(self.shown[place]), over)

    def _press(self, place: int) -> None:
        """Why a number is infinite, in a sentence; of a number with a curve, the curve is put away
        or comes back; any other is shown among all numbers."""
        if place >= len(self.shown):
            return  # the number has gone, and the chip is about to
        chip, readout = self.chips[place], self.shown[place]
        item = self._curve(_subject(readout))
        if chip.sentence:
            Sentence(chip.sentence, chip)
        elif item is not None:
            self.toggled.emit(_subject(readout), not item.shown)
            chip.show_hidden(not item.shown)
        else:
            self.opened.emit(readout.key)

    def _fit(self) -> None:
        room = max((self.width() + GAP) // (scaled(LEAST_WIDTH) + GAP), 1)
        room -= 0 if self.notice.isHidden() else NOTICE
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < min(room, len(self.shown)))
        self._place()

    def _place(self) -> None:
        self._line.invalidate()
        self._line.setGeometry(self.rect())


def _subject(readout: Readout) -> str:
    return readout.row or readout.quantity.row


def _key(item: Item) -> Paint:
    from gui.plotkit.key import paint_key  # plots are imported with the first page

    return partial(paint_key, item)


def _ink(item: Item | None) -> str:
    theme = current_theme()
    grounds = theme.panel, theme.warning_background
    return readable(item.color.name(), theme.text, grounds, READABLE) if item is not None else ""


def _name(readout: Readout) -> str:
    return shown_name(tr(readout.row or readout.quantity.brief))
