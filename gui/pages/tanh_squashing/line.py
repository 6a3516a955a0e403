"""One action: the Gaussian over u, the curve a = tanh(u), and the density over a."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import value_text
from engine.gaussian.density_curves import natural_range
from engine.page.result import Result
from engine.pages.tanh_squashing.records import ActionHistogram, Curves, ModeMarks
from engine.session.session import Session
from gui.look.theme import Theme
from gui.pages.tanh_squashing.group import SquashGroup, mark, options_of
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.pair import NAMES, Name, pair_pen

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
NARROW_AXIS, WIDE_AXIS = 52, 84
SHORT = (0.01, 1e4)
# Steps at which a range ends, so that it stands still while a slider moves a little.
STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
DOTS = Qt.PenStyle.DotLine
Policies = dict[Name, tuple[float, float]]  # mean and std of p and q


class LineGroup(SquashGroup):
    """The density stands above the curve that makes it, the Gaussian beside it on its side."""

    figures = ("curves", "histogram", "modes")
    indent = 0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.words = self.add(Panel(self.layout, theme, (1, 0), "", "", corner=(0, 0)))
        self.density = self.add(DensityPanel(self.layout, theme, (1, 1)))
        self.gaussian = self.add(GaussianPanel(self.layout, theme, (2, 0)))
        self.bend = self.add(BendPanel(self.layout, theme, (2, 1)))
        self._arrange()
        # Samples of their own: the key would cross out a curve that the switch hides.
        lines = {pg.PlotCurveItem(pen=pair_pen(theme, name, 2.0)): name for name in NAMES}
        mode = pg.ScatterPlotItem(
            size=theme.symbol(10), symbol="t", pen=None, brush=theme.color("muted")
        )
        others = {
            pg.PlotCurveItem(pen=theme.pen("muted", 1.6, DOTS)): "without Jacobian",
            pg.PlotCurveItem(pen=theme.pen("line", 7.0)): "samples",
            self.bend.tanh.graphics: "a = tanh u",
            mode: "mode",
        }
        self.explain(lines | others)

    def draw(self, result: Result, session: Session) -> None:
        curves, marks, scene = result.curves, result.modes, session.scene
        i = curves.coordinate - 1
        policies: Policies = {
            name: (float(each.mean[i]), float(each.std[i]))
            for name, each in zip(NAMES, (scene.p, scene.q), strict=True)
        }
        jacobian = options_of(session).jacobian
        self.bend.draw(curves, policies, scene.dimension)
        self.gaussian.draw(curves, policies)
        top = self.density.draw(curves, marks, result.histogram, policies, jacobian)
        self._make_room(NARROW_AXIS if SHORT[0] <= top < SHORT[1] else WIDE_AXIS)
        color = self.theme.muted if jacobian else self.theme.error
        lines = [] if scene.dimension <= 2 else [f"coordinate {i + 1} of {scene.dimension}"]
        self.words.say(
            *(colored(line, self.theme.muted) for line in lines),
            *self._lines("p", policies, curves, marks, color),
            "&nbsp;",
            *self._lines("q", policies, curves, marks, color),
        )

    def _arrange(self) -> None:
        for side in ("left", "bottom"):
            self.words.plot.hideAxis(side)
        self.gaussian.plot.setYLink(self.bend.plot)
        self.density.plot.setXLink(self.bend.plot)
        self._make_room(NARROW_AXIS)
        grid = self.layout.layout
        grid.setHorizontalSpacing(4)
        grid.setColumnFixedWidth(0, BESIDE)
        for row, share in ((1, 58), (2, 42)):
            grid.setRowStretchFactor(row, share)
        for panel in self.panels:
            panel.plot.setTitle(None)

    def _make_room(self, width: int) -> None:
        for panel in (self.density, self.bend):
            axis = panel.plot.getAxis("left")
            # A width that is set, the same one too, lays the whole figure out again.
            if axis.fixedWidth != width:
                axis.setWidth(width)

    def _lines(
        self, name: Name, policies: Policies, curves: Curves, marks: ModeMarks, color: str
    ) -> list[str]:
        mean, std = (value_text(value, 3) for value in policies[name])
        actions = getattr(marks, f"{name}_action").tolist()
        places = " and ".join(mode_text(each, curves.low, curves.high) for each in actions)
        limit = value_text(getattr(marks, f"{name}_bimodal_std"), 4)
        area = value_text(getattr(marks, f"{name}_area_without"), 4)
        one = len(actions) == 1
        title = colored(f"{name}:  mean {mean},  std {std}", getattr(self.theme, name))
        return [
            f"<b>{title}</b>",
            colored(f"{'mode' if one else 'modes'} at {places}", self.theme.text),
            f"one mode: std ≤ {limit}" if one else f"two modes: std &gt; {limit}",
            colored(f"area without Jacobian {area}", color),
        ]


class DensityPanel(Panel):
    """The densities of the action, with samples and modes, and what is drawn without Jacobian."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "", "", "density of a")
        axis = self.plot.getAxis("bottom")
        axis.setStyle(showValues=False)
        axis.setHeight(6)
        self.histograms = {
            name: self.steps(None, brush=theme.brush(name, 0.2), fillLevel=0.0) for name in NAMES
        }
        self.densities = {name: self.curve(pair_pen(theme, name, 2.0)) for name in NAMES}
        self.wrong = {name: self.curve(theme.pen(name, 1.6, DOTS)) for name in NAMES}
        self.means = {name: self.curve(theme.pen(name, 1.0, DOTS)) for name in NAMES}
        self.modes = {
            name: mark(self, name, 10, symbol) for name, symbol in zip(NAMES, "td", strict=True)
        }

    def draw(
        self,
        curves: Curves,
        marks: ModeMarks,
        histogram: ActionHistogram,
        policies: Policies,
        jacobian: bool,
    ) -> float:
        """Show these densities; the height of the plot."""
        top = _height(curves, histogram)
        self.plot.setYRange(0.0, top, padding=0)
        for name in NAMES:
            bell = getattr(curves, f"{name}_gaussian")
            density = getattr(curves, f"{name}_density")
            self.densities[name].show(curves.action, np.minimum(density, FAR * top))
            self.densities[name].graphics.setVisible(jacobian)
            # Thin dots beside the right curve, p's and q's own line in its place.
            pen = self.theme.pen(name, 1.6, DOTS) if jacobian else pair_pen(self.theme, name, 2.0)
            self.wrong[name].graphics.setPen(pen)
            self.wrong[name].show(curves.action, np.minimum(bell, FAR * top))
            heights = np.minimum(getattr(histogram, name), FAR * top)
            self.histograms[name].show(histogram.edges, heights)
            # At the upper edge where the density leaves the picture.
            peaks = np.minimum(getattr(marks, f"{name}_density"), 0.97 * top)
            self.modes[name].show(getattr(marks, f"{name}_action"), peaks)
            self.modes[name].graphics.setVisible(jacobian)
            self.means[name].show([_action(curves, policies[name][0])] * 2, [0.0, top])
        return top


