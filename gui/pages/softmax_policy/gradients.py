"""REINFORCE under every baseline: its gradient action by action, and its variance."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.page.result import Result
from engine.pages.softmax_policy.records import Gradients
from gui.look.theme import Theme
from gui.pages.softmax_policy.group import BASELINES, Group, number_actions
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable
from gui.plotkit.group import say_title
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis

DODGE = 0.17  # of a column, between the baselines
LEVEL_WIDTH = 0.8
EXAMPLES = {"calm": ("○", "[4, 5, 6]"), "wild": ("□", "[−10, 10, 15]")}
SYMBOLS = {"calm": "o", "wild": "s"}
BAR_WIDTH = 0.5
PALE = 0.3  # opacity of the spread of one batch
DECADES = 0.35  # of room at the foot of the bars


class GradientsGroup(Group):
    """Above, estimates beside the exact gradient; below, exact and measured variance."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.key = self.add_key()
        self.slopes = self.add(1, 0, "Gradient ∂E r / ∂θ of each action")
        self.spread = self.add(2, 0, "Variance")
        use_log_axis(self.spread, "left")
        self.exact = self.curve(self.slopes, theme.pen("truth", 2.0), connect="pairs")
        self.zero = pg.InfiniteLine(0.0, angle=0, pen=theme.pen("line", 1.0))
        self.slopes.addItem(self.zero, ignoreBounds=True)
        self.spreads = {
            name: self.curve(self.slopes, theme.pen(role, 5.0), connect="pairs")
            for name, (role, *_) in BASELINES.items()
        }
        for curve in self.spreads.values():
            curve.setOpacity(PALE)
        self.estimates = {
            name: self.dots(self.slopes, role, symbol)
            for name, (role, symbol, *_) in BASELINES.items()
        }
        self.bars = pg.BarGraphItem(x=[1.0], height=[0.0], width=BAR_WIDTH)
        self.spread.addItem(self.bars, ignoreBounds=True)
        self.measured = self.dots(self.spread, "truth")
        self.examples = {name: self._example(symbol) for name, symbol in SYMBOLS.items()}
        self.slopes_note = CornerNote(self.slopes, theme, ground=True)
        self.slopes_headroom = Headroom(self.slopes, self.slopes_note)
        self.note = CornerNote(self.spread, theme, ground=True)
        self.headroom = Headroom(self.spread, self.note, below=0.0)
        self.finish()
        spots = {self.estimates[name].spots: short for name, (_, _, _, short) in BASELINES.items()}
        self.explain(self.key, {self.exact: "exact", **spots})

    def draw(self, result: Result) -> None:
        found = result.gradients
        assert found is not None
        self._draw_slopes(found)
        self._draw_spread(found)

    def _draw_slopes(self, found: Gradients) -> None:
        x = np.arange(1.0, len(found.exact) + 1.0)
        number_actions(self.slopes, [str(int(action)) for action in x])
        ends = np.column_stack((x - 0.5 * LEVEL_WIDTH, x + 0.5 * LEVEL_WIDTH)).ravel()
        self.exact.setData(ends, np.repeat(found.exact, 2))
        for place, name in enumerate(BASELINES):
            at = x + DODGE * (place - 0.5 * (len(BASELINES) - 1))
            self.estimates[name].show(at, found.estimate[place], found.error[place])
            std = found.batch_std[place]
            pairs = np.column_stack((found.exact - std, found.exact + std)).ravel()
            self.spreads[name].setData(*drawable(np.repeat(at, 2), pairs))
        reach = np.concatenate((found.batch_std, 2.0 * found.error))
        low, high = float(np.min(found.exact - reach)), float(np.max(found.exact + reach))
        self.slopes_note.write(
            f"{colored(f'● {found.batches:,} batches ± 2 s.e.', self.theme.text)} &nbsp;"
            f"{colored('▮ one ± std', self.theme.muted)}"
        )
        self.slopes_headroom.show(low, high)

    def _draw_spread(self, found: Gradients) -> None:
        say_title(self.spread, f"Variance of the gradient from one batch of {found.batch:,}")
        everything = np.concatenate((found.variance, found.measured, found.calm, found.wild))
        logs = np.log10(everything[everything > 0.0])
        if not len(logs):
            logs = np.zeros(1)
        low, high = float(logs.min()) - DECADES, float(logs.max())
        x = np.arange(1.0, len(BASELINES) + 1.0)
        names = zip(BASELINES.values(), found.variance, strict=True)
        labels = [words if value > 0.0 else f"{words}: 0" for (_, _, words, _), value in names]
        number_actions(self.spread, labels)
        tops = _log(found.variance, low)
        roles = [role for role, *_ in BASELINES.values()]
        self.bars.setOpts(
            x=x,
            y0=low,
            height=tops - low,
            brushes=[self.theme.brush(role, 0.38) for role in roles],
            pens=[self.theme.pen(role, 1.2) for role in roles],
        )
        error = 2.0 * found.measured_error
        self.measured.show_between(
            x,
            _log(found.measured, low),
            _log(np.maximum(found.measured - error, 0.0), low),
            _log(found.measured + error, low),
        )
        for name, spots in self.examples.items():
            values = getattr(found, name)
            there = values > 0.0
            spots.setData(x[there] + 0.36, np.log10(values[there]))
        words = [f"{sign} {name}" for sign, name in EXAMPLES.values()]
        self.note.write(
            f"{colored('● measured ± 2 s.e.', self.theme.text)} &nbsp;"
            f"{colored(f'equal π: {words[0]}   {words[1]}', self.theme.muted)}"
        )
        self.headroom.show(low, high)

    def _example(self, symbol: str) -> pg.ScatterPlotItem:
        pen, brush = self.theme.pen("muted", 1.6), self.theme.brush("plot", 1.0)
        spots = pg.ScatterPlotItem(size=self.theme.symbol(8), symbol=symbol, pen=pen, brush=brush)
        self.spread.addItem(spots, ignoreBounds=True)
        return spots


def _log(values: np.ndarray, floor: float) -> np.ndarray:
    """log10 of the values (m,), those of 0 at the floor."""
    return np.log10(np.maximum(values, 10.0**floor))
