"""The picture of two Gaussians in a plane: images, ellipses, marginals, handles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.density_curves import natural_range
from engine.gaussian.density_image import REACH as IMAGE_REACH
from engine.gaussian.density_image import relative_density
from engine.gaussian.ellipse import nearest_axes, plane_frame
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, reshaped, stretched
from engine.page.result import Result
from engine.session.session import Session
from gui.pages.densities.at_point import words_at
from gui.pages.densities.handled import HandledPanel, Move
from gui.pages.densities.lines import pair_of
from gui.plotkit.card_plot import card_plot
from gui.plotkit.drawable import padded
from gui.plotkit.drawing import Drawing
from gui.plotkit.frame import Frame
from gui.plotkit.handles import CLOSEST, Handle, decimals_of
from gui.plotkit.headroom import Headroom
from gui.plotkit.items import Item
from gui.plotkit.pair import NAMES, Name, pair_pen
from gui.plotkit.placed_image import PlacedImage
from gui.plotkit.size import BOTTOM_AXIS, LEFT_AXIS, Size
from gui.plotkit.steady import Range, Steady
from gui.plotkit.words import Line

PADDING = 0.03  # of the range, beside what must be seen
MARGINALS = {Size.MAIN: (64, 72), Size.SMALL: (0, 0)}  # height above, width on the right
REACH = 3.1  # standard deviations in view: the largest ellipse
# Scales of x and y that differ by less than this are made equal, so that circles are round.
EQUAL_SCALES = 4.0
RING_WIDTHS = (1.8, 1.3, 1.0)
# Two axis ends to a side: which axis, and with which sign.
ENDS = ((0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0))
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class PlanePanel(HandledPanel):
    """p and q over two coordinates, with draggable centres and axis ends, and their marginals."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "x₁", "x₂", place=(1, 0))
        self.axes: tuple[int, int] = (0, 1)
        self._ticks: dict[int, float] = {}
        self._frames: dict[Name, Array] = {}
        self._frames_at_start: dict[Name, Array] = {}
        self._add_marginals()
        self._add_items()
        self._add_handles()
        self._plane = [Steady(), Steady()]
        self._heights = [Steady(follows=True), Steady(follows=True)]
        self.ranges = [*self._plane, *self._heights]
        self.box.sigResized.connect(self._resized)

    def show_result(self, result: Result, session: Session) -> None:
        self._choose_axes(session.options["densities"].axes(session.scene.dimension))  # type: ignore[attr-defined]
        self.gaussians = pair_of(session)
        self.describe(result, session)
        self.draw(result.marginals, result.ellipses, result.points, result.groups)

    def words_at(self, x: float, y: float) -> Line:
        """The densities there, and their log ratio."""
        return words_at(self.theme, self.gaussians, self.axes, (x, y)) if self.gaussians else ""

    def draw(self, marginals: Any, ellipses: Any, points: Any, groups: Any) -> None:
        """Show p and q over the chosen coordinates."""
        for name in NAMES:
            self._place(name)
            x, y = (getattr(ellipses, f"{name}_{axis}") for axis in "xy")
            for ring, ring_x, ring_y in zip(self.rings[name], x.T, y.T, strict=True):
                ring.show(ring_x, ring_y)
            self.top[name].show(marginals.x, getattr(marginals, f"{name}_along_x"))
            self.side[name].show(getattr(marginals, f"{name}_along_y"), marginals.y)
        axes = list(self.axes)
        self.stack_handles({name: float(np.prod(g.std[axes])) for name, g in self._pair()})
        _show_points(self.dots_of_q, None if points is None else points.x)
        for name, dots in self.group_dots.items():
            _show_points(dots, None if groups is None else getattr(groups.points, name))
        self.refit()

    def _pair(self) -> Sequence[tuple[Name, Gaussian]]:
        return list(self.gaussians.items())

    def refit(self) -> None:
        if not self.gaussians:
            return
        wanted, seen = self._wanted()
        shown = [fit.shown for fit in self._plane]
        x, y = (f.next(w, s, self.held) for f, w, s in zip(self._plane, wanted, seen, strict=True))
        if (x, y) != tuple(shown) and not self.held:
            x, y = wanted  # both together, or the scales would come apart
            for fit, range_ in zip(self._plane, wanted, strict=True):
                fit.shown = range_
        self.settle(x, y)
        for fit, drawing, axis in zip(
            self._heights, (self.above, self.right), self.axes, strict=True
        ):
            peak = max(1.0 / (math.sqrt(2.0 * math.pi) * g.std[axis]) for _, g in self._pair())
            low, high = fit.next((0.0, 1.12 * peak), (0.0, peak), self.held)
            if drawing is self.above:
                drawing.plot.setYRange(low, high, padding=0)
            else:
                drawing.plot.setXRange(low, high, padding=0)

    def _choose_axes(self, axes: tuple[int, int]) -> None:
        if axes != self.axes:
            self._frames.clear()
            self.at_start.clear()
            for fit in self.ranges:
                fit.shown = None
        self.axes = axes
        across, up = (f"x{str(axis + 1).translate(SUBSCRIPTS)}" for axis in axes)
        if (across, up) != (self.x_label, self.frame.header.y_label):
            self.x_label = self.short = across
            self.frame.header.y_label = up
            self._stand()

    def _add_marginals(self) -> None:
        """Without numbers: what they are is drawn in the plane."""
        plots = card_plot(self.frame, "", (0, 0)), card_plot(self.frame, "", (1, 1))
        for plot in plots:
            for side in ("left", "bottom"):
                plot.getAxis(side).setStyle(showValues=False, tickLength=0)
                plot.getAxis(side).setPen(None)
            plot.vb.setMouseEnabled(x=False, y=False)
            plot.showGrid(x=False, y=False)
        plots[0].getAxis("bottom").setHeight(0)
        plots[1].getAxis("left").setWidth(0)
        self.above, self.right = (Drawing(p, self.theme, "", Headroom(p)) for p in plots)
        self.above.plot.setXLink(self.plot)
        self.right.plot.setYLink(self.plot)

    def _stand(self) -> None:
        super()._stand()
        if self.frame.size is Size.FOLDED or not hasattr(self, "right"):
            return
        height, width = MARGINALS[self.frame.size]
        self.above.plot.setMaximumHeight(height)
        self.above.plot.setVisible(height > 0)
        self.above.plot.getAxis("left").setWidth(LEFT_AXIS[self.frame.size])
        self.right.plot.setMaximumWidth(width)
        self.right.plot.setVisible(width > 0)
        self.right.plot.getAxis("bottom").setHeight(BOTTOM_AXIS[self.frame.size])

    def _add_items(self) -> None:
        """All of them reach beyond the range, for panning."""
        theme = self.theme
        self.images = {n: PlacedImage(theme, n, relative_density(), IMAGE_REACH) for n in NAMES}
        self.rings = {
            name: [self.curve(pair_pen(theme, name, w), seen=False) for w in RING_WIDTHS]
            for name in NAMES
        }
        # A mark that shows a Gaussian however small it is.
        self.centres = {
            name: self.dots(name, 9, seen=False, symbol="+", pen=theme.pen(name, 1.6))
            for name in NAMES
        }
        self.dots_of_q = self.dots("q", 3, seen=False, brush=theme.brush("q", 0.7))
        self.group_dots = {
            name: self.dots(name, 3, seen=False, brush=theme.brush(name, 0.7)) for name in NAMES
        }
        self.top = {n: self.above.curve(pair_pen(theme, n, 1.5), seen=False) for n in NAMES}
        self.side = {n: self.right.curve(pair_pen(theme, n, 1.5), seen=False) for n in NAMES}
        for dots in (self.dots_of_q, *self.group_dots.values()):
            dots.graphics.setZValue(-1)
        for image in self.images.values():
            image.setZValue(-5)
            self.plot.addItem(image, ignoreBounds=True)

    def _add_handles(self) -> None:
        self.ends: dict[Name, list[Handle]] = {}
        view = self.box
        for name in NAMES:
            ends = [
                self.add_handle(view, name, "spread", f"axis of {name}", self._stretch(name, *end))
                for end in ENDS
            ]
            mean = self.add_handle(view, name, "mean", f"mean of {name}", self._shift)
            self.ends[name] = [mean, *ends]

    def _start(self) -> None:
        super()._start()
        self._frames_at_start = dict(self._frames)

    def _shift(self, gaussian: Gaussian, x: float, y: float) -> Gaussian:
        places = decimals_of(self.box)
        return moved(gaussian, self.axes, np.array([round(x, places[0]), round(y, places[1])]))

    def _stretch(self, name: Name, axis: int, sign: float) -> Move:
        """The axis follows the drag, the other one keeps its length and stays orthogonal."""

        def stretch(gaussian: Gaussian, x: float, y: float) -> Gaussian:
            before = self._frames_at_start[name]
            reach = sign * (np.array([x, y]) - gaussian.mean[list(self.axes)])
            pixel = np.array(self.box.viewPixelSize())
            pixels = math.hypot(*(reach / pixel))
            if pixels == 0.0:
                reach, pixels = before[:, axis], math.hypot(*(before[:, axis] / pixel))
            after = stretched(before, axis, reach * max(1.0, CLOSEST / pixels))
            self._frames[name] = after
            return reshaped(gaussian, self.axes, before, after, decimals_of(self.box))

        return stretch

    def _place(self, name: Name) -> None:
        mean, frame = plane_frame(self.gaussians[name], self.axes)
        if name in self._frames:
            frame = nearest_axes(frame, self._frames[name])
        self._frames[name] = frame
        self.images[name].place(mean, frame)
        self.centres[name].show(mean[:1], mean[1:])
        at_mean, *ends = self.ends[name]
        at_mean.place(*mean.tolist())
        for handle, (axis, sign) in zip(ends, ENDS, strict=True):
            handle.place(*(mean + sign * frame[:, axis]).tolist())

    def _wanted(self) -> tuple[list[Range], list[Range]]:
        """The ranges that show both, on equal scales if they are alike, and what must be seen."""
        wanted, seen = [], []
        for axis in self.axes:
            pairs = [(float(g.mean[axis]), float(g.std[axis])) for _, g in self._pair()]
            wanted.append(padded(*natural_range(*pairs, reach=REACH), PADDING, PADDING))
            seen.append((min(m - s for m, s in pairs), max(m + s for m, s in pairs)))
        width, height = max(self.box.width(), 1.0), max(self.box.height(), 1.0)
        spans = [high - low for low, high in wanted]
        scales = [spans[0] / width, spans[1] / height]
        scale = max(scales)
        if scale < EQUAL_SCALES * (width / height) * min(scales):
            for i, length in enumerate((scale * width, scale * height)):
                middle = 0.5 * sum(wanted[i])
                wanted[i] = (middle - 0.5 * length, middle + 0.5 * length)
        return wanted, seen

    def _resized(self) -> None:
        if not self.box.zoomed and not self.held:
            for fit in self._plane:
                fit.shown = None
            self.refit()


def _show_points(dots: Item, points: Array | None) -> None:
    """These points, (n, 2), or none; the same ones are not drawn again."""
    if points is None:
        dots.hide()
    elif not np.array_equal(points, np.transpose(dots.graphics.getData())):
        dots.show(points[:, 0], points[:, 1])
