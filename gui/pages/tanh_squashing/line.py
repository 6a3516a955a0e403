"""One action: the Gaussian over u, the curve a = tanh(u), and the density over a."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import value_text
from engine.gaussian.density_curves import natural_range
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.records import Curves, ModeMarks
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable
from gui.plotkit.group import NAMES, STYLES, Group, above, say_label
from gui.plotkit.key import Key

BESIDE = 236  # pixels for the Gaussian, and for the words above it
# The bend of tanh is always in view.
BEND = 2.5
# The density may leave the picture within this share of the width from a bound.
EDGE = 0.01
# Nor is the flatter of p and q ever smaller than this part of the height.
FLATTEST = 0.1
FAR = 1.5  # heights at which a curve that leaves the picture ends
# Nearer to a bound, as a share of the width, four digits cannot tell a mode from it.
TOO_NEAR = 1e-4
# Pixels for the densities' axis, and for one whose numbers take a power of ten.
AXIS_WIDTH, WIDE_AXIS = 52, 84
SHORT = (0.01, 1e4)


class LineGroup(Group):
    """The density stands above the curve that makes it, the Gaussian beside it on its side."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme)
        self.key = Key(theme, 0)
        layout.addItem(self.key, row=0, col=0, colspan=2)
        self.corner = self.add(1, 0, "", "")
        self.density = self.add(1, 1, "", "", "density of a")
        self.gaussian = self.add(2, 0, "", "density of u", "u")
        self.bend = self.add(2, 1, "", "action a")
        self._arrange()
        self.histograms = {name: self._histogram(name) for name in NAMES}
        self.densities = {n: self.curve(self.density, theme.pen(n, 2.0, STYLES[n])) for n in NAMES}
        dots = Qt.PenStyle.DotLine
        self.wrong = {name: self.curve(self.density, theme.pen(name, 1.6, dots)) for name in NAMES}
        self.gaussians = {n: self.curve(self.gaussian, theme.pen(n, 1.8, STYLES[n])) for n in NAMES}
        self.tanh = self.curve(self.bend, theme.pen("truth", 1.8))
        self.guides = {name: self._guides(name) for name in NAMES}
        self.modes = {name: self._marks(name) for name in NAMES}
        self.notes = CornerNote(self.corner, theme, (0, 0))
        self._fill_key()
        self.finish()

    def draw(self, result: Result, options: Options) -> None:
        curves, marks, histogram = result.curves, result.modes, result.histogram
        top = self._ranges(curves, result)
        for name in NAMES:
            bell = getattr(curves, f"{name}_gaussian")
            density = np.minimum(getattr(curves, f"{name}_density"), FAR * top)
            self.gaussians[name].setData(*drawable(bell, curves.u))
            self.densities[name].setData(*drawable(curves.action, density))
            self.densities[name].setVisible(options.jacobian)
            wrong = self.wrong[name]
            wrong.setPen(self.wrong_pen(name, options.jacobian))
            wrong.setData(*drawable(curves.action, np.minimum(bell, FAR * top)))
            heights = np.minimum(getattr(histogram, name), FAR * top)
            self.histograms[name].setData(histogram.edges, heights)
            self._place(name, curves, marks, top, options.jacobian)
        action, u = drawable(curves.action, curves.u)
        self.tanh.setData(action, u)
        self.notes.write(*self._words(curves, marks, options))

    def wrong_pen(self, name: str, jacobian: bool):
        """Thin dots beside the right curve, p's and q's own line in its place."""
        if jacobian:
            return self.theme.pen(name, 1.6, Qt.PenStyle.DotLine)
        return self.theme.pen(name, 2.0, STYLES[name])

    def show_policies(self, p: Gaussian, q: Gaussian, coordinate: int) -> None:
        """Whose curves will be drawn."""
        self.policies = {
            name: (float(g.mean[coordinate]), float(g.std[coordinate]))
            for name, g in (("p", p), ("q", q))
        }
        self.dimension = p.dimension

    def _arrange(self) -> None:
        self.corner.hideAxis("left")
        self.corner.hideAxis("bottom")
        self.gaussian.vb.invertX(True)
        self.gaussian.setYLink(self.bend)
        self.density.setXLink(self.bend)
        self.density.getAxis("bottom").setStyle(showValues=False)
        self.bend.getAxis("left").setStyle(showValues=False)
        self._make_room(AXIS_WIDTH)
        self.density.getAxis("bottom").setHeight(6)
        grid = self.layout.layout
        grid.setHorizontalSpacing(4)
        grid.setColumnFixedWidth(0, BESIDE)
        for row, share in ((1, 58), (2, 42)):
            grid.setRowStretchFactor(row, share)
        for plot in self.plots:
            plot.setTitle(None)
            plot.setMinimumHeight(1)
            plot.setPreferredHeight(1)

    def _histogram(self, name: str) -> pg.PlotCurveItem:
        fill = pg.PlotCurveItem(
            x=[0.0, 1.0],
            y=[0.0],
            pen=None,
            brush=self.theme.brush(name, 0.2),
            fillLevel=0.0,
            stepMode="center",
            antialias=False,
        )
        self.density.addItem(fill, ignoreBounds=True)
        return fill

    def _guides(self, name: str) -> tuple[pg.PlotCurveItem, pg.PlotCurveItem, pg.PlotCurveItem]:
        """The way of the mean: across the Gaussian, to the curve and up, and into the density."""
        pen = self.theme.pen(name, 1.0, Qt.PenStyle.DotLine)
        plots = (self.gaussian, self.bend, self.density)
        across, over, up = (self.curve(plot, pen) for plot in plots)
        return across, over, up

    def _marks(self, name: str) -> pg.ScatterPlotItem:
        marks = pg.ScatterPlotItem(
            size=self.theme.symbol(10),
            symbol="t" if name == "p" else "d",
            pen=self.theme.pen("plot", 1.0),
            brush=self.theme.brush(name, 1.0),
        )
        marks.setZValue(12)
        self.density.addItem(marks, ignoreBounds=True)
        return marks

    def _fill_key(self) -> None:
        for name in NAMES:
            # A sample of its own: the key would cross out a curve that the switch hides.
            self.key.add(pg.PlotCurveItem(pen=self.theme.pen(name, 2.0, STYLES[name])), name)
        dots = pg.PlotCurveItem(pen=self.theme.pen("muted", 1.6, Qt.PenStyle.DotLine))
        self.key.add(dots, "without Jacobian")
        bars = pg.PlotCurveItem(pen=self.theme.pen("line", 7.0))
        self.key.add(bars, "samples")
        self.key.add(self.tanh, "a = tanh u")
        mark = pg.ScatterPlotItem(
            size=self.theme.symbol(10), symbol="t", pen=None, brush=self.theme.color("muted")
        )
        self.key.add(mark, "mode")

    def _ranges(self, curves: Curves, result: Result) -> float:
        low, high = natural_range(*self.policies.values(), (0.0, BEND / 4.0))
        self.bend.setYRange(-above(max(-low, BEND)), above(max(high, BEND)), padding=0)
        self.bend.setXRange(curves.low, curves.high, padding=0.045)
        bells = [float(np.max(getattr(curves, f"{name}_gaussian"))) for name in NAMES]
        highest = above(1.05 * min(max(bells), min(bells) / FLATTEST))
        self.gaussian.setXRange(0.0, highest, padding=0)
        width = curves.high - curves.low
        inner = (curves.action - curves.low > EDGE * width) & (
            curves.high - curves.action > EDGE * width
        )
        tops = []
        for name in NAMES:
            inside = getattr(curves, f"{name}_density")[inner]
            bars = getattr(result.histogram, name)
            tops.append(max(float(np.max(inside, initial=0.0)), float(np.max(bars))))
        wrong = min(max(bells), 1.5 * max(tops))
        top = above(1.06 * max(min(max(tops), min(tops) / FLATTEST), wrong))
        self.density.setYRange(0.0, top, padding=0)
        self._make_room(AXIS_WIDTH if SHORT[0] <= top < SHORT[1] else WIDE_AXIS)
        return top

    def _make_room(self, width: int) -> None:
        for plot in (self.density, self.bend):
            # A width that is set, the same one too, lays the whole figure out again.
            if plot.getAxis("left").fixedWidth != width:
                plot.getAxis("left").setWidth(width)

    def _place(
        self, name: str, curves: Curves, marks: ModeMarks, top: float, jacobian: bool
    ) -> None:
        """The modes, at the upper edge where the density leaves the picture, and the guides."""
        action = getattr(marks, f"{name}_action")
        height = np.minimum(getattr(marks, f"{name}_density"), 0.97 * top)
        self.modes[name].setData(*drawable(action, height))
        self.modes[name].setVisible(jacobian)
        mean = self.policies[name][0]
        at = 0.5 * (curves.low + curves.high) + 0.5 * (curves.high - curves.low) * math.tanh(mean)
        across, over, up = self.guides[name]
        far_left = curves.low - 0.1 * (curves.high - curves.low)
        across.setData([0.0, self.gaussian.vb.viewRange()[0][1]], [mean, mean])
        over.setData([far_left, at, at], [mean, mean, self.bend.vb.viewRange()[1][1]])
        up.setData([at, at], [0.0, top])

    def _words(self, curves: Curves, marks: ModeMarks, options: Options) -> list[str]:
        say_label(
            self.bend, "bottom", "action a" + (f"{curves.coordinate}" if self.dimension > 1 else "")
        )
        lines = []
        if self.dimension > 2:
            text = f"coordinate {curves.coordinate} of {self.dimension}"
            lines.append(colored(text, self.theme.muted))
        for name in NAMES:
            if name == "q":
                lines.append("&nbsp;")
            mean, std = (value_text(value, 3) for value in self.policies[name])
            color = getattr(self.theme, name)
            lines.append(f"<b>{colored(f'{name}:  mean {mean},  std {std}', color)}</b>")
            actions = getattr(marks, f"{name}_action").tolist()
            places = " and ".join(mode_text(each, curves.low, curves.high) for each in actions)
            what = "mode" if len(actions) == 1 else "modes"
            lines.append(colored(f"{what} at {places}", self.theme.text))
            limit = value_text(getattr(marks, f"{name}_bimodal_std"), 4)
            sign = "&gt;" if len(actions) == 2 else "≤"
            number = "two modes" if len(actions) == 2 else "one mode"
            lines.append(f"{number}: std {sign} {limit}")
            area = value_text(getattr(marks, f"{name}_area_without"), 4)
            role = self.theme.muted if options.jacobian else self.theme.error
            lines.append(colored(f"area without Jacobian {area}", role))
        return lines


def mode_text(action: float, low: float, high: float) -> str:
    """The place of a mode: from the bound where its first digits would be those of the bound."""
    for bound, sign, distance in ((low, "+", action - low), (high, "-", high - action)):
        if 0.0 < distance < TOO_NEAR * (high - low):
            return f"{value_text(bound, 4)} {sign} {value_text(distance, 2)}"
    return value_text(action, 4)