class GaussianPanel(Panel):
    """The Gaussians over u, which runs upwards as in the bend's plot."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "", "density of u", "u")
        self.plot.vb.invertX(True)
        self.bells = {name: self.curve(pair_pen(theme, name)) for name in NAMES}
        self.means = {name: self.curve(theme.pen(name, 1.0, DOTS)) for name in NAMES}

    def draw(self, curves: Curves, policies: Policies) -> None:
        """Show these Gaussians."""
        bells = {name: getattr(curves, f"{name}_gaussian") for name in NAMES}
        peaks = [float(np.max(bell)) for bell in bells.values()]
        highest = above(1.05 * min(max(peaks), min(peaks) / FLATTEST))
        self.plot.setXRange(0.0, highest, padding=0)
        for name, bell in bells.items():
            self.bells[name].show(bell, curves.u)
            self.means[name].show([0.0, highest], [policies[name][0]] * 2)


class BendPanel(Panel):
    """The curve a = tanh u, u running upwards, and the way of the means along it."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "", "action a")
        self.plot.getAxis("left").setStyle(showValues=False)
        self.tanh = self.curve(theme.pen("truth", 1.8))
        self.means = {name: self.curve(theme.pen(name, 1.0, DOTS)) for name in NAMES}

    def draw(self, curves: Curves, policies: Policies, dimension: int) -> None:
        """Show the curve over the range of both Gaussians."""
        low, high = natural_range(*policies.values(), (0.0, BEND / 4.0))
        top = above(max(high, BEND))
        self.plot.setYRange(-above(max(-low, BEND)), top, padding=0)
        self.plot.setXRange(curves.low, curves.high, padding=0.045)
        self.tanh.show(curves.action, curves.u)
        far_left = curves.low - 0.1 * (curves.high - curves.low)
        for name, (mean, _) in policies.items():
            at = _action(curves, mean)
            self.means[name].show([far_left, at, at], [mean, mean, top])
        self.relabel("bottom", "action a" + (f"{curves.coordinate}" if dimension > 1 else ""))


def _action(curves: Curves, u: float) -> float:
    return 0.5 * (curves.low + curves.high) + 0.5 * (curves.high - curves.low) * math.tanh(u)


def _height(curves: Curves, histogram: ActionHistogram) -> float:
    """That of the densities away from the bounds, of the histograms and, up to a point, of the
    curves without Jacobian."""
    margin = EDGE * (curves.high - curves.low)
    inner = (curves.action - curves.low > margin) & (curves.high - curves.action > margin)
    tops = []
    for name in NAMES:
        inside = getattr(curves, f"{name}_density")[inner]
        bars = getattr(histogram, name)
        tops.append(max(float(np.max(inside, initial=0.0)), float(np.max(bars))))
    bells = max(float(np.max(getattr(curves, f"{name}_gaussian"))) for name in NAMES)
    wrong = min(bells, 1.5 * max(tops))
    return above(1.06 * max(min(max(tops), min(tops) / FLATTEST), wrong))


def above(value: float) -> float:
    """The least step, times a power of ten, that is not below a positive value."""
    if not 0.0 < value < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in STEPS if step * power >= value), 10.0 * power)


def mode_text(action: float, low: float, high: float) -> str:
    """The place of a mode: from the bound where its first digits would be those of the bound."""
    for bound, sign, distance in ((low, "+", action - low), (high, "-", high - action)):
        if 0.0 < distance < TOO_NEAR * (high - low):
            return f"{value_text(bound, 4)} {sign} {value_text(distance, 2)}"
    return value_text(action, 4)
