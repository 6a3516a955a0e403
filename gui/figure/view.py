"""The contract of a view, one page's picture, and the discovery of all of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.core.words import tr
from engine.page.page import Page
from engine.session.session import Session
from gui.figure.base_view import BaseView
from gui.figure.board import Board
from gui.figure.ghosts import Ghosts
from gui.figure.hands import Hands
from gui.figure.in_turn import InTurn
from gui.figure.look import ViewLook, look_of, show_look
from gui.look.theme import Theme
from gui.plotkit.card import Card
from gui.plotkit.drawing import Drawing
from gui.plotkit.items import Item
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size


class View(BaseView):
    """The plots of one page as cards: a main one, and the others small beside it.

    A subclass lives in `gui.pages.NAME.view` as ``PageView`` and declares ``page`` and ``cards``.
    Only the figures of the cards that are shown are asked for; which card is the main plot is
    part of the session.
    """

    cards: ClassVar[tuple[Card, ...]]
    least = (420, 330)  # a main plot above the titles of the others

    main_chosen = Signal(str)  # the name of the card that shall be the main plot
    figures_wanted = Signal()  # a card is shown whose figures are not made yet
    hint = Signal(str)  # what can be done where the mouse is; "" where it is elsewhere
    told = Signal(str)  # what has been copied

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.figure.setBackground(theme.window)
        self._result: Any = None
        self._stale: set[str] = set()
        self._in_turn = InTurn()
        self.waits = False  # for figures to be made elsewhere, when they are wanted
        self.board = Board(self.figure, theme, self.cards)
        self.board.made.connect(self._connect)
        self.board.rearranged.connect(self._draw_stale)
        self.ghosts = Ghosts(self.figure, theme)
        self.hands = Hands(self.board, self)
        self.hands.main_chosen.connect(self._choose)
        # When all of the picture knows where the mouse is: whoever shows a hint may show or hide
        # a widget under it, and Qt then tells of the mouse again, in the midst of that.
        self.hands.hint.connect(self.hint, Qt.ConnectionType.QueuedConnection)
        self.hands.told.connect(self.told)
        self.board.arrange()

    def panel(self, name: str) -> Any:
        """The panel of a card."""
        return self.board.panel(name)

    def drawings(self) -> Iterable[Drawing]:
        return self.board.panels.values()

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        """Those of the cards that will be shown."""
        return self._figures_of(self._shown_in(session, self.figure.range))

    def file_figures(self, session: Session) -> tuple[str, ...]:
        return self._figures_of(self.applying(session))

    def main_figures(self, session: Session) -> tuple[str, ...]:
        main = self.main_plot(session)
        return self.board.cards[main].figures if main else ()

    @classmethod
    def applying(cls, session: Session) -> tuple[str, ...]:
        """The cards that there are in a session."""
        own = session if session.page == cls.page else session.replace(page=cls.page)
        return tuple(card.name for card in cls.cards if card.applies(own))

    @classmethod
    def main_plot(cls, session: Session) -> str:
        offered = cls.applying(session)
        wanted = cls._wanted(session)
        return wanted if wanted in offered else next(iter(offered), "")

    def show_session(self, session: Session) -> None:
        """Arrange the cards as the session says."""
        if self._drawn is not None and self.applying(session) == self.board.offered:
            self.board.offer(self.board.offered, self._wanted(session))

    def draw_panels(self, session: Session, result: Any) -> None:
        """Hand the cards that are shown their figures; the others stay as they are for now."""
        self._result = result
        offered = self.applying(session)
        self._stale = set()  # what is shown of the last result is not drawn again
        self.board.offer(offered, self._wanted(session))
        self._stale = set(offered)
        self._draw_stale()
        self.hands.read_again()

    def come_to_rest(self) -> None:
        if not self.moving:
            return
        self.moving = False
        self._draw_stale()
        for panel in self.board.panels.values():
            panel.come_to_rest()
        self._prepare()
        self.hands.read_again()

    def unmade(self) -> Iterator[Callable[[], object]]:
        return self._unmade(self.board.offered)

    def unmade_in(self, session: Session, size: QSize) -> Iterator[Callable[[], object]]:
        return self._unmade(self._shown_in(session, self.figure.area_in(size)))

    def for_file(self, written: bool, alone: str = "", size: Size = Size.MAIN) -> None:
        self.board.for_file(written, alone, size)
        if written:
            self._draw_stale(at_once=True)
            for name in self.board.shown:
                self._show_ghost(name)

    def current_look(self) -> ViewLook:
        plots = {name: look_of(panel) for name, panel in self.board.panels.items()}
        return ViewLook(self.board.main, plots)

    def show_look(self, look: ViewLook) -> None:
        self._choose_quietly(look.main)
        for name, plot in look.plots.items():
            if name in self.board.panels or not plot.usual:
                show_look(self.panel(name), plot)

    def show_ghost(
        self, session: Session | None, result: Any = None, states: tuple[str, str] = ("B", "A")
    ) -> None:
        """Draw another result of this page, dotted, behind the one that is shown; none with no
        session. ``states`` are the two in words, for what the crosshair reads."""
        for step in self.ghosting(session, result, states):
            step()

    def ghosting(
        self, session: Session | None, result: Any = None, states: tuple[str, str] = ("B", "A")
    ) -> Iterator[Callable[[], object]]:
        if session is None and not self.ghosts.any:
            return
        self.ghosts.take(session, result, states)
        for name in self.board.shown:
            yield partial(self._show_ghost, name)

    def curve(self, name: str) -> Item | None:
        for panel in self.board.panels.values():
            for item in panel.named():
                if item.name == name and item.pen is not None:
                    return item
        return None

    def highlight(self, name: str) -> None:
        """Make the curves of a name thicker, on every plot; none with an empty name."""
        for panel in self.board.panels.values():
            panel.highlight(name)

    def toggle(self, name: str, shown: bool) -> None:
        """Put the curves of a name away on every plot, or back."""
        for panel in self.board.panels.values():
            panel.toggle(name, shown)

    @classmethod
    def _wanted(cls, session: Session) -> str:
        return session.views.get(cls.page, cls.cards[0].name)

    def _shown_in(self, session: Session, area: QRectF) -> list[str]:
        """The cards whose plots are shown there."""
        places = self.board.placed(self.applying(session), self._wanted(session), area)
        return [name for name, place in places.items() if place.size is not Size.FOLDED]

    def _unmade(self, cards: Iterable[str]) -> Iterator[Callable[[], object]]:
        for name in cards:
            if name not in self.board.panels:
                yield partial(self.panel, name)

    def _show_ghost(self, name: str) -> None:
        self.ghosts.show(self.panel(name), self.applying)

    def _figures_of(self, cards: Iterable[str]) -> tuple[str, ...]:
        figures = (figure for name in cards for figure in self.board.cards[name].figures)
        return tuple(dict.fromkeys(figures))

    def _connect(self, panel: Panel) -> None:
        panel.proposed.connect(self._propose_at)

    def _choose(self, name: str) -> None:
        self._choose_quietly(name)
        self.main_chosen.emit(name)

    def _choose_quietly(self, name: str) -> None:
        self.board.offer(self.board.offered, name)

    def _draw_stale(self, at_once: bool = False) -> None:
        """Draw what is shown and does not show the last result yet; what has yet to be computed
        is asked for, where one can wait."""
        if self._result is None or self._drawn is None:
            return
        waiting = False
        all_of = at_once or not self.moving
        for name in self._in_turn.order(self.board.shown, frozenset(self._stale), all_of):
            figures = self.board.cards[name].figures
            if at_once or not self.waits or self._result.made(*figures):
                self._stale.discard(name)
                self.panel(name).move(self.moving)
                self.panel(name).show_result(self._result, self._drawn)
                self._show_ghost(name)
            else:
                waiting = True
        if waiting:
            self.figures_wanted.emit()


def title_of(page: Page, session: Session) -> str:
    """The page, and the plot that is its main one."""
    view, title = view_class(page.name), tr(page.title)
    if not issubclass(view, View):
        return title
    cards = {card.name: card.title for card in view.cards}
    main = tr(cards.get(view.main_plot(session), page.title))
    return title if main == title else f"{title}: {main}"


def view_class(page: str) -> type[BaseView]:
    """The view of a page, found by its name."""
    module = importlib.import_module(f"gui.pages.{page.replace('-', '_')}.view")
    view: type[BaseView] = module.PageView
    return view
