"""The text of single SVG elements and attributes for what Qt paints."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontInfo,
    QGradient,
    QImage,
    QLinearGradient,
    QPainterPath,
    QPen,
    QTransform,
)

from gui.figure.png_bytes import png_bytes

CAPS = {Qt.PenCapStyle.FlatCap: "butt", Qt.PenCapStyle.SquareCap: "square"}
JOINS = {Qt.PenJoinStyle.MiterJoin: "miter", Qt.PenJoinStyle.BevelJoin: "bevel"}


def number(value: float) -> str:
    """To a thousandth of a pixel."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path_data(path: QPainterPath) -> str:
    """The attribute d of a path."""
    elements = map(path.elementAt, range(path.elementCount()))
    return "".join(f"{_letter(each)}{number(each.x)},{number(each.y)}" for each in elements)


def _letter(element: QPainterPath.Element) -> str:
    """The two points after a curve's first have none of their own."""
    if element.isLineTo():
        return "L"
    if element.isMoveTo():
        return "M"
    return "C" if element.isCurveTo() else " "


def color(name: str, value: QColor, opacity: float = 1.0) -> str:
    """The attributes of a colour with its opacity."""
    alpha = value.alphaF() * opacity
    return f'{name}="{value.name()}"' + (f' {name}-opacity="{alpha:.4g}"' if alpha < 1.0 else "")


def stroke(pen: QPen, scale: float, opacity: float) -> str:
    """The attributes of a pen whose width grows by ``scale``."""
    if pen.style() == Qt.PenStyle.NoPen:
        return 'stroke="none"'
    width = (pen.widthF() or 1.0) * scale
    parts = [
        color("stroke", pen.color(), opacity),
        f'stroke-width="{number(width)}"',
        f'stroke-linecap="{CAPS.get(pen.capStyle(), "round")}"',
        f'stroke-linejoin="{JOINS.get(pen.joinStyle(), "round")}"',
    ]
    if pen.style() != Qt.PenStyle.SolidLine:
        # Qt counts dashes in widths of the pen.
        unit = max(width, scale)
        dashes = ",".join(number(length * unit) for length in pen.dashPattern())
        parts.append(f'stroke-dasharray="{dashes}"')
        parts.append(f'stroke-dashoffset="{number(pen.dashOffset() * unit)}"')
    return " ".join(parts)


def linear_gradient(brush: QBrush, transform: QTransform, bounds: QRectF) -> str:
    """A definition for a linear gradient; empty for every other brush."""
    gradient = brush.gradient()
    if not isinstance(gradient, QLinearGradient):
        return ""
    start, stop = gradient.start(), gradient.finalStop()
    if gradient.coordinateMode() != QGradient.CoordinateMode.LogicalMode:
        start, stop = (
            QPointF(
                bounds.left() + point.x() * bounds.width(),
                bounds.top() + point.y() * bounds.height(),
            )
            for point in (start, stop)
        )
    a, b = (transform.map(brush.transform().map(point)) for point in (start, stop))
    stops = "".join(
        f'<stop offset="{place:.4g}" {color("stop", value).replace("stop=", "stop-color=")}/>'
        for place, value in gradient.stops()
    )
    return (
        f'<linearGradient gradientUnits="userSpaceOnUse" x1="{number(a.x())}" '
        f'y1="{number(a.y())}" x2="{number(b.x())}" y2="{number(b.y())}">{stops}</linearGradient>'
    )


def image(area: QRectF, pixels: QImage, transform: QTransform, opacity: float) -> str:
    """An image, as PNG within the element."""
    data = b64encode(png_bytes(pixels)).decode()
    return (
        f'<image x="{area.x():.9g}" y="{area.y():.9g}" width="{area.width():.9g}" '
        f'height="{area.height():.9g}" transform="{matrix(transform)}" '
        f'preserveAspectRatio="none" opacity="{opacity:.4g}" '
        f'xlink:href="data:image/png;base64,{data}"/>'
    )


def text(place: QPointF, words: str, font: QFont, transform: QTransform, fill: str) -> str:
    """A text with its baseline's start at the place."""
    info = QFontInfo(font)
    size = font.pixelSize() if font.pixelSize() > 0 else info.pixelSize()
    family = f"\"'{escape(info.family())}', sans-serif\""
    style = ' font-style="italic"' if font.italic() else ""
    weight = f' font-weight="{int(font.weight())}"' if font.weight() != QFont.Weight.Normal else ""
    return (
        f'<text xml:space="preserve" x="{number(place.x())}" y="{number(place.y())}" '
        f'transform="{matrix(transform)}" font-family={family} font-size="{number(size)}"'
        f"{style}{weight} {fill}>{escape(words, quote=False)}</text>"
    )


def matrix(transform: QTransform) -> str:
    """The attribute transform."""
    values = (
        transform.m11(),
        transform.m12(),
        transform.m21(),
        transform.m22(),
        transform.dx(),
        transform.dy(),
    )
    return f"matrix({','.join(f'{value:.9g}' for value in values)})"
