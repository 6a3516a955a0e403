"""Painting as SVG elements: what is painted on a screen, in its pixels, with texts as text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsScene

from gui.figure import svg_elements as svg
from gui.figure.paint_device import (
    Area,
    Dirty,
    Flags,
    Place,
    image_of,
    magnified,
    pen_ratio,
    point_of,
    render,
    taken,
)

Polygon = QPaintEngine.PolygonDrawMode
SHORT = 0.001  # pixels
NEAR = 0.5  # pixels between the pieces of a text at the most


def scene_elements(scene: QGraphicsScene, size: QSize) -> Callable[[], str]:
    """The scene's part from (0, 0) of this size as SVG elements, whose text may be made in another
    thread: images and long paths in them take long."""
    engine = _Engine(1.0 / pen_ratio(scene))
    render(scene, size, engine)
    return engine.text


@dataclass(frozen=True, slots=True)
class _Text:
    """What is written of a text so far."""

    start: QPointF
    end: QPointF
    words: str
    style: tuple[QFont, QTransform, str]
    element: object

    def goes_on(self, start: QPointF, style: tuple[QFont, QTransform, str], last: object) -> bool:
        """Whether what starts there, after the element that is the last, is more of it."""
        near = (start - self.end).manhattanLength() < NEAR
        return near and last == self.element and style == self.style


class _Engine(QPaintEngine):
    """Writes an element for every shape, in device coordinates, grouped by its clip."""

    def __init__(self, pens: float) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._pens = pens
        self._elements: list[str | Callable[[], str]] = []
        self._definitions: dict[str, str] = {}  # content -> id
        self._group = ""  # the clip of the group that is open
        self._transform = QTransform()
        self._pen = QPen()
        self._brush = QBrush()
        self._opacity = 1.0
        self._smooth = False
        self._clip: QPainterPath | None = None
        self._clip_name = ""  # once it is defined
        self._clipping = True
        self._text: _Text | None = None  # the last one
        self._shape, self._moved = QPainterPath(), QTransform()  # the last one, and how it stood
        self._shape_name = ""  # once it is defined

    def text(self) -> str:
        """All elements, once everything is painted."""
        definitions = [
            content.replace(" ", f' id="{name}" ', 1) for content, name in self._definitions.items()
        ]
        end = ["</g>"] if self._group else []
        elements = (each if isinstance(each, str) else each() for each in self._elements)
        return "\n".join(["<defs>", *definitions, "</defs>", *elements, *end])

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        dirty = state.state().value
        # The transform comes first: a clip is given in its coordinates.
        if dirty & Dirty.TRANSFORM:
            self._transform = QTransform(state.transform())
        if dirty & Dirty.PEN:
            self._pen = QPen(state.pen())
        if dirty & Dirty.BRUSH:
            self._brush = QBrush(state.brush())
        if dirty & Dirty.OPACITY:
            self._opacity = state.opacity()
        if dirty & Dirty.HINTS:
            self._smooth = bool(state.renderHints() & QPainter.RenderHint.SmoothPixmapTransform)
        if dirty & Dirty.CLIP_REGION:
            path = QPainterPath()
            path.addRegion(state.clipRegion())
            self._set_clip(path, state.clipOperation())
        if dirty & Dirty.CLIP_PATH:
            self._set_clip(state.clipPath(), state.clipOperation())
        if dirty & Dirty.CLIP_ENABLED:
            self._clipping = state.isClipEnabled()

    def drawPath(self, path: QPainterPath) -> None:
        place = self._again(path)
        if not place and path.isEmpty():
            return
        rule = "evenodd" if path.fillRule() == Qt.FillRule.OddEvenFill else "nonzero"
        look = f'{self._fill(path)} fill-rule="{rule}" {self._stroke()}'
        if place:
            self._add(f"<use {place} {look}/>")
        else:
            self._add_path(path, look)

    def drawPolygon(self, points: Iterable[Any], mode: Polygon) -> None:
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(point) for point in taken(points)]))
        if mode == Polygon.PolylineMode:
            self._unfilled(path)
            return
        path.closeSubpath()
        if mode != Polygon.OddEvenMode:
            path.setFillRule(Qt.FillRule.WindingFill)
        self.drawPath(path)

    def drawLines(self, lines: Iterable[Any]) -> None:
        self._add_lines(QLineF(line) for line in taken(lines))

    def drawPoints(self, points: Iterable[Any]) -> None:
        # A short line shows its caps only; a path leaves one without length out.
        places = [QPointF(point) for point in taken(points)]
        self._add_lines(QLineF(place, place + QPointF(SHORT, 0.0)) for place in places)

    def drawRects(self, rectangles: Iterable[Any]) -> None:
        path = QPainterPath()
        for rectangle in taken(rectangles):
            path.addRect(QRectF(rectangle))
        self.drawPath(path)

    def drawEllipse(self, rectangle: Area) -> None:
        path = QPainterPath()
        path.addEllipse(QRectF(rectangle))
        self.drawPath(path)

    def drawImage(
        self, area: Area, image: QImage, part: Area, flags: Flags = Flags.AutoColor
    ) -> None:
        whole = image.copy(QRectF(part).toAlignedRect())
        place, at = QRectF(area), QTransform(self._transform)
        smooth, opacity = self._smooth, self._opacity
        self._add(lambda: svg.image(place, magnified(whole, place, at, smooth), at, opacity))

    def drawPixmap(self, area: Area, pixmap: QPixmap | QImage, part: Area) -> None:
        self.drawImage(area, image_of(pixmap), part)

    def drawTiledPixmap(self, area: Area, pixmap: QPixmap | QImage, start: Place) -> None:
        tiled = QImage(QRectF(area).size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        tiled.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tiled)
        painter.drawTiledPixmap(QRectF(tiled.rect()), pixmap, start)
        painter.end()
        self.drawImage(area, tiled, QRectF(tiled.rect()))

    def drawTextItem(self, position: Place, text: QTextItem) -> None:
        """Qt paints a text in pieces where some of its glyphs are another face's: one element."""
        start, words = QPointF(point_of(position)), text.text()
        end = start + QPointF(text.width(), 0.0)
        fill = svg.color("fill", self._pen.color(), self._opacity)
        style = (text.font(), QTransform(self._transform), fill)
        before = self._text
        if before is not None and before.goes_on(start, style, self._elements[-1]):
            self._elements.pop()
            start, words = before.start, before.words + words
        if words.strip():
            self._add(svg.text(start, words, *style))
            self._text = _Text(start, end, words, style, self._elements[-1])

    def _again(self, path: QPainterPath) -> str:
        """Where a shape stands that is the one before at another place, as the thousands of
        symbols of a plot are: they are defined once. Empty for every other one."""
        if self._brush.gradient() is not None:  # it would move with the shape
            return ""
        at = self._transform
        moved = at * QTransform.fromTranslate(-at.dx(), -at.dy())
        if path != self._shape or moved != self._moved:
            self._shape, self._moved, self._shape_name = QPainterPath(path), moved, ""
            return ""
        if not self._shape_name:
            data = svg.path_data(moved.map(path))
            self._shape_name = self._defined(f'<path d="{data}"/>') if data else ""
        where = f'x="{svg.number(at.dx())}" y="{svg.number(at.dy())}"'
        return f'xlink:href="#{self._shape_name}" {where}' if self._shape_name else ""

    def _add_lines(self, lines: Iterable[QLineF]) -> None:
        path = QPainterPath()
        for line in lines:
            path.moveTo(line.p1())
            path.lineTo(line.p2())
        self._unfilled(path)

    def _unfilled(self, path: QPainterPath) -> None:
        if not path.isEmpty():
            self._add_path(path, f'fill="none" {self._stroke()}')

    def _add_path(self, path: QPainterPath, look: str) -> None:
        moved = self._transform.map(path)
        self._add(lambda: f'<path d="{svg.path_data(moved)}" {look}/>')

    def _stroke(self) -> str:
        scale = self._pens
        if not self._pen.isCosmetic():
            scale = math.sqrt(abs(self._transform.determinant()))
        return svg.stroke(self._pen, scale, self._opacity)

    def _fill(self, path: QPainterPath) -> str:
        gradient = svg.linear_gradient(self._brush, self._transform, path.boundingRect())
        if gradient:
            return f'fill="url(#{self._defined(gradient)})" fill-opacity="{self._opacity:g}"'
        if self._brush.style() == Qt.BrushStyle.NoBrush:
            return 'fill="none"'
        return svg.color("fill", self._brush.color(), self._opacity)

    def _set_clip(self, path: QPainterPath, operation: Qt.ClipOperation) -> None:
        self._clip_name = ""
        mapped = self._transform.map(path)
        if operation == Qt.ClipOperation.NoClip:
            self._clip = None
        elif operation == Qt.ClipOperation.IntersectClip and self._clip is not None:
            self._clip = self._clip.intersected(mapped)
        else:
            self._clip = mapped

    def _add(self, element: str | Callable[[], str]) -> None:
        name = ""
        if self._clip is not None and self._clipping:
            name = self._clip_name = self._clip_name or self._defined_clip(self._clip)
        if name != self._group:
            if self._group:
                self._elements.append("</g>")
            if name:
                self._elements.append(f'<g clip-path="url(#{name})">')
            self._group = name
        self._elements.append(element)

    def _defined_clip(self, path: QPainterPath) -> str:
        return self._defined(f'<clipPath ><path d="{svg.path_data(path)}"/></clipPath>')

    def _defined(self, content: str) -> str:
        return self._definitions.setdefault(content, f"d{len(self._definitions) + 1}")
