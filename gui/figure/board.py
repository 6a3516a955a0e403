"""The cards of a page in its figure: which is the main one, and where all of them stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Signal

from gui.figure.arrangement import Place, arranged, spread
from gui.figure.canvas import Figure
from gui.look.theme import Theme
from gui.plotkit.card import Card
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size

Arrange = Callable[[Sequence[str], str, float, float], list[Place]]


class Board(QObject):
    """Frames are made at once, the panel of a card when it is first shown."""

    rearranged = Signal()  # other cards are shown than before, or in another size
    made = Signal(object)  # Panel

    def __init__(self, figure: Figure, theme: Theme, cards: Sequence[Card]) -> None:
        super().__init__(figure)
        self.figure, self.theme = figure, theme
        self.cards = {card.name: card for card in cards}
        self.frames = {card.name: Frame(theme, card) for card in cards}
        self.panels: dict[str, Panel] = {}
        self.offered: tuple[str, ...] = tuple(self.cards)
        self.wanted = self.offered[0]
        self.places: dict[str, Place] = {}
        self._arrange: Arrange = arranged
        for frame in self.frames.values():
            figure.scene().addItem(frame)
        figure.sigDeviceRangeChanged.connect(self.arrange)

    @property
    def main(self) -> str:
        """The card that is the main plot: the wanted one where it applies."""
        return self.main_of(self.offered, self.wanted)

    @property
    def shown(self) -> tuple[str, ...]:
        """The cards whose plots are shown."""
        return tuple(name for name, place in self.places.items() if place.size is not Size.FOLDED)

    def main_of(self, offered: Sequence[str], wanted: str) -> str:
        """Which of these cards is the main plot where another may be wanted."""
        return wanted if wanted in offered else offered[0]

    def placed(self, offered: Sequence[str], wanted: str, area: QRectF) -> dict[str, Place]:
        """Where these cards would stand in an area."""
        main = self.main_of(offered, wanted)
        found = self._arrange(offered, main, area.width(), area.height())
        return {place.name: place for place in found}

    def offer(self, names: Sequence[str], wanted: str) -> None:
        """These cards apply now, and this one is wanted as the main one."""
        if (tuple(names), wanted) != (self.offered, self.wanted) or not self.places:
            self.offered, self.wanted = tuple(names), wanted
            self.arrange()

    def arrange(self) -> None:
        """Place the cards anew, where they are not so already."""
        places = self.placed(self.offered, self.wanted, self.figure.range)
        if places == self.places:
            return
        before, self.places = self.places, places
        for name, frame in self.frames.items():
            frame.setVisible(name in places)
            frame.header.choice = len(self.offered) > 1
            if name in places:
                self._place(frame, places[name])
        if _sizes(before) != _sizes(places):
            self.rearranged.emit()

    def panel(self, name: str) -> Panel:
        """The panel of a card."""
        if name not in self.panels:
            frame = self.frames[name]
            panel = self.panels[name] = self.cards[name].make(frame)
            frame.placed.emit()
            frame.lay_out()
            self.made.emit(panel)
        return self.panels[name]

    def for_file(self, written: bool, alone: str = "", size: Size = Size.MAIN) -> None:
        """Every card with its plot, or one alone, without what is only for the screen."""
        if alone:
            self._arrange = lambda _, __, w, h: [Place(alone, 0.0, 0.0, w, h, size)]
        else:
            self._arrange = spread if written else arranged
        self.figure.setBackground(self.theme.plot if written else self.theme.window)
        for frame in self.frames.values():
            frame.for_file(written)
        self.arrange()

    def _place(self, frame: Frame, place: Place) -> None:
        if place.size is not Size.FOLDED:
            self.panel(place.name)
        frame.place(QRectF(place.x, place.y, place.width, place.height), place.size)


def _sizes(places: dict[str, Place]) -> dict[str, Size]:
    return {name: place.size for name, place in places.items()}
