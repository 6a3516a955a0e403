"""Painting a scene through an engine of our own, in the pixels of an ordinary screen."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsScene

# What the methods of a paint engine are given.
Area = QRectF | QRect
Place = QPointF | QPoint | QPainterPath.Element
Flags = Qt.ImageConversionFlag
Metric = QPaintDevice.PaintDeviceMetric
DPI = 96
MOST_PIXELS = 1.5e6  # of an image within a figure: PDF takes 40 ms for a million


class Dirty:
    """What has changed of a painter's state, as whole numbers: thousands of states are told for a
    figure, and to combine Qt's own flags takes as long as to paint the shape that follows."""

    TRANSFORM = QPaintEngine.DirtyFlag.DirtyTransform.value
    PEN = QPaintEngine.DirtyFlag.DirtyPen.value
    BRUSH = QPaintEngine.DirtyFlag.DirtyBrush.value
    BRUSH_ORIGIN = QPaintEngine.DirtyFlag.DirtyBrushOrigin.value
    FONT = QPaintEngine.DirtyFlag.DirtyFont.value
    BACKGROUND = QPaintEngine.DirtyFlag.DirtyBackground.value
    BACKGROUND_MODE = QPaintEngine.DirtyFlag.DirtyBackgroundMode.value
    HINTS = QPaintEngine.DirtyFlag.DirtyHints.value
    COMPOSITION_MODE = QPaintEngine.DirtyFlag.DirtyCompositionMode.value
    OPACITY = QPaintEngine.DirtyFlag.DirtyOpacity.value
    CLIP_REGION = QPaintEngine.DirtyFlag.DirtyClipRegion.value
    CLIP_PATH = QPaintEngine.DirtyFlag.DirtyClipPath.value
    CLIP_ENABLED = QPaintEngine.DirtyFlag.DirtyClipEnabled.value


def image_of(pixmap: QPixmap | QImage) -> QImage:
    """The pixels of a pixmap."""
    return pixmap if isinstance(pixmap, QImage) else pixmap.toImage()


def point_of(place: Place) -> QPointF:
    """A place as a point."""
    return QPointF(place.x, place.y) if isinstance(place, QPainterPath.Element) else QPointF(place)


def pen_ratio(scene: QGraphicsScene) -> float:
    """By how much the pens of a figure are widened for its screen; a file's are not."""
    return getattr(scene.views()[0], "pixel_ratio", 1.0)


def taken(elements: Iterable[Any]) -> list[Any]:
    """The points, lines or rectangles that Qt gives to a method of a paint engine, and nobody else.

    PySide counts one reference to each of them that nobody holds: hundreds of a figure would stay
    for ever. Where that reference is there, it is given back.
    """
    if not isinstance(elements, list):
        return list(elements)
    usual = _references([object()])[0]
    for each, count in zip(elements, _references(elements), strict=True):
        if count > usual:
            ctypes.pythonapi.Py_DecRef(ctypes.py_object(each))
    return elements


def _references(elements: list[Any]) -> list[int]:
    return [sys.getrefcount(each) for each in elements]


def render(scene: QGraphicsScene, size: QSize, engine: QPaintEngine) -> None:
    """Paint the scene's part from (0, 0) that a view of this size shows with the engine."""
    area = QRectF(0, 0, size.width(), size.height())
    zoom = scene.views()[0].transform().m11()
    part = QRectF(0, 0, size.width() / zoom, size.height() / zoom)
    device = PaintDevice(engine, size)
    painter = QPainter(device)
    try:
        scene.render(painter, area, part)
    finally:
        painter.end()


class PaintDevice(QPaintDevice):
    """Something to paint on that measures as the figure does on a screen of 96 dpi."""

    def __init__(self, engine: QPaintEngine, size: QSize) -> None:
        super().__init__()
        self._engine = engine
        self._metrics = {
            Metric.PdmWidth: size.width(),
            Metric.PdmHeight: size.height(),
            Metric.PdmWidthMM: round(size.width() * 25.4 / DPI),
            Metric.PdmHeightMM: round(size.height() * 25.4 / DPI),
            Metric.PdmNumColors: 2**24,
            Metric.PdmDepth: 32,
            Metric.PdmDevicePixelRatio: 1,
            Metric.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, DPI if "Dpi" in metric.name else 0)


def magnified(image: QImage, area: Area, transform: QTransform, smooth: bool) -> QImage:
    """An image of few pixels as one of many, so that every viewer shows it alike.

    Left to themselves, some viewers blur a table of five by five colours and others show the
    steps of a smooth one.
    """
    shown = transform.mapRect(QRectF(area))
    factor = 2.0 * max(shown.width() / image.width(), shown.height() / image.height())
    most = math.sqrt(MOST_PIXELS / (image.width() * image.height()))
    whole = min(math.ceil(factor), math.floor(most))
    if whole < 2:
        return image
    mode = Qt.TransformationMode
    return image.scaled(
        image.size() * whole,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        mode.SmoothTransformation if smooth else mode.FastTransformation,
    )
