"""The contract of a view, one page's picture, and the discovery of all of them."""

from __future__ import annotations

import importlib
from typing import Any, ClassVar, TypeVar

import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.page.page import page_named
from engine.session.address import Address
from engine.session.session import Session
from gui.figure.canvas import Figure
from gui.look.theme import Theme
from gui.plotkit.panel import Panel

Kind = TypeVar("Kind", bound=Panel)


class View(QWidget):
    """Draws the results of one page; holds no value of its own.

    A subclass lives in `gui.pages.NAME.view` as ``PageView``, adds panels to ``self.figure`` (a
    pyqtgraph GraphicsLayoutWidget; what is exported is exactly this), and hands each its figure in
    `draw_panels`. The figure
    is the same in the window and in an export; items in ``self.screen_only`` (drag handles,
    hints) are hidden while a file is written.
    """

    page: ClassVar[str]

    # (a new Session, its gesture number): what the user did to the picture.
    proposed = Signal(object, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.figure = Figure(theme.text_scale, theme.pixel_ratio)
        self.figure.setBackground(theme.plot)
        self.screen_only: list[pg.GraphicsObject] = []
        self.panels: list[Panel] = []
        self._drawn: Session | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.figure)

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        """The figures of the page that `draw` will ask for: they are made beforehand, off the GUI
        thread. By default all."""
        return tuple(page_named(self.page).figures)

    def draw(self, session: Session, result: Any) -> None:
        """Show a result, changing only what differs from the last one."""
        self._drawn = session
        self.draw_panels(session, result)
        for panel in self.panels:
            # Transforms that change while painting would have everything painted twice.
            if panel.plot.scene() is not None:
                panel.plot.vb.prepareForPaint()

    def draw_panels(self, session: Session, result: Any) -> None:
        """Hand each panel its figure of the result."""
        raise NotImplementedError

    def add(self, panel: Kind) -> Kind:
        """A panel of the figure: what is dragged in it is proposed."""
        self.panels.append(panel)
        panel.proposed.connect(self._propose_at)
        return panel

    def put_above(self, widget: QWidget) -> None:
        """A widget above the figure, without a gap."""
        self._column.insertWidget(0, widget)
        self._column.setSpacing(0)

    def hidden_in_files(self) -> list[pg.GraphicsObject]:
        """Handles and hints."""
        return [*self.screen_only, *(item for each in self.panels for item in each.screen_only())]

    def _propose_at(self, where: Address, value: object, gesture: int) -> None:
        """What a drag asks for; beyond what the address takes the last value stays."""
        if self._drawn is None:
            return
        try:
            session = where.set(self._drawn, value)
        except ParameterError:
            return
        self.proposed.emit(session, gesture)

    def propose_options(self, session: Session, changes: dict[str, Any], gesture: int) -> None:
        """Propose other options of the page; beyond what they take the last ones stay."""
        try:
            options = session.options[self.page].replace(**changes)
        except ParameterError:
            return
        self.proposed.emit(session.with_options(self.page, options), gesture)

    def propose_scene(self, session: Session, changes: dict[str, Any], gesture: int) -> None:
        """Propose another scene; beyond what it allows the last one stays."""
        try:
            scene = session.scene.replace(**changes)
        except ParameterError:
            return
        self.proposed.emit(session.replace(scene=scene), gesture)

    def show_like(self, other: View) -> None:
        """Show the parts and the ranges that the user has chosen in another view of this page,
        after both have drawn the same result."""
        pairs = zip(view_boxes(self.figure.ci), view_boxes(other.figure.ci), strict=False)
        for mine, theirs in pairs:
            mine.setRange(theirs.viewRect(), padding=0)


def view_class(page: str) -> type[View]:
    """The view of a page, found by its name."""
    module = importlib.import_module(f"gui.pages.{page.replace('-', '_')}.view")
    view: type[View] = module.PageView
    return view


def view_boxes(layout: pg.GraphicsLayout) -> list[pg.ViewBox]:
    """The view boxes of the plots in a layout and those inside it, in their order."""
    found: list[pg.ViewBox] = []
    for item in layout.items:
        if isinstance(item, pg.PlotItem):
            found.append(item.vb)
        elif isinstance(item, pg.GraphicsLayout):
            found.extend(view_boxes(item))
    return found
