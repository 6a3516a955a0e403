"""Another state of a page, drawn behind the one that is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.session.session import Session
from gui.figure.canvas import Figure
from gui.look.theme import Theme
from gui.plotkit.card import Card
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel


class Ghosts:
    """Draws a result into panels that nobody sees, from which those that are shown take what they
    draw behind; each once, when its card is first shown."""

    def __init__(self, figure: Figure, theme: Theme) -> None:
        self._figure, self._theme = figure, theme
        self._state: tuple[Session, Any] | None = None
        self._states = ("B", "A")
        self._panels: dict[str, Panel] = {}
        self._shown: set[str] = set()  # cards that show the state already

    @property
    def any(self) -> bool:
        """Whether there is another state."""
        return self._state is not None

    def take(self, session: Session | None, result: Any, states: tuple[str, str]) -> None:
        """Another state, or none."""
        self._state = None if session is None else (session, result)
        self._states = states
        self._shown.clear()

    def show(self, panel: Panel, applying: Callable[[Session], tuple[str, ...]]) -> None:
        """Give a panel its ghost, if it has not got it yet and nothing must be computed for it."""
        card = panel.frame.card
        waits = self._state is not None and not self._state[1].made(*card.figures)
        if card.name in self._shown or waits:
            return
        self._shown.add(card.name)
        if self._state is None or card.name not in applying(self._state[0]):
            panel.show_ghost(None)
            return
        if card.name not in self._panels:
            self._panels[card.name] = self._hidden(card)
        session, result = self._state
        self._panels[card.name].show_result(result, session)
        panel.reader.states = self._states
        panel.show_ghost(self._panels[card.name])

    def _hidden(self, card: Card) -> Panel:
        """A panel in the figure, and so gone with it, but out of sight."""
        frame = Frame(self._theme, card)
        frame.setVisible(False)
        self._figure.scene().addItem(frame)
        return card.make(frame)
