"""The plot of a card, in the house style."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem

from gui.look.theme import Theme
from gui.plotkit.axis import Axis
from gui.plotkit.frame import Frame
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import LogAxis
from gui.plotkit.plot_box import PlotBox
from gui.plotkit.size import TICKS
from gui.plotkit.words import face

PLACES = {"top": (0, 1), "left": (1, 0), "right": (1, 2), "bottom": (2, 1)}


pg.setConfigOptions(antialias=True, useOpenGL=False)


class Plot(pg.GraphicsWidget):
    """A box between axes, which answers to the names of pg.PlotItem.

    That one makes menus and seventy controls which nobody sees, in three times the time.
    """

    def __init__(self, theme: Theme, axes: dict[str, Axis]) -> None:
        super().__init__()
        self.vb = PlotBox()
        self.items: list[pg.GraphicsObject] = []
        self.axes: dict[str, Axis] = {}
        self._theme = theme
        self.layout = QGraphicsGridLayout()
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.layout.setSpacing(0)
        self.setLayout(self.layout)
        self.layout.addItem(self.vb, 1, 1)
        self.layout.setRowStretchFactor(1, 100)
        self.layout.setColumnStretchFactor(1, 100)
        self.setAxisItems(axes)
        for fix in ("MinimumWidth", "PreferredWidth", "MinimumHeight", "PreferredHeight"):
            getattr(self, f"set{fix}")(1)

    def __getattr__(self, name: str) -> Any:
        """Ranges and the like are those of the box; what the mouse does there, it is told."""
        if name.startswith("_") or name == "vb" or name.endswith("Event"):
            raise AttributeError(name)
        return getattr(self.vb, name)

    def implements(self, interface: str | None = None) -> bool:
        """What pyqtgraph asks before it links two boxes."""
        return interface == "ViewBoxWrapper"

    def getViewBox(self) -> PlotBox:
        """The inside."""
        return self.vb

    def addItem(self, item: pg.GraphicsObject, *places: Any, **options: Any) -> None:
        """Draw an item in the plot's coordinates."""
        self.items.append(item)
        self.vb.addItem(item, *places, **options)

    def removeItem(self, item: pg.GraphicsObject) -> None:
        """Draw it no longer."""
        if item in self.items:
            self.items.remove(item)
            self.vb.removeItem(item)

    def getAxis(self, side: str) -> Axis:
        """The axis of a side."""
        if side not in self.axes:
            self.setAxisItems({side: Axis(side)})
        return self.axes[side]

    def setAxisItems(self, axes: dict[str, Axis]) -> None:
        """Put axes in the place of those on their sides."""
        for side, axis in axes.items():
            if side in self.axes:
                old = self.axes.pop(side)
                old.unlinkFromView()
                self.layout.removeItem(old)
                old.setParentItem(None)
                if old.scene() is not None:
                    old.scene().removeItem(old)
            axis.linkToView(self.vb)
            axis.setTickFont(face(TICKS))
            axis.setPen(self._theme.pen("line", 1.0))
            axis.setTextPen(self._theme.color("muted"))
            axis.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
            axis.setZValue(0.5)
            self.axes[side] = axis
            self.layout.addItem(axis, *PLACES[side])

    def showAxis(self, side: str, show: bool = True) -> None:
        """Show an axis, or not."""
        self.getAxis(side).setVisible(show)
        self.getAxis(side)._adjustSize()

    def hideAxis(self, side: str) -> None:
        """Show none on this side."""
        self.showAxis(side, False)

    def showGrid(self, x: bool | None = None, y: bool | None = None) -> None:
        """Lines at the labelled ticks, or none; None leaves them as they are."""
        for side, shown in (("bottom", x), ("left", y)):
            if shown is not None:
                self.getAxis(side).setGrid(255 if shown else False)

    def setLabel(self, side: str, text: str) -> None:
        """Name an axis along it."""
        self.getAxis(side).setLabel(text)


def card_plot(frame: Frame, log: str, place: tuple[int, int]) -> Plot:
    """A plot in the house style, in a card."""
    axes = {
        side: (LogAxis if letter in log else Axis)(side)
        for side, letter in (("left", "y"), ("bottom", "x"))
    }
    plot = Plot(frame.theme, axes)
    frame.content.addItem(plot, *place)
    quiet_grid(plot, frame.theme)
    return plot
