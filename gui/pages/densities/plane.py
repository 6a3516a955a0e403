"""The picture of two Gaussians in a plane: images, ellipses, marginals, handles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.gaussian.density_curves import natural_range
from engine.gaussian.density_image import REACH as IMAGE_REACH
from engine.gaussian.density_image import relative_density
from engine.gaussian.ellipse import nearest_axes, plane_frame
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, reshaped
from gui.look.theme import Theme
from gui.pages.densities.pair_key import PairKey
from gui.pages.densities.picture import Move, Picture
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import padded
from gui.plotkit.fitted_range import FittedRange, Range, watch_zoom
from gui.plotkit.handles import CLOSEST, Handle, decimals_of
from gui.plotkit.items import Item
from gui.plotkit.pair import NAMES, Name, pair_pen
from gui.plotkit.placed_image import PlacedImage

AXIS_WIDTH = 54
PADDING = 0.03  # of the range, beside what must be seen
ABOVE, RIGHT = 70, 84  # pixels for the marginals
REACH = 3.1  # standard deviations in view: the largest ellipse
# Scales of x and y that differ by less than this are made equal, so that circles are round.
EQUAL_SCALES = 4.0
RING_WIDTHS = (1.8, 1.3, 1.0)
# Two axis ends to a side: which axis, and with which sign.
ENDS = ((0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0))
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class DensityPlane(Picture):
    """p and q over two coordinates, with draggable centres and axis ends."""

    def __init__(
        self,
        figure: pg.GraphicsLayoutWidget,
        layout: pg.GraphicsLayout,
        theme: Theme,
        marginals: tuple[int, int] = (ABOVE, RIGHT),
    ) -> None:
        """``marginals`` is their height above and their width on the right, in pixels."""
        super().__init__(layout, theme)
        self.axes: tuple[int, int] = (0, 1)
        self._ticks: dict[int, float] = {}
        self._frames: dict[Name, Array] = {}
        self._frames_at_start: dict[Name, Array] = {}
        self._add_plots(marginals)
        self._add_items()
        self.key = PairKey(theme, AXIS_WIDTH, {n: c.graphics for n, c in self.top.items()})
        layout.addItem(self.key, row=0, col=0, colspan=2)
        self._add_handles()
        self._plane = [FittedRange(self.main, axis) for axis in (0, 1)]
        self._heights = [
            FittedRange(self.above, pg.ViewBox.YAxis, follows=True),
            FittedRange(self.right, pg.ViewBox.XAxis, follows=True),
        ]
        self.fits = self._plane + self._heights
        watch_zoom(figure, self.fits, self.settle)
        self.main.vb.sigResized.connect(self._resized)
        self.started.connect(self._keep_frames)

    def draw(self, p: Gaussian, q: Gaussian, result: Any, options: Any) -> None:
        """Show p and q over the chosen coordinates."""
        self._choose_axes(options.axes(p.dimension))
        self.gaussians = {"p": p, "q": q}
        marginals = result.marginals
        for name in NAMES:
            self._place(name)
            x, y = (getattr(result.ellipses, f"{name}_{axis}") for axis in "xy")
            for ring, ring_x, ring_y in zip(self.rings[name], x.T, y.T, strict=True):
                ring.show(ring_x, ring_y)
            self.top[name].show(marginals.x, getattr(marginals, f"{name}_along_x"))
            self.side[name].show(getattr(marginals, f"{name}_along_y"), marginals.y)
        self.describe(result, options)
        axes = list(self.axes)
        self.stack_handles({name: float(np.prod(g.std[axes])) for name, g in self._pair()})
        _show_points(self.dots, None if result.points is None else result.points.x)
        self._draw_groups(result.groups)
        self.settle()

    def _pair(self) -> Sequence[tuple[Name, Gaussian]]:
        return list(self.gaussians.items())

    def _draw_groups(self, groups: Any) -> None:
        """Own samples; in words how many of them, where that is not all."""
        words = []
        for name, dots in self.group_dots.items():
            points = None if groups is None else getattr(groups.points, name)
            _show_points(dots, points)
            samples = 0 if groups is None else getattr(groups.points, f"{name}_samples")
            if points is not None and len(points) < samples:
                words.append(colored(f"● {len(points):,} of {samples:,}", self.theme.ink(name)))
        self.drawn.write(*words)

    def settle(self) -> None:
        """Fit the ranges that no longer show what they should."""
        if not self.gaussians:
            return
        wanted, seen = self._wanted()
        # Both together, or the scales would come apart.
        if not self.held and any(
            fit.fresh or not (fit.zoomed or fit.good(*pair))
            for fit, pair in zip(self._plane, zip(wanted, seen, strict=True), strict=True)
        ):
            for fit, range_ in zip(self._plane, wanted, strict=True):
                fit.fresh = False
                fit.set(range_)
        for fit, axis in zip(self._heights, self.axes, strict=True):
            peak = max(1.0 / (math.sqrt(2.0 * math.pi) * g.std[axis]) for _, g in self._pair())
            fit.show((0.0, 1.12 * peak), (0.0, peak), self.held)
            self._tick(fit, peak)

    def _tick(self, fit: FittedRange, peak: float) -> None:
        """One labelled height: there is no room for more beside a marginal."""
        power = 10.0 ** math.floor(math.log10(peak))
        height = power * max(step for step in (1.0, 2.0, 5.0) if step * power <= peak * 1.000001)
        if self._ticks.get(fit.axis) != height:
            self._ticks[fit.axis] = height
            plot, side = (self.right, "bottom") if fit.axis == 0 else (self.above, "left")
            plot.getAxis(side).setTicks([[(0.0, "0"), (height, f"{height:g}")], []])

    def _choose_axes(self, axes: tuple[int, int]) -> None:
        if axes != self.axes:
            self._frames.clear()
            self.release()
            for fit in self.fits:
                fit.fresh = True
        self.axes = axes
        for side, axis in zip(("bottom", "left"), axes, strict=True):
            self.panels[1].relabel(side, f"x{str(axis + 1).translate(SUBSCRIPTS)}")

    def _add_plots(self, marginals: tuple[int, int]) -> None:
        above = self.panel((1, 0), y_label="density", width=AXIS_WIDTH)
        main = self.panel((2, 0), "x₁", "x₂", AXIS_WIDTH)
        right = self.panel((2, 1), "density")
        self.above, self.main, self.right = above.plot, main.plot, right.plot
        self.above.setXLink(self.main)
        self.right.setYLink(self.main)
        self.right.getAxis("left").setStyle(showValues=False)
        self.right.getAxis("left").setWidth(None)
        self.right.setLabel("left", None)
        self.above.setMaximumHeight(marginals[0])
        self.right.setMaximumWidth(marginals[1])

    def _add_items(self) -> None:
        """All of them reach beyond the range, for panning."""
        theme, (above, main, right) = self.theme, self.panels
        self.images = {n: PlacedImage(theme, n, relative_density(), IMAGE_REACH) for n in NAMES}
        self.rings = {
            name: [main.curve(pair_pen(theme, name, w), seen=False) for w in RING_WIDTHS]
            for name in NAMES
        }
        # A mark that shows a Gaussian however small it is.
        self.centres = {
            name: main.dots(name, 9, seen=False, symbol="+", pen=theme.pen(name, 1.6))
            for name in NAMES
        }
        self.dots = main.dots("q", 3, seen=False, brush=theme.brush("q", 0.7))
        self.group_dots = {
            name: main.dots(name, 3, seen=False, brush=theme.brush(name, 0.7)) for name in NAMES
        }
        self.top = {n: above.curve(pair_pen(theme, n, 1.5), seen=False) for n in NAMES}
        self.side = {n: right.curve(pair_pen(theme, n, 1.5), seen=False) for n in NAMES}
        for dots in (self.dots, *self.group_dots.values()):
            dots.graphics.setZValue(-1)
        for image in self.images.values():
            image.setZValue(-5)
            self.main.addItem(image, ignoreBounds=True)
        self.drawn = CornerNote(self.main, theme, corner=(1, 1), ground=True)

    def _add_handles(self) -> None:
        self.ends: dict[Name, list[Handle]] = {}
        view = self.main.vb
        for name in NAMES:
            ends = [
                self.add_handle(view, name, "spread", f"axis of {name}", self._stretch(name, *end))
                for end in ENDS
            ]
            mean = self.add_handle(view, name, "mean", f"mean of {name}", self._shift)
            self.ends[name] = [mean, *ends]

    def _keep_frames(self) -> None:
        self._frames_at_start = dict(self._frames)

    def _shift(self, gaussian: Gaussian, x: float, y: float) -> Gaussian:
        places = decimals_of(self.main.vb)
        return moved(gaussian, self.axes, np.array([round(x, places[0]), round(y, places[1])]))

    def _stretch(self, name: Name, axis: int, sign: float) -> Move:
        """The axis follows the drag, the other one keeps its length and stays orthogonal."""

        def stretch(gaussian: Gaussian, x: float, y: float) -> Gaussian:
            before = self._frames_at_start[name]
            reach = sign * (np.array([x, y]) - gaussian.mean[list(self.axes)])
            pixel = np.array(self.main.vb.viewPixelSize())
            pixels = math.hypot(*(reach / pixel))
            if pixels == 0.0:
                reach, pixels = before[:, axis], math.hypot(*(before[:, axis] / pixel))
            after = before.copy()
            after[:, axis] = reach * max(1.0, CLOSEST / pixels)
            # Turned with the first: orthogonal, as the axes of every ellipse are.
            turned = np.array([-reach[1], reach[0]]) / math.hypot(*reach)
            other = before[:, 1 - axis]
            side = 1.0 if turned @ other >= 0.0 else -1.0
            after[:, 1 - axis] = side * math.hypot(*other) * turned
            self._frames[name] = after
            return reshaped(gaussian, self.axes, before, after, decimals_of(self.main.vb))

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
        width, height = max(self.main.vb.width(), 1.0), max(self.main.vb.height(), 1.0)
        spans = [high - low for low, high in wanted]
        scales = [spans[0] / width, spans[1] / height]
        scale = max(scales)
        if scale < EQUAL_SCALES * (width / height) * min(scales):
            for i, length in enumerate((scale * width, scale * height)):
                middle = 0.5 * sum(wanted[i])
                wanted[i] = (middle - 0.5 * length, middle + 0.5 * length)
        return wanted, seen

    def _resized(self) -> None:
        if not any(fit.zoomed for fit in self._plane):
            for fit in self._plane:
                fit.fresh = True
            self.settle()


def _show_points(dots: Item, points: Array | None) -> None:
    """These points, (n, 2), or none; the same ones are not drawn again."""
    if points is None:
        dots.hide()
    elif not np.array_equal(points, np.transpose(dots.graphics.getData())):
        dots.show(points[:, 0], points[:, 1])
