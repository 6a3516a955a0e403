"""A sweep over two axes: a map of one quantity, with contour lines and a bar of its colours."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from engine.core.arrays import Array
from engine.core.shown_numbers import PLUS_MINUS, shown_pair, shown_value
from engine.core.words import tr
from engine.sweep.figures import Scale, SweepFigure
from gui.plotkit.categories import name_columns
from gui.plotkit.drawing import Range
from gui.plotkit.frame import Frame
from gui.plotkit.log_axis import power_text
from gui.plotkit.matrix_image import color_map
from gui.plotkit.panel import Panel
from gui.plotkit.words import Line
from gui.sweep.cells import cells, image_of, place_in
from gui.sweep.color_bar import ColorBar
from gui.sweep.contours import Contours
from gui.sweep.levels import Levels, levels_of
from gui.sweep.lines import notes
from gui.sweep.look import AxisLook, Look, Shown

GAP = 6.0  # pixels between the box and the bar


class MapPanel(Panel):
    """Cells around the values of both axes: grey where a point has no finite number, empty where
    it is not computed yet."""

    def __init__(self, look: Look, shown: Shown, frame: Frame) -> None:
        x, y = look.x, look.y
        assert y is not None
        log = ("x" if x.log else "") + ("y" if y.log else "")
        super().__init__(frame, x.name, y.name, log=log, room=(0.0, 0.0))
        self._look, self._log = look, shown.log
        self._figure: SweepFigure | None = None
        self._levels: Levels | None = None
        self.image = pg.ImageItem(axisOrder="row-major")
        self.image.setZValue(-5)
        self.plot.addItem(self.image, ignoreBounds=True)
        self.blanks = pg.ImageItem(axisOrder="row-major")  # cells that will never have a colour
        self.blanks.setZValue(-6)
        self.plot.addItem(self.blanks, ignoreBounds=True)
        self.contours = Contours(self.plot, self.theme)
        self.bar = self._add_bar()

    def draw(self, figure: SweepFigure) -> None:
        """Show what there is of the map."""
        self._figure = figure
        x, y = self._drawn(0), self._drawn(1)
        values = figure.value
        shown = self._coloured(values)
        ends = self._ends(x, self._look.x), self._ends(y, self._look.y)
        self._show_blanks(shown, figure, x, y)
        if np.isfinite(shown).any():
            self._colour(levels_of(shown, self._log))
            picture, area = image_of(shown, x, y)
            assert self._levels is not None
            self.image.setImage(picture, autoLevels=False, levels=self._levels.ends)
            self.image.setRect(QRectF(*area))
        else:
            self.image.clear()
            self._levels = None
            self.bar.show_numbers()
        self._draw_contours(shown, x, y, whole=not figure.why.pending.any())
        lines = ["lines at the bar's numbers"] if self.contours.drawn else []
        self.say(*notes([figure], self._look), *lines, sentence=self._why_nothing(shown))
        self.headline(self._range(figure))
        self.settle(*ends)

    def words_at(self, x: float, y: float) -> Line:
        """The number of the cell at (x, y) with its error, or why there is none."""
        places = self.places_at(x, y)
        figure = self._figure
        if figure is None or places is None:
            return ""
        place = places[self._name(1)], places[self._name(0)]
        value, error = float(figure.value[place]), float(figure.error[place])
        if math.isnan(value):
            words = tr(figure.why.at(*place))
        elif error > 0.0 and math.isfinite(value):
            text, reach = shown_pair(value, error)
            words = f"{text} {PLUS_MINUS} {reach}"
        else:
            words = shown_value(value)
        where = ", ".join(f"{self._name(i)} = {self._value_text(i, places)}" for i in (0, 1))
        return f"{where}:  {words}"

    def places_at(self, x: float, y: float) -> dict[str, int] | None:
        """The point of the cell at (x, y), in the axes' own units; None beside the map."""
        if self._figure is None:
            return None
        found = {}
        for axis, at in enumerate((x, y)):
            drawn = self._drawn(axis)
            place = place_in(drawn, float(self.scales[axis]([at])[0]))
            if place is None:
                return None
            found[self._name(axis)] = place
        return found

    def _add_bar(self) -> ColorBar:
        bar = ColorBar(self.theme)
        bar.show_colors(self._colors(signed=False))
        self.plot.layout.addItem(bar, 1, 3)  # beside the box
        self.plot.layout.setColumnFixedWidth(2, GAP)
        return bar

    def _show_blanks(self, shown: Array, figure: SweepFigure, x: Array, y: Array) -> None:
        """Grey where a point was computed and has no finite number."""
        alpha = np.where(np.isnan(shown) & ~figure.why.pending, 255.0, 0.0)
        picture, area = image_of(alpha, x, y)
        color = self.theme.color("grid")
        pixels = np.empty((*picture.shape, 4), dtype=np.ubyte)
        pixels[:] = color.red(), color.green(), color.blue(), 0
        pixels[..., 3] = picture
        self.blanks.setImage(pixels, autoLevels=False)
        self.blanks.setRect(QRectF(*area))

    def _coloured(self, values: Array) -> Array:
        """What has a colour, NaN elsewhere; on a logarithmic scale 0 has the first one."""
        shown = np.where(np.isfinite(values), values, np.nan)
        if not self._log:
            return shown
        nothing = shown == 0.0
        shown[nothing] = np.nan
        shown = np.log10(shown)
        if nothing.any() and not np.isnan(shown).all():
            shown[nothing] = np.nanmin(shown)
        return shown

    def _colour(self, levels: Levels) -> None:
        if levels == self._levels:
            return
        self._levels = levels
        colors = self._colors(levels.signed)
        self.image.setColorMap(colors)
        self.bar.show_colors(colors)
        texts = [power_text(at) if self._log else shown_value(at, 3) for at in levels.ticks]
        self.bar.show_numbers(levels.ends, zip(levels.ticks, texts, strict=True))

    def _draw_contours(self, shown: Array, x: Array, y: Array, whole: bool) -> None:
        texts = self._look.x.texts or (self._look.y.texts if self._look.y else ())
        if self._levels is None or texts or not whole:
            self.contours.clear()
        else:
            self.contours.show(shown, x, y, self._levels, self._colors(self._levels.signed))

    def _colors(self, signed: bool) -> pg.ColorMap:
        if signed:
            return color_map(self.theme)
        colors = list(self.theme.map)
        return pg.ColorMap(np.linspace(0.0, 1.0, len(colors)), colors)

    def _ends(self, drawn: Array, look: AxisLook | None) -> Range:
        if look is not None and look.texts:
            return name_columns(self, look.texts, "bottom" if look is self._look.x else "left")
        edges = cells(drawn)
        return float(edges[0]), float(edges[-1])

    def _drawn(self, axis: int) -> Array:
        scale = self._scale(axis)
        return self.scales[axis](scale.values)

    def _scale(self, axis: int) -> Scale:
        assert self._figure is not None
        scale = (self._figure.x, self._figure.y)[axis]
        assert scale is not None
        return scale

    def _name(self, axis: int) -> str:
        return self._scale(axis).name

    def _value_text(self, axis: int, places: dict[str, int]) -> str:
        scale = self._scale(axis)
        place = places[scale.name]
        return scale.texts[place] if scale.texts else shown_value(float(scale.values[place]))

    def _range(self, figure: SweepFigure) -> str:
        known = figure.value[np.isfinite(figure.value)]
        if not known.size:
            return ""
        low, high = (shown_value(float(each), 3) for each in (known.min(), known.max()))
        words = f"{low} … {high}" if low != high else low
        return f"{words} {figure.unit}".strip()

    def _why_nothing(self, shown: Array) -> str:
        if np.isfinite(shown).any() or self._figure is None:
            return ""
        return self._figure.why.first
