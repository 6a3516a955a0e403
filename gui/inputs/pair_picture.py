"""p and q as a picture whose peaks and edges can be dragged."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.gaussian.gaussian import Gaussian
from gui.base.gesture import new_gesture
from gui.base.scaling import scaled
from gui.inputs.pair_grips import Grip, line_grips, plane_grips
from gui.inputs.pair_painting import PairPainter
from gui.inputs.pair_scale import Scale, SteadyRanges
from gui.look.current import current_theme
from gui.look.theme import Theme

HEIGHT = 148
AXIS = 20  # below the picture, for the numbers along x
REST = 120  # milliseconds without another Gaussian, after which nothing moves
GRAB = 9.0  # pixels around a handle that take hold of it
Cursor = Qt.CursorShape


class PairPicture(QWidget):
    """Densities in one dimension, ellipses over the first two coordinates in more.

    It has a frame of its own unless it is ``large``, a picture that fills a page. The sliders
    beside it do the same by keys.
    """

    proposed = Signal(str, object, int)  # ("p" or "q", the new Gaussian, gesture number)

    def __init__(self, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.large = large
        self.headroom = 0  # pixels at the top that others need, beside usual type
        self.names: tuple[str, ...] = ("p", "q")  # those that are drawn
        self.gaussians: dict[str, Gaussian] = {}
        self.reference: dict[str, Gaussian] = {}  # of the pinned state
        self._ranges = SteadyRanges()
        self._held: Grip | None = None
        self._over: Grip | None = None
        self._offset = QPointF()
        self._gesture = 0
        self._moves = False  # one picture follows the other
        self._lower: list[tuple[str, Gaussian]] = []  # which was below the other in the last one
        self._ground: tuple[Any, QPixmap] = (None, QPixmap())  # of what, and as it was painted
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._come_to_rest)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("picture of p and q"))
        self.setToolTip(tr("Drag a peak to move, an edge to widen; double click shows all."))
        vertical = QSizePolicy.Policy.Expanding if large else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)

    def show_pair(self, p: Gaussian, q: Gaussian) -> None:
        """Show these; a drag ends with another number of dimensions."""
        if self._held is not None and p.dimension != self._dimension:
            self._held = None
        gaussians = self._of(p, q)
        if not _same(gaussians, self.gaussians):
            self.gaussians = gaussians
            self._moves = self._rest.isActive()
            self._rest.start()
            self.update()

    def show_reference(self, p: Gaussian | None, q: Gaussian | None) -> None:
        """Those of a pinned state, dotted; None for none."""
        reference = {} if p is None or q is None else self._of(p, q)
        if not _same(reference, self.reference):
            self.reference = reference
            self.update()

    def sizeHint(self) -> QSize:
        """As high as the panel gives it."""
        return QSize(scaled(200), scaled(HEIGHT))

    def grips(self) -> list[Grip]:
        """The handles; those of the smaller Gaussian lie on top, or they could not be held."""
        make = line_grips if self._dimension == 1 else plane_grips
        order = sorted(self.gaussians.items(), key=lambda pair: -float(pair[1].std[0]))
        return [grip for name, gaussian in order for grip in make(name, gaussian)]

    def scale(self) -> Scale:
        """Between numbers and pixels, now."""
        shown = tuple(self.gaussians.values())
        x, y = self._ranges.next(shown[0], shown[-1], self._held is not None)
        top = scaled(self.headroom) + 8
        return Scale(QRectF(self.rect()).adjusted(8, top, -8, -scaled(AXIS)), x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle."""
        grip = self._at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or grip is None:
            event.ignore()
            return
        self._held, self._gesture = grip, new_gesture()
        self._offset = self.scale().to_pixels(grip.x, grip.y) - event.position()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or show that one can."""
        if self._held is not None:
            self._drag(self._held, event.position() + self._offset)
        self._hover(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: now the ranges may follow."""
        if self._held is not None:
            self._held = None
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show both whole."""
        self._ranges.fit()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, axis, curves or ellipses, names, handles."""
        theme, painter = current_theme(), QPainter(self)
        scale = self.scale() if self.gaussians else None
        pairs = list(self.gaussians.items())
        # What stays as it is while the other moves is painted once.
        below = dict(pairs[:1]) if pairs[:1] == self._lower else {}
        self._lower = pairs[:1]
        painter.drawPixmap(0, 0, self._below(theme, scale, below))
        if scale is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            drawn = PairPainter(painter, scale, theme, self.large, self._moves)
            drawn.pair(dict(pairs[len(below) :]))
            drawn.names(self.gaussians)
            drawn.handles(self.grips(), self._over)
        painter.end()

    def _below(self, theme: Theme, scale: Scale | None, gaussians: dict[str, Gaussian]) -> QPixmap:
        """Ground, axis and pinned state, with these Gaussians."""
        ratio = self.devicePixelRatioF()
        state = self.size(), ratio, theme, scale, self._moves, gaussians, dict(self.reference)
        if state != self._ground[0]:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setFont(self.font())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_below(painter, theme, scale, gaussians)
            painter.end()
            self._ground = state, pixmap
        return self._ground[1]

    def _paint_below(
        self, painter: QPainter, theme: Theme, scale: Scale | None, gaussians: dict[str, Gaussian]
    ) -> None:
        if not self.large:
            painter.setPen(QPen(theme.color("line"), 1.0))
            painter.setBrush(theme.color("plot"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if scale is None:
            return
        drawn = PairPainter(painter, scale, theme, self.large, self._moves)
        drawn.axis()
        if any(g.dimension == self._dimension for g in self.reference.values()):
            drawn.pair(self.reference, ghost=True)
        drawn.pair(gaussians)

    def _come_to_rest(self) -> None:
        """Paint at its best what was painted while it moved."""
        if self._moves:
            self._moves = False
            self.update()

    @property
    def _dimension(self) -> int:
        return next((each.dimension for each in self.gaussians.values()), 1)

    def _of(self, p: Gaussian, q: Gaussian) -> dict[str, Gaussian]:
        return {name: each for name, each in (("p", p), ("q", q)) if name in self.names}

    def _drag(self, grip: Grip, at: QPointF) -> None:
        scale = self.scale()
        x, y = scale.to_numbers(at)
        try:
            gaussian = grip.move(x, y, scale.pixel)
        except ParameterError:
            return  # no Gaussian can be what the drag asks for: the last one stays
        self.proposed.emit(grip.name, gaussian, self._gesture)

    def _hover(self, over: Grip | None) -> None:
        if over == self._over:
            return
        self._over = over
        shape = Cursor.ArrowCursor
        if over is not None:
            edge = Cursor.SizeHorCursor if self._dimension == 1 else Cursor.PointingHandCursor
            shape = Cursor.SizeAllCursor if over.centre else edge
        self.setCursor(shape)
        self.update()

    def _at(self, at: QPointF) -> Grip | None:
        """The handle there, the nearest of several, of equal ones that on top."""
        if not self.gaussians:
            return None
        scale = self.scale()
        nearest, best = None, GRAB
        for grip in self.grips():
            away = scale.to_pixels(grip.x, grip.y) - at
            distance = math.hypot(away.x(), away.y())
            if distance <= best:
                nearest, best = grip, distance
        return nearest


def _same(first: dict[str, Gaussian], second: dict[str, Gaussian]) -> bool:
    """Whether both hold the very same Gaussians."""
    return first.keys() == second.keys() and all(first[name] is second[name] for name in first)
