"""Round handles that can be dragged; what a drag means is for the picture to say."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal

from gui.look.theme import Theme
from gui.plotkit.untyped import MouseEvent

SIZES = {"mean": 11, "spread": 8}
# Nearer than this to its centre, in pixels, an end can hardly be held.
CLOSEST = 3.0


class Handle(pg.TargetItem):
    """Says where it is dragged to and stays where `place` puts it: it owns no position."""

    started = Signal()
    dragged = Signal(float, float)
    finished = Signal()

    def __init__(self, theme: Theme, role: str, kind: str, tip: str) -> None:
        pen = theme.pen(role, 1.8)
        super().__init__(
            size=theme.symbol(SIZES[kind]),
            symbol="o",
            pen=pen,
            hoverPen=pen,
            brush=theme.color("plot"),
            hoverBrush=theme.color(role),
        )
        self.held = False
        self._offset = QPointF()
        self.setToolTip(tip)
        self.role = role
        self.level = 35.0 if kind == "mean" else 30.0
        self.setZValue(self.level)
        self.setCursor(
            Qt.CursorShape.SizeAllCursor if kind == "mean" else Qt.CursorShape.PointingHandCursor
        )

    def place(self, x: float, y: float) -> None:
        """Stand at (x, y), if that can be drawn."""
        if math.isfinite(x) and math.isfinite(y):
            self.setPos(x, y)

    def mouseDragEvent(self, ev: MouseEvent) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            ev.ignore()
            return
        ev.accept()
        view = self.getViewBox()
        if ev.isStart():
            self._offset = self.pos() - view.mapSceneToView(ev.buttonDownScenePos())
            self.held = True
            self.started.emit()
        if not self.held:
            return
        at = self._offset + view.mapSceneToView(ev.scenePos())
        self.dragged.emit(at.x(), at.y())
        if ev.isFinish():
            self.held = False
            self.finished.emit()

    def mouseClickEvent(self, ev: MouseEvent) -> None:
        ev.ignore()


def decimals_of(view: pg.ViewBox) -> tuple[int, int]:
    """How many decimals of x and y one pixel tells apart: a dragged value is rounded to them."""
    x, y = view.viewPixelSize()
    return _decimals(x), _decimals(y)


def _decimals(pixel: float) -> int:
    return -math.floor(math.log10(pixel)) if 0.0 < pixel < math.inf else 12
