"""One action: the Gaussian over u, the curve a = tanh(u), and the density over a."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import MINUS, shown_value
from engine.gaussian.density_curves import natural_range
from engine.page.result import Result
from engine.pages.tanh_squashing.records import ActionHistogram, Curves, ModeMarks
from engine.session.session import Session
from gui.pages.tanh_squashing.group import mark, options_of
from gui.plotkit.drawable import LARGEST
from gui.plotkit.frame import Frame
from gui.plotkit.pair import NAMES, Name, pair_pen
from gui.plotkit.panel import Panel
from gui.plotkit.words import Run

# The bend of tanh is always in view.
BEND = 2.5
MOST = 0.65  # of the mass lies where the density does not leave the picture
# Nor is the flatter of p and q ever smaller than this part of the height.
FLATTEST = 0.1
FAR = 1.5  # heights at which a curve that leaves the picture ends
# Nearer to a bound, as a share of the width, four digits cannot tell a mode from it.
TOO_NEAR = 1e-4
# Steps at which a range ends, so that it stands still while a slider moves a little.
STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
DOTS = Qt.PenStyle.DotLine
Policies = dict[Name, tuple[float, float]]  # mean and std of p and q


class DensityPanel(Panel):
    """The densities of the action, with samples and modes, and what is drawn without Jacobian."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action a", "density", short="a", x_key="action")
        theme = self.theme
        self.histograms = {
            name: self.steps(None, brush=theme.brush(name, 0.2), fillLevel=0.0) for name in NAMES
        }
        self.densities = {name: self.curve(pair_pen(theme, name, 2.0), name=name) for name in NAMES}
        self.wrong = {
            name: self.curve(theme.pen(name, 1.6, DOTS), name=f"{name}, no Jacobian")
            for name in NAMES
        }
        self.means = {name: self.curve(theme.pen(name, 1.0, DOTS)) for name in NAMES}
        self.modes = {
            name: mark(self, name, 10, symbol) for name, symbol in zip(NAMES, "td", strict=True)
        }

    def show_result(self, result: Result, session: Session) -> None:
        policies = policies_of(session, result.curves)
        jacobian = options_of(session).jacobian
        self.draw(result.curves, result.modes, result.histogram, policies, jacobian)
        dimension = session.scene.dimension
        where = f"coordinate {result.curves.coordinate} of {dimension}" if dimension > 2 else ""
        self._say(result.curves, result.modes, policies, where)

    def draw(
        self,
        curves: Curves,
        marks: ModeMarks,
        histogram: ActionHistogram,
        policies: Policies,
        jacobian: bool,
    ) -> None:
        """Show these densities."""
        top = _height(curves, histogram)
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
        self._top = top
        self.settle((curves.low, curves.high), (0.0, top), 0.03)

    def _say(self, curves: Curves, marks: ModeMarks, policies: Policies, where: str) -> None:
        lines = [Run(self._line(name, curves, marks), self.theme.ink(name)) for name in NAMES]
        count = len(marks.p_action)
        self.headline(f"p has {count} mode{'s' if count > 1 else ''}")
        above_it = [
            f"{name} reaches {shown_value(peak, 3)}, beyond the plot"
            for name in NAMES
            if (peak := float(np.max(getattr(curves, f"{name}_density")))) > self._top
        ]
        self.say(*lines, *above_it, where)

    def _line(self, name: Name, curves: Curves, marks: ModeMarks) -> str:
        actions = getattr(marks, f"{name}_action").tolist()
        places = " and ".join(mode_text(each, curves.low, curves.high) for each in actions)
        limit = shown_value(getattr(marks, f"{name}_bimodal_std"), 4)
        area = shown_value(getattr(marks, f"{name}_area_without"), 4)
        one = len(actions) == 1
        modes = f"mode at {places}, two above std {limit}" if one else f"modes at {places}"
        return f"{name}: {modes}; area without Jacobian {area}"


