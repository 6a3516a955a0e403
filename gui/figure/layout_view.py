"""A view whose panels stand in layouts of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from gui.figure.base_view import BaseView
from gui.plotkit.layout_panel import LayoutPanel

Kind = TypeVar("Kind", bound=LayoutPanel)


class LayoutView(BaseView):
    """Adds panels to ``self.figure``, and hands each its figure in `draw_panels`."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.panels: list[LayoutPanel] = []

    def drawings(self) -> Iterable[LayoutPanel]:
        return self.panels

    def add(self, panel: Kind) -> Kind:
        """A panel of the figure: what is dragged in it is proposed."""
        self.panels.append(panel)
        panel.proposed.connect(self._propose_at)
        return panel

    def put_above(self, widget: QWidget) -> None:
        """A widget above the figure, without a gap."""
        self._column.insertWidget(0, widget)
        self._column.setSpacing(0)

    def show_like(self, other: BaseView) -> None:
        pairs = zip(view_boxes(self.figure.ci), view_boxes(other.figure.ci), strict=False)
        for mine, theirs in pairs:
            mine.setRange(theirs.viewRect(), padding=0)


def view_boxes(layout: pg.GraphicsLayout) -> list[pg.ViewBox]:
    """The view boxes of the plots in a layout and those inside it, in their order."""
    found: list[pg.ViewBox] = []
    for item in layout.items:
        if isinstance(item, pg.PlotItem):
            found.append(item.vb)
        elif isinstance(item, pg.GraphicsLayout):
            found.extend(view_boxes(item))
    return found
