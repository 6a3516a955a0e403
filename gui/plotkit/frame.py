"""A card in the scene of a figure: a line around it, its head, and the room for a plot."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from engine.core.words import tr
from gui.look.theme import Theme
from gui.plotkit.card import Card
from gui.plotkit.header import Header
from gui.plotkit.size import MARGIN, TOP, Size
from gui.plotkit.untyped import MouseEvent

RADIUS = 6


class Frame(pg.GraphicsObject):
    """One card; a panel puts its plots into ``content`` and is told when it is placed."""

    pressed = Signal(str)  # "main", "title", "fit", "copy", "menu"
    menu_wanted = Signal(QPointF)
    placed = Signal()
    entered = Signal(bool)  # the mouse is over it, or has left

    def __init__(self, theme: Theme, card: Card) -> None:
        super().__init__()
        self.theme, self.card = theme, card
        self.size = Size.SMALL
        self.area = QRectF()
        self.in_file = self.hovered = self.focused = False
        self.right: Callable[[], float] = lambda: 0.0  # what names need beside the plot
        self.header = Header(theme, tr(card.title), self)
        self.content = pg.GraphicsLayout(self)
        self.content.layout.setContentsMargins(0, 0, 0, 0)
        self.content.layout.setSpacing(0)
        self.header.pressed.connect(self._press)
        self.header.menu_wanted.connect(self.menu_wanted)

    def place(self, area: QRectF, size: Size) -> None:
        """Stand there, in this size."""
        if area == self.area and size is self.size:
            return
        self.prepareGeometryChange()
        self.area, self.size = area, size
        self.setPos(area.topLeft())
        self.header.stand(size, area.width())
        self.content.setVisible(size is not Size.FOLDED)
        self.placed.emit()
        self.lay_out()

    def lay_out(self) -> None:
        """Give the plot what the words leave."""
        if self.size is Size.FOLDED:
            return
        top = self.header.height + TOP[self.size]
        right = MARGIN[self.size] + self.right()
        self.content.setGeometry(
            QRectF(0.0, top, self.area.width() - right, self.area.height() - top - 1.0)
        )

    def for_file(self, written: bool) -> None:
        """Without what is only for the screen."""
        self.in_file = self.header.in_file = written
        self.update()
        self.header.update()

    def hover(self, hovered: bool) -> None:
        """The mouse is over it, or has left."""
        if hovered != self.hovered:
            self.hovered = self.header.hovered = hovered
            self.update()
            self.entered.emit(hovered)

    def hoverEvent(self, event: MouseEvent) -> None:
        """Told by pyqtgraph's scene."""
        self.hover(not event.isExit())

    def mouseClickEvent(self, event: MouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.size is not Size.MAIN:
            event.accept()
            self.pressed.emit("main")
        else:
            event.ignore()

    def focus(self, focused: bool) -> None:
        """Keys are heard by it, or no longer."""
        if focused != self.focused:
            self.focused = focused
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, self.area.width(), self.area.height())

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        if self.in_file:
            return
        lit = self.focused or (self.hovered and self.size is not Size.MAIN)
        pen, brush = self.theme.pen("accent" if lit else "line", 1.0), self.theme.brush("plot", 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(brush)
        paint_card(painter, self.boundingRect())

    def _press(self, part: str) -> None:
        if self.size is not Size.MAIN:
            part = "main"
        if part:
            self.pressed.emit(part)


def paint_card(painter: QPainter, area: QRectF) -> None:
    """A rectangle with round corners in the painter's pen, of one pixel, and brush, both without
    holes. Between the corners it is made of plain rectangles, which Qt fills in a quarter of the
    time, where their edges are edges of pixels."""
    line, ends = area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS + 1.0
    on, inner = painter.deviceTransform(), area.adjusted(0.0, ends, 0.0, -ends)
    in_pixels = (on.dx(), on.dy(), area.left(), area.top(), area.width(), area.height())
    if (
        on.isScaling()
        or inner.height() <= 0.0
        or not all(number.is_integer() for number in in_pixels)
    ):
        painter.drawRoundedRect(line, RADIUS, RADIUS)
        return
    for top in (area.top(), inner.bottom()):
        painter.save()
        band = QRectF(area.left(), top, area.width(), ends)
        painter.setClipRect(band, Qt.ClipOperation.IntersectClip)
        painter.drawRoundedRect(line, RADIUS, RADIUS)
        painter.restore()
    painter.fillRect(inner, painter.brush())
    for left in (area.left(), area.right() - 1.0):
        painter.fillRect(QRectF(left, inner.top(), 1.0, inner.height()), painter.pen().color())
