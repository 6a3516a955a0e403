"""Lines of several pixels, painted for a moment as lines of one side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

THIN = 1.0  # pixels: Qt draws such a line itself, a wider one as an area that it fills
SIDES = (0.0, -1.0), (-1.0, 1.0), (1.0, 1.0)  # where the lines lie beside the middle
DASHES = {
    Qt.PenStyle.DashLine: (4.0, 2.0),
    Qt.PenStyle.DotLine: (1.0, 2.0),
    Qt.PenStyle.DashDotLine: (4.0, 2.0, 1.0, 2.0),
    Qt.PenStyle.DashDotDotLine: (4.0, 2.0, 1.0, 2.0, 1.0, 2.0),
}


def paint_thin(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """About as the cosmetic pen would: as long dashes, and nearly as wide, in any direction."""
    width = pen.widthF()
    thin = QPen(pen)
    thin.setWidthF(THIN)
    if pen.style() is not Qt.PenStyle.SolidLine:
        lengths = DASHES.get(pen.style()) or pen.dashPattern()
        thin.setDashPattern([length * width for length in lengths])
        thin.setDashOffset(pen.dashOffset() * width)
    painter.setPen(thin)
    transform, reach = painter.transform(), 0.5 * (width - THIN)
    for across, down in SIDES:
        painter.setTransform(transform * QTransform.fromTranslate(reach * across, reach * down))
        painter.drawPath(path)
    painter.setTransform(transform)
