"""A matrix as a heat map, with its numbers where there is room."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from engine.core.arrays import Array
from gui.look.theme import Theme

# Above this size the cells are too small for numbers.
LARGEST_WITH_NUMBERS = 8
POINTS = (9, 8, 7, 6)  # the largest that fits


def color_map(theme: Theme) -> pg.ColorMap:
    """Negative to positive through the plot's background."""
    colors = [theme.color(role) for role in ("negative", "plot", "positive")]
    return pg.ColorMap([0.0, 0.5, 1.0], [(c.red(), c.green(), c.blue()) for c in colors])


class MatrixImage:
    """A square matrix that fills a plot without axes, row 1 at the top."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        plot.hideAxis("left")
        plot.hideAxis("bottom")
        self.image = pg.ImageItem(axisOrder="row-major")
        self.image.setColorMap(color_map(theme))
        plot.addItem(self.image, ignoreBounds=True)
        plot.vb.invertY(True)
        plot.vb.setAspectLocked(True)
        plot.vb.setMouseEnabled(x=False, y=False)
        plot.showGrid(x=False, y=False)
        self.numbers = CellNumbers(theme)
        plot.addItem(self.numbers, ignoreBounds=True)

    def show(self, matrix: Array, limit: float) -> None:
        """Draw the matrix (d, d) on a colour scale from -limit to limit."""
        size = len(matrix)
        self.image.setImage(matrix, levels=(-limit, limit))
        self.image.setRect(0.5, 0.5, size, size)
        self.numbers.show(matrix if size <= LARGEST_WITH_NUMBERS else None, limit)


class CellNumbers(pg.GraphicsObject):
    """The numbers of a matrix in the middle of its cells: one item, for many are slow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._dark, self._light = theme.color("text"), theme.color("plot")
        self._cells: list[tuple[float, float, str, bool]] = []
        self._size = 0

    def show(self, matrix: Array | None, limit: float) -> None:
        """These numbers, or none."""
        self.prepareGeometryChange()
        self._size = 0 if matrix is None else len(matrix)
        self._cells = [
            (j + 1.0, i + 1.0, short_number(value), abs(value) > 0.6 * limit)
            for i, row in enumerate([] if matrix is None else matrix.tolist())
            for j, value in enumerate(row)
        ]
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0.5, 0.5, self._size, self._size)

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        to_scene = self.sceneTransform()
        font = self._fitting(0.94 * abs(to_scene.m11()))
        if font is None:
            return
        metrics = QFontMetricsF(font)
        # In the scene's pixels, whatever an export makes of them, so that letters keep a shape.
        painter.setTransform(to_scene.inverted()[0] * painter.transform())
        painter.setFont(font)
        for x, y, text, light in self._cells:
            at = to_scene.map(QPointF(x, y))
            left = at.x() - 0.5 * metrics.horizontalAdvance(text)
            painter.setPen(self._light if light else self._dark)
            painter.drawText(QPointF(left, at.y() + 0.5 * metrics.capHeight()), text)

    def _fitting(self, room: float) -> QFont | None:
        """The largest font in which every number fits into its cell, if there are any."""
        font = QFont()
        for points in POINTS if self._cells else ():
            font.setPointSize(points)
            advance = QFontMetricsF(font).horizontalAdvance
            if max(advance(cell[2]) for cell in self._cells) <= room:
                return font
        return None


def short_number(value: float) -> str:
    """At most about five characters: 0, .25, -1.2, 34, 1e5."""
    if value == 0.0:
        return "0"
    if abs(value) < 0.995 and abs(value) >= 0.005:
        return f"{value:.2f}".replace("0.", ".", 1)
    if 0.995 <= abs(value) < 999.5:
        return f"{value:.3g}"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}"