class GaussianPanel(Panel):
    """The Gaussians over u, before squashing."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "u", "density", x_key="u")
        theme = self.theme
        self.bells = {name: self.curve(pair_pen(theme, name), name=name) for name in NAMES}
        self.means = {name: self.curve(theme.pen(name, 1.0, DOTS)) for name in NAMES}

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.curves, policies_of(session, result.curves))

    def draw(self, curves: Curves, policies: Policies) -> None:
        """Show these Gaussians."""
        bells = {name: getattr(curves, f"{name}_gaussian") for name in NAMES}
        peaks = [float(np.max(bell)) for bell in bells.values()]
        highest = above(1.05 * min(max(peaks), min(peaks) / FLATTEST))
        for name, bell in bells.items():
            self.bells[name].show(curves.u, bell)
            self.means[name].show([policies[name][0]] * 2, [0.0, highest])
        self.say(*(Run(pair_text(name, *policies[name]), self.theme.ink(name)) for name in NAMES))
        self.settle(natural_range(*policies.values()), (0.0, highest))


class BendPanel(Panel):
    """The curve a = tanh u, u running upwards, and the way of the means along it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action a", "u", short="a", x_key="action")
        theme = self.theme
        self.tanh = self.curve(theme.pen("truth", 1.8))
        self.means = {name: self.curve(theme.pen(name, 1.0, DOTS)) for name in NAMES}

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.curves, policies_of(session, result.curves))

    def draw(self, curves: Curves, policies: Policies) -> None:
        """Show the curve over the range of both Gaussians."""
        low, high = natural_range(*policies.values(), (0.0, BEND / 4.0))
        top = above(max(high, BEND))
        self.tanh.show(curves.action, curves.u)
        far_left = curves.low - 0.1 * (curves.high - curves.low)
        for name, (mean, _) in policies.items():
            at = _action(curves, mean)
            self.means[name].show([far_left, at, at], [mean, mean, top])
        self.settle((curves.low, curves.high), (-above(max(-low, BEND)), top), 0.045)


def policies_of(session: Session, curves: Curves) -> Policies:
    """Mean and std of p and q along the coordinate that is shown."""
    i, scene = curves.coordinate - 1, session.scene
    return {
        "p": (float(scene.p.mean[i]), float(scene.p.std[i])),
        "q": (float(scene.q.mean[i]), float(scene.q.std[i])),
    }


def pair_text(name: str, mean: float, std: float) -> str:
    """A Gaussian in words."""
    return f"{name}: mean {shown_value(mean, 3)}, std {shown_value(std, 3)}"


def _action(curves: Curves, u: float) -> float:
    return 0.5 * (curves.low + curves.high) + 0.5 * (curves.high - curves.low) * math.tanh(u)


def _height(curves: Curves, histogram: ActionHistogram) -> float:
    """What holds most of the mass below the density at it, of both policies: a spike at a bound
    would make everything else flat."""
    width = np.gradient(curves.action)
    tops = []
    for name in NAMES:
        density = np.minimum(getattr(curves, f"{name}_density"), LARGEST)
        order = np.argsort(density)
        mass = np.cumsum((density * width)[order])
        level = density[order][np.searchsorted(mass, MOST * mass[-1])] if mass[-1] > 0.0 else 0.0
        tops.append(max(float(level), float(np.median(getattr(histogram, name)))))
    bells = max(float(np.max(getattr(curves, f"{name}_gaussian"))) for name in NAMES)
    wrong = min(bells, 1.5 * max(tops))
    return above(1.15 * max(min(max(tops), min(tops) / FLATTEST), wrong))


def above(value: float) -> float:
    """The least step, times a power of ten, that is not below a positive value."""
    if not 0.0 < value < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in STEPS if step * power >= value), 10.0 * power)


def mode_text(action: float, low: float, high: float) -> str:
    """The place of a mode: from the bound where its first digits would be those of the bound."""
    for bound, sign, distance in ((low, "+", action - low), (high, MINUS, high - action)):
        if 0.0 < distance < TOO_NEAR * (high - low):
            return f"{shown_value(bound, 4)} {sign} {shown_value(distance, 2)}"
    return shown_value(action, 4)
