"""The picture of two Gaussians in a plane: images, ellipses, marginals, handles."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.gaussian.density_curves import natural_range
from engine.gaussian.ellipse import SIGMAS, nearest_axes, plane_frame
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, reshaped
from gui.look.theme import Theme
from gui.pages.densities.density_image import DensityImage
from gui.pages.densities.pair_key import PairKey
from gui.pages.densities.picture import NAMES, Name, Picture
from gui.plotkit.drawable import padded
from gui.plotkit.fitted_range import FittedRange, renew, watch_hands
from gui.plotkit.grid import quiet_grid
from gui.plotkit.handles import CLOSEST, decimals_of
from gui.plotkit.plot import add_plot

AXIS_WIDTH = 54
PADDING = 0.03  # of the range, beside what must be seen
ABOVE, RIGHT = 70, 84  # pixels for the marginals
REACH = 3.1  # standard deviations in view: the largest ellipse
# Scales of x and y that differ by less than this are made equal, so that circles are round.
EQUAL_SCALES = 4.0
RING_WIDTHS = (1.8, 1.3, 1.0)
# Two axis ends to a side: which axis, and with which sign.
ENDS = ((0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0))


class DensityPlane(Picture):
    """p and q over two coordinates, with draggable centres and axis ends."""

    def __init__(
        self,
        figure: pg.GraphicsLayoutWidget,
        layout: pg.GraphicsLayout,
        theme: Theme,
        above: int = ABOVE,
        right: int = RIGHT,
    ) -> None:
        super().__init__(theme)
        self.axes = (0, 1)
        self._ticks: dict[int, float] = {}
        self._frames: dict[Name, Array] = {}
        self._frames_at_start: dict[Name, Array] = {}
        self._add_plots(layout)
        self.above.setMaximumHeight(above)
        self.right.setMaximumWidth(right)
        self.images = {name: self._add_image(name) for name in NAMES}
        self.rings = {name: self._add_rings(name) for name in NAMES}
        self.centres = {name: self._add_centre(name) for name in NAMES}
        self.dots = self._add_dots("q")
        self.group_dots = {name: self._add_dots(name) for name in NAMES}
        self.top = {name: self._add_marginal(self.above, name) for name in NAMES}
        self.side = {name: self._add_marginal(self.right, name) for name in NAMES}
        self.key = PairKey(theme, AXIS_WIDTH, self.top)
        layout.addItem(self.key, row=0, col=0, colspan=2)
        self._add_handles()
        self.fits = [FittedRange(self.main, axis) for axis in (0, 1)]
        self.heights = [
            FittedRange(self.above, pg.ViewBox.YAxis, follows=True),
            FittedRange(self.right, pg.ViewBox.XAxis, follows=True),
        ]
        watch_hands(figure, self.fits + self.heights, self.settle)
        self.main.vb.sigResized.connect(self._resized)
        self.started.connect(self._keep_frames)

    def draw(self, p: Gaussian, q: Gaussian, result, options) -> None:
        """Show p and q over the chosen coordinates."""
        axes = options.axes(p.dimension)
        self._choose_axes(axes)
        self.gaussians = {"p": p, "q": q}
        for name in NAMES:
            self._place(name)
            self.describe(name, result, options)
            x, y = (getattr(result.ellipses, f"{name}_{axis}") for axis in "xy")
            for ring, column in zip(self.rings[name], range(x.shape[1]), strict=True):
                ring.setData(x[:, column], y[:, column])
            marginals = result.marginals
            self.top[name].setData(marginals.x, getattr(marginals, f"{name}_along_x"))
            self.side[name].setData(getattr(marginals, f"{name}_along_y"), marginals.y)
        self.stack_handles(
            {name: float(np.prod(g.std[list(axes)])) for name, g in self.gaussians.items()}
        )
        self.dots.setVisible(result.points is not None)
        if result.points is not None:
            self.dots.setData(result.points.x[:, 0], result.points.x[:, 1])
        for name, dots in self.group_dots.items():
            points = None if result.groups is None else getattr(result.groups.points, name)
            dots.setVisible(points is not None)
            if points is not None and not np.array_equal(points, np.transpose(dots.getData())):
                dots.setData(points[:, 0], points[:, 1])
        self.settle()

    def settle(self) -> None:
        """Fit the ranges that no longer show what they should."""
        if not self.gaussians:
            return
        wanted, seen = self._wanted()
        # Both together, or the scales would come apart.
        if not self.held and any(
            fit.fresh or not (fit.by_hand or fit.good(*pair))
            for fit, pair in zip(self.fits, zip(wanted, seen, strict=True), strict=True)
        ):
            for fit, range_ in zip(self.fits, wanted, strict=True):
                fit.fresh = False
                fit.set(range_)
        for fit, axis in zip(self.heights, self.axes, strict=True):
            peak = max(
                1.0 / (math.sqrt(2.0 * math.pi) * g.std[axis]) for g in self.gaussians.values()
            )
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

    def refresh(self) -> None:
        """Fit everything at the next drawing: the picture is shown anew."""
        renew(self.fits + self.heights)

    def _choose_axes(self, axes: tuple[int, int]) -> None:
        if axes != self.axes:
            self._frames.clear()
            self.release()
            for fit in self.fits + self.heights:
                fit.fresh = True
        self.axes = axes
        for side, axis in (("bottom", axes[0]), ("left", axes[1])):
            text = f"x{str(axis + 1).translate(SUBSCRIPTS)}"
            if self.main.getAxis(side).labelText != text:
                self.main.setLabel(side, text)

    def _add_plots(self, layout: pg.GraphicsLayout) -> None:
        theme = self.theme
        self.above = add_plot(layout, theme, (1, 0), "", "", "density")
        self.main = add_plot(layout, theme, (2, 0), "", "", "")
        self.right = add_plot(layout, theme, (2, 1), "", "density", "")
        self.above.setXLink(self.main)
        self.right.setYLink(self.main)
        self.above.getAxis("bottom").setStyle(showValues=False)
        self.right.getAxis("left").setStyle(showValues=False)
        for plot, side in ((self.above, "bottom"), (self.right, "left")):
            plot.setLabel(side, None)
        for plot in (self.above, self.main, self.right):
            plot.setTitle(None)
            quiet_grid(plot, theme)
        for plot in (self.above, self.main):
            plot.getAxis("left").setWidth(AXIS_WIDTH)

    def _add_image(self, name: Name) -> DensityImage:
        image = DensityImage(self.theme, name)
        image.setZValue(-5)
        self.main.addItem(image, ignoreBounds=True)
        return image

    def _add_rings(self, name: Name) -> list[pg.PlotCurveItem]:
        rings = []
        for width, _ in zip(RING_WIDTHS, SIGMAS, strict=True):
            ring = pg.PlotCurveItem(pen=self.pen(name, width), antialias=True)
            self.main.addItem(ring, ignoreBounds=True)
            rings.append(ring)
        return rings

    def _add_centre(self, name: Name) -> pg.ScatterPlotItem:
        """A mark that shows a Gaussian however small it is."""
        mark = pg.ScatterPlotItem(
            size=self.theme.symbol(9),
            symbol="+",
            pen=self.theme.pen(name, 1.6),
            brush=self.theme.brush(name, 1.0),
        )
        self.main.addItem(mark, ignoreBounds=True)
        return mark

    def _add_dots(self, name: Name) -> pg.ScatterPlotItem:
        dots = pg.ScatterPlotItem(
            size=self.theme.symbol(3), pen=None, brush=self.theme.brush(name, 0.7)
        )
        dots.setZValue(-1)
        self.main.addItem(dots, ignoreBounds=True)
        return dots

    def _add_marginal(self, plot: pg.PlotItem, name: Name) -> pg.PlotCurveItem:
        curve = pg.PlotCurveItem(pen=self.pen(name, 1.5), antialias=True)
        plot.addItem(curve, ignoreBounds=True)
        return curve

    def _add_handles(self) -> None:
        self.ends: dict[Name, list] = {}
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

    def _stretch(self, name: Name, axis: int, sign: float):
        """The axis follows the hand, the other one keeps its length and stays orthogonal."""

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
        self.centres[name].setData(mean[:1], mean[1:])
        at_mean, *ends = self.ends[name]
        at_mean.place(*mean.tolist())
        for handle, (axis, sign) in zip(ends, ENDS, strict=True):
            handle.place(*(mean + sign * frame[:, axis]).tolist())

    def _wanted(self) -> tuple[list, list]:
        """The ranges that show both, on equal scales if they are alike, and what must be seen."""
        wanted, seen = [], []
        for axis in self.axes:
            pairs = [(float(g.mean[axis]), float(g.std[axis])) for g in self.gaussians.values()]
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
        if not any(fit.by_hand for fit in self.fits):
            for fit in self.fits:
                fit.fresh = True
            self.settle()


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
