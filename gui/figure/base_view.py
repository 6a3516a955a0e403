"""What every view is: a figure that shows the results of one page, and what is dragged in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

import pyqtgraph as pg
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.page.page import page_named
from engine.session.address import Address
from engine.session.session import Session
from gui.figure.canvas import LEAST, Figure
from gui.figure.look import ViewLook
from gui.look.theme import Theme
from gui.plotkit.drawing import Drawing
from gui.plotkit.items import Item
from gui.plotkit.size import Size


class BaseView(QWidget):
    """Draws the results of one page; holds no value of its own.

    The figure is the same in the window and in an export; items in ``self.screen_only`` (drag
    handles, hints) are hidden while a file is written.
    """

    page: ClassVar[str]
    least: ClassVar[tuple[int, int]] = LEAST  # what the figure needs, in pixels of usual type

    # (a new Session, its gesture number): what the user did to the picture.
    proposed = Signal(object, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.figure = Figure(theme.text_scale, theme.pixel_ratio, self.least)
        self.figure.setBackground(theme.plot)
        self.screen_only: list[pg.GraphicsObject] = []
        self._drawn: Session | None = None
        self.moving = False  # what is drawn next lives until another only
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.figure)

    def curve(self, name: str) -> Item | None:
        """The line of this name, where one is drawn."""
        return None

    def show_ghost(self, session: Session | None, result: Any = None) -> None:
        """Draw another result of this page behind the one that is shown; none with no session."""
        for step in self.ghosting(session, result):
            step()

    def ghosting(
        self, session: Session | None, result: Any = None
    ) -> Iterator[Callable[[], object]]:
        """The same in steps, a plot each; it has begun when the first is asked for."""
        return iter(())

    def toggle(self, name: str, shown: bool) -> None:
        """Put the curves of a name away, or back."""

    def highlight(self, name: str) -> None:
        """Make the curves of a name stand out; none with an empty name."""

    @classmethod
    def main_plot(cls, session: Session) -> str:
        """The name of the plot that is the main one; "" for all of the figure."""
        return ""

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        """The figures of the page that `draw` will ask for: they are made beforehand, off the GUI
        thread. By default all."""
        return tuple(page_named(self.page).figures)

    def file_figures(self, session: Session) -> tuple[str, ...]:
        """Those that a file of the picture shows, by default as many."""
        return self.shown_figures(session)

    def main_figures(self, session: Session) -> tuple[str, ...]:
        """Those of the main plot; while something moves the others come as there is time."""
        return ()

    def draw(self, session: Session, result: Any) -> None:
        """Show a result, changing only what differs from the last one; while something moves as
        far as there is time."""
        self._drawn = session
        self.draw_panels(session, result)
        self._prepare()

    def come_to_rest(self) -> None:
        """Show the last result whole, and at its best, where that was of something that moves."""

    def _prepare(self) -> None:
        for panel in self.drawings():
            # Transforms that change while painting would have everything painted twice.
            if panel.plot.scene() is not None:
                panel.plot.vb.prepareForPaint()

    def draw_panels(self, session: Session, result: Any) -> None:
        """Hand each panel its figure of the result."""
        raise NotImplementedError

    def drawings(self) -> Iterable[Drawing]:
        """The panels that there are."""
        return ()

    def show_session(self, session: Session) -> None:
        """Arrange the plots as the session says, before there is a result."""

    def unmade(self) -> Iterator[Callable[[], object]]:
        """What makes the plots that a file shows and the screen did not show yet, one each."""
        return iter(())

    def unmade_in(self, session: Session, size: QSize) -> Iterator[Callable[[], object]]:
        """What makes the plots that the screen will show of a session in this size, one each."""
        return iter(())

    def for_file(self, written: bool, alone: str = "", size: Size = Size.MAIN) -> None:
        """Show every plot, or one alone, and nothing that is only for the screen, while a file
        is written."""

    def hidden_in_files(self) -> list[pg.GraphicsObject]:
        """Handles and hints."""
        return [*self.screen_only, *(i for each in self.drawings() for i in each.screen_only())]

    def _propose_at(self, where: Address, value: object, gesture: int) -> None:
        """What a drag asks for; beyond what the address takes the last value stays."""
        if self._drawn is None:
            return
        try:
            session = where.set(self._drawn, value)
        except ParameterError:
            return
        self.proposed.emit(session, gesture)

    def propose_scene(self, session: Session, changes: dict[str, Any], gesture: int) -> None:
        """Propose another scene; beyond what it allows the last one stays."""
        try:
            scene = session.scene.replace(**changes)
        except ParameterError:
            return
        self.proposed.emit(session.replace(scene=scene), gesture)

    def current_look(self) -> ViewLook:
        """The parts and the ranges that the user has chosen."""
        return ViewLook()

    def show_look(self, look: ViewLook) -> None:
        """Show those that were chosen in another view of this page, after both have drawn the same
        result."""
