"""Painting at a larger scale in which lines of a fixed width in pixels grow as well.

Cosmetic pens, which all curves and axes have, keep their width under a painter's scale and
under a device pixel ratio. Here everything that is painted, recorded pictures included, passes
on to another painter, and the pens are widened on the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPainterStateGuard,
    QPen,
    QPixmap,
    QPolygonF,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsScene

from gui.figure.paint_device import (
    Area,
    Dirty,
    Flags,
    Place,
    image_of,
    magnified,
    pen_ratio,
    render,
    taken,
)

Polygon = QPaintEngine.PolygonDrawMode
MANY = 100  # elements of a path that is painted line by line


def render_scaled(
    scene: QGraphicsScene, target: QPainter, size: QSize, scale: float, as_pixels: bool = False
) -> None:
    """Paint the scene's part from (0, 0) of this size, everything ``scale`` times as large.

    What becomes pixels of this machine keeps its images as they are, and of lines that are one path
    each is painted by itself: Qt looks at all points of a path in each few rows that it fills.
    """
    with QPainterStateGuard(target):
        target.scale(scale, scale)
        render(scene, size, _Engine(target, scale, scale / pen_ratio(scene), as_pixels))


class _Engine(QPaintEngine):
    """Passes every state and every shape on to the target."""

    def __init__(self, target: QPainter, scale: float, pens: float, as_pixels: bool) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._target = target
        self._scale, self._pens, self._as_pixels = scale, pens, as_pixels

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        dirty, target = state.state().value, self._target
        # The transform comes first: a clip is given in its coordinates.
        if dirty & Dirty.TRANSFORM:
            scaled = QTransform.fromScale(self._scale, self._scale)
            target.setTransform(state.transform() * scaled)
        if dirty & Dirty.PEN:
            target.setPen(self._widened(state.pen()))
        if dirty & Dirty.BRUSH:
            target.setBrush(state.brush())
        if dirty & Dirty.BRUSH_ORIGIN:
            target.setBrushOrigin(state.brushOrigin())
        if dirty & Dirty.FONT:
            target.setFont(state.font())
        if dirty & Dirty.BACKGROUND:
            target.setBackground(state.backgroundBrush())
        if dirty & Dirty.BACKGROUND_MODE:
            target.setBackgroundMode(state.backgroundMode())
        if dirty & Dirty.HINTS:
            target.setRenderHints(target.renderHints(), False)
            target.setRenderHints(state.renderHints(), True)
        if dirty & Dirty.COMPOSITION_MODE:
            target.setCompositionMode(state.compositionMode())
        if dirty & Dirty.OPACITY:
            target.setOpacity(state.opacity())
        self._update_clip(dirty, state)

    def _update_clip(self, dirty: int, state: QPaintEngineState) -> None:
        if dirty & Dirty.CLIP_REGION:
            self._target.setClipRegion(state.clipRegion(), state.clipOperation())
        if dirty & Dirty.CLIP_PATH:
            self._target.setClipPath(state.clipPath(), state.clipOperation())
        if dirty & Dirty.CLIP_ENABLED:
            self._target.setClipping(state.isClipEnabled())

    def _widened(self, pen: QPen) -> QPen:
        if pen.isCosmetic():
            pen = QPen(pen)
            # A width of 0 means one pixel.
            pen.setWidthF((pen.widthF() or 1.0) * self._pens)
        return pen

    def drawPath(self, path: QPainterPath) -> None:
        if self._as_pixels and path.elementCount() > MANY and self._only_lines():
            for line in path.toSubpathPolygons():
                self._target.drawPolyline(line)
        else:
            self._target.drawPath(path)

    def _only_lines(self) -> bool:
        """Whether a path is no area, and nothing is seen of how often a place is painted."""
        pen, target = self._target.pen(), self._target
        opaque = pen.color().alpha() == 255 and target.opacity() == 1.0
        return target.brush().style() is Qt.BrushStyle.NoBrush and opaque

    def drawLines(self, lines: Iterable[Any]) -> None:
        self._target.drawLines(taken(lines))

    def drawRects(self, rectangles: Iterable[Any]) -> None:
        self._target.drawRects(taken(rectangles))

    def drawEllipse(self, rectangle: Area) -> None:
        self._target.drawEllipse(rectangle)

    def drawPoints(self, points: Iterable[Any]) -> None:
        self._target.drawPoints(_polygon(points))

    def drawPolygon(self, points: Iterable[Any], mode: Polygon) -> None:
        polygon = _polygon(points)
        if mode == Polygon.PolylineMode:
            self._target.drawPolyline(polygon)
        elif mode == Polygon.OddEvenMode:
            self._target.drawPolygon(polygon, Qt.FillRule.OddEvenFill)
        else:
            self._target.drawPolygon(polygon, Qt.FillRule.WindingFill)

    def drawImage(
        self, area: Area, image: QImage, part: Area, flags: Flags = Flags.AutoColor
    ) -> None:
        if self._as_pixels:
            self._target.drawImage(QRectF(area), image, QRectF(part), flags)
            return
        smooth = bool(self._target.renderHints() & QPainter.RenderHint.SmoothPixmapTransform)
        whole = image.copy(QRectF(part).toAlignedRect())
        self._target.drawImage(area, magnified(whole, area, self._target.transform(), smooth))

    def drawPixmap(self, area: Area, pixmap: QPixmap | QImage, part: Area) -> None:
        self.drawImage(area, image_of(pixmap), part)

    def drawTiledPixmap(self, area: Area, pixmap: QPixmap | QImage, start: Place) -> None:
        self._target.drawTiledPixmap(area, pixmap, start)

    def drawTextItem(self, position: Place, text: QTextItem) -> None:
        self._target.drawTextItem(position, text)


def _polygon(points: Iterable[Any]) -> QPolygonF:
    return QPolygonF([QPointF(point) for point in taken(points)])
