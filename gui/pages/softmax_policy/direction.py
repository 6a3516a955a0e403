"""The zeroth-order gradient of the argmax beside the policy gradient: their angle."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.core.parameter import described
from engine.page.result import Result
from engine.pages.softmax_policy.options import Options
from engine.pages.softmax_policy.records import Cosines, Direction
from gui.look.theme import Theme
from gui.pages.softmax_policy.group import (
    DASH_DOT,
    POLICY,
    SOFTENED,
    ZEROTH,
    ZEROTH_BASELINES,
    Group,
    number_actions,
)
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen

TITLE = "∂E r(argmax) / ∂θ of each action; ∂E r / ∂θ as long"
DODGE = 0.2
LEVEL_WIDTH = 0.8
SHORTEST = 0.02  # the least range of cosines on show
NOTHING = "a gradient is 0"


class DirectionGroup(Group):
    """Above, both gradients action by action; below, the cosine against tau and against eps."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.key = self.add_key(columns=2)
        self.slopes = self.add(1, 0, TITLE, columns=2)
        self.exact = self.curve(self.slopes, theme.pen("truth", 2.0), connect="pairs")
        self.zero = pg.InfiniteLine(0.0, angle=0, pen=theme.pen("line", 1.0))
        self.policy = pg.ScatterPlotItem(
            size=theme.symbol(11),
            symbol="x",
            pen=theme.pen("plot", 0.5),
            brush=theme.brush(POLICY, 1.0),
        )
        self.policy.setZValue(7)
        for item in (self.zero, self.policy):
            self.slopes.addItem(item, ignoreBounds=True)
        self.estimates = {
            name: self.dots(self.slopes, role, symbol)
            for name, (role, symbol, _) in ZEROTH_BASELINES.items()
        }
        symbols = {"temperature": "τ", "epsilon": "ε"}
        # Together they are the key of both plots.
        words = {
            "temperature": f"{colored('argmax', theme.ink(ZEROTH))} &nbsp;"
            f"{colored('softened', theme.ink(SOFTENED))}",
            "epsilon": colored("╌ argmax, exact", theme.ink("truth")),
        }
        # All plots before the first line: a plot that is added squeezes those that are there.
        places = {
            option: self.add(2, column, f"Cosine against {symbol}")
            for column, (option, symbol) in enumerate(symbols.items())
        }
        self.angles = {
            option: CosinePlot(self, plot, option, words[option]) for option, plot in places.items()
        }
        self.finish()
        spots = {
            self.estimates[name].spots: words for name, (_, _, words) in ZEROTH_BASELINES.items()
        }
        self.explain(self.key, {self.policy: "∂E r / ∂θ", self.exact: "exact", **spots})

    def draw(self, result: Result) -> None:
        found = result.direction
        assert found is not None
        assert result.against_temperature is not None
        assert result.against_epsilon is not None
        self._draw_slopes(found)
        self.angles["temperature"].draw(result.against_temperature)
        self.angles["epsilon"].draw(result.against_epsilon)

    def _draw_slopes(self, found: Direction) -> None:
        x = np.arange(1.0, len(found.exact) + 1.0)
        number_actions(self.slopes, [str(int(action)) for action in x])
        ends = np.column_stack((x - 0.5 * LEVEL_WIDTH, x + 0.5 * LEVEL_WIDTH)).ravel()
        self.exact.setData(ends, np.repeat(found.exact, 2))
        for place, name in enumerate(ZEROTH_BASELINES):
            at = x + DODGE * (place - 0.5)
            self.estimates[name].show(at, found.estimate[place], found.error[place])
        policy = _as_long(found.policy, found.exact)
        self.policy.setData(x[: len(policy)] - 1.5 * DODGE, policy)
        reach = np.concatenate((found.exact, policy, (found.estimate - 2.0 * found.error).ravel()))
        low = float(reach.min())
        high = max(float(reach.max()), float(np.max(found.estimate + 2.0 * found.error)))
        self.slopes.setYRange(*padded(low, high, 0.08, 0.08), padding=0)


class CosinePlot:
    """Exact and sampled cosines over an option's logarithm; today's value can be dragged."""

    def __init__(self, group: Group, plot: pg.PlotItem, option: str, words: str) -> None:
        theme = self._theme = group.theme
        self._group, self._option, self._words = group, option, words
        self.plot = plot
        use_log_axis(plot, "bottom")
        self.one = pg.InfiniteLine(1.0, angle=0, pen=theme.pen("line", 1.0))
        plot.addItem(self.one, ignoreBounds=True)
        self.bands = {
            "argmax": Band(theme.brush(ZEROTH, 0.16)),
            "softened": Band(theme.brush(SOFTENED, 0.16)),
        }
        for band in self.bands.values():
            plot.addItem(band, ignoreBounds=True)
        self.curves = {
            "argmax": group.curve(plot, theme.pen(ZEROTH, 1.8)),
            "softened": group.curve(plot, theme.pen(SOFTENED, 1.8, DASH_DOT)),
        }
        self.exact = group.curve(plot, truth_pen(theme))
        parameter = next(each for each in described(Options) if each.name == option)
        ends = (parameter.parameter.minimum, parameter.parameter.maximum)
        self.line = DraggedLine(
            plot,
            theme,
            (math.log10(ends[0]), math.log10(ends[1])),
            math.log10(parameter.default),
        )
        self.line.proposed.connect(self._propose)
        group.grips.append(self.line.grip)
        self.note = CornerNote(plot, theme, (1, 0), ground=True)
        self.headroom = Headroom(plot, self.note)

    def draw(self, found: Cosines) -> None:
        """Show these cosines."""
        x = np.log10(found.x)
        reach: list[Array] = [np.array([1.0])]
        self.exact.setData(*drawable(x, found.exact))
        reach.append(found.exact)
        for name, curve in self.curves.items():
            value, error = getattr(found, name), getattr(found, f"{name}_error")
            curve.setData(*drawable(x, value))
            low = np.maximum(value - 2.0 * error, -1.0)
            high = np.minimum(value + 2.0 * error, 1.0)
            self.bands[name].set_band(x, low, high)
            reach.append(low)
        self.line.mark(math.log10(found.today))
        if not self.line.moving:
            self.plot.setXRange(float(x[0]), float(x[-1]), padding=0.02)
        self._write(found)
        everything = np.concatenate(reach)
        lowest = float(np.min(everything[np.isfinite(everything)]))
        self.headroom.show(min(lowest, 1.0 - SHORTEST), 1.0)

    def _write(self, found: Cosines) -> None:
        theme = self._theme
        there = np.isfinite(found.exact).any() or np.isfinite(found.argmax).any()
        self.note.write(
            self._words if there else colored(NOTHING, theme.ink("error")),
        )

    def _propose(self, position: float, gesture: int) -> None:
        value = float(f"{10.0**position:.3g}")
        self._group.proposed.emit({self._option: value}, gesture)


def _as_long(vector: Array, other: Array) -> Array:
    """The vector made as long as the other; nothing if either is 0."""
    if not (np.any(vector) and np.any(other)):
        return np.empty(0)
    scaled = vector / np.max(np.abs(vector))
    return np.asarray(scaled * (math.hypot(*other) / math.hypot(*scaled)))
