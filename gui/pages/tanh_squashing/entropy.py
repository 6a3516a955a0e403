"""Entropy against the std, and KL before and after squashing."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import estimate_text, value_text
from engine.page.result import Result
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.records import Entropies, KLComparison
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import LARGEST, drawable, padded
from gui.plotkit.group import AXIS_WIDTH, Group, say_title
from gui.plotkit.headroom import Headroom
from gui.plotkit.key import Key
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen

BELOW, ABOVE = 5.5, 4.0  # nats around the largest entropy
FARTHEST = 30.0  # nats below it that today's mark may pull the range down
ROWS = ("before", "after", "p only", "q only")


class EntropyGroup(Group):
    """Curves of the three entropies; estimates of KL with their errors."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme)
        self.key = Key(theme, AXIS_WIDTH)
        layout.addItem(self.key, row=0, col=0, colspan=2)
        self.entropy = self.add(1, 0, "Entropy of p", "std of u")
        use_log_axis(self.entropy, "bottom")
        self.kl = self.add(1, 1, "KL(p‖q), nats", "nats")
        for column in range(2):
            layout.layout.setColumnStretchFactor(column, 1)
        self._add_entropies()
        self._add_kl()
        self.finish()
        self.kl.getAxis("left").setGrid(False)
        self.kl.getAxis("bottom").setTickDensity(0.8)

    def draw(self, result: Result, options: Options) -> None:
        self._draw_entropies(result.entropies)
        self._draw_kl(result.divergence)

    def _add_entropies(self) -> None:
        theme, plot = self.theme, self.entropy
        self.uniform = self.curve(plot, theme.pen("muted", 1.0, Qt.PenStyle.DotLine))
        self.today = self.curve(plot, theme.pen("accent", 1.0))
        self.curves = {
            "base": self.curve(plot, theme.pen("k2", 1.8, Qt.PenStyle.DashLine)),
            "jacobian_term": self.curve(plot, theme.pen("k3", 1.8, Qt.PenStyle.DashDotLine)),
            "squashed": self.curve(plot, theme.pen("p", 2.2)),
        }
        names = ("before squashing", "E log |da/du|", "squashed")
        for curve, name in zip(self.curves.values(), names, strict=True):
            self.key.add(curve, name)
        self.key.add(self.uniform, "uniform law")
        self.best = self._spot(plot, "d", 12, "truth")
        self.here = self._spot(plot, "o", 9, "accent")
        self.note = CornerNote(plot, theme, (0, 0), True)
        self.headroom = Headroom(plot, self.note)

    def _add_kl(self) -> None:
        theme, plot = self.theme, self.kl
        self.exact = self.curve(plot, truth_pen(theme))
        self.key.add(self.exact, "exact KL")
        self.bars = pg.ErrorBarItem(pen=theme.pen("p", 2.4), beam=0.0)
        plot.addItem(self.bars, ignoreBounds=True)
        self.estimates = self._spot(plot, "o", 9, "p")
        self.biased = self._spot(plot, "d", 12, "q")
        axis = plot.getAxis("left")
        axis.setWidth(58)
        axis.setTicks([[(-index, name) for index, name in enumerate(ROWS)], []])
        self.kl_note = CornerNote(plot, theme, (1, 0), True)
        self.kl_headroom = Headroom(plot, self.kl_note, 24.0, 24.0)

    def _spot(self, plot: pg.PlotItem, symbol: str, size: int, role: str) -> pg.ScatterPlotItem:
        spot = pg.ScatterPlotItem(
            size=self.theme.symbol(size),
            symbol=symbol,
            pen=self.theme.pen("plot", 1.2),
            brush=self.theme.brush(role, 1),
        )
        spot.setZValue(12)
        plot.addItem(spot, ignoreBounds=True)
        return spot

    def _draw_entropies(self, found: Entropies) -> None:
        x = np.log10(found.std)
        low = max(
            min(found.best_entropy - BELOW, found.today_squashed - 0.5),
            found.best_entropy - FARTHEST,
        )
        high = found.best_entropy + ABOVE
        for name, curve in self.curves.items():
            curve.setData(x, np.clip(getattr(found, name), low - 100.0, high + 100.0))
        ends = [float(x[0]), float(x[-1])]
        self.uniform.setData(ends, [found.uniform] * 2)
        self.best.setData(*drawable([math.log10(found.best_std)], [found.best_entropy]))
        today = math.log10(found.today_std)
        self.here.setData(*drawable([today], [max(found.today_squashed, low)]))
        self.today.setData([today, today], [low - 100.0, high + 100.0])
        self.entropy.setXRange(*ends, padding=0.02)
        self.headroom.show(low, high)
        base, term, total = (
            value_text(each, 4)
            for each in (found.today_base, found.today_term, found.today_squashed)
        )
        term = f"− {term[1:]}" if term.startswith("-") else f"+ {term}"
        self.note.write(
            colored(f"● today: {base} {term} = {total}", self.theme.ink("accent")),
            colored(
                f"◆ largest: {value_text(found.best_entropy, 4)} at std "
                f"{value_text(found.best_std, 4)}",
                self.theme.text,
            ),
            colored(f"┄ uniform: {value_text(found.uniform, 4)}", self.theme.muted),
        )
        say_title(self.entropy, f"Entropy of p's action {found.action}, nats")

    def _draw_kl(self, found: KLComparison) -> None:
        value = np.array([found.before, found.after])
        error = 2.0 * np.array([found.before_error, found.after_error])
        y = np.array([0.0, -1.0])
        x, reach, rows = drawable(value, error, y)
        self.estimates.setData(x, rows)
        self.bars.setData(x=x, y=rows, left=reach, right=reach)
        biased, places = drawable([found.p_only, found.q_only], [-2.0, -3.0])
        self.biased.setData(biased, places)
        everything = np.concatenate([x - reach, x + reach, biased, [found.exact, 0.0]])
        everything = everything[np.abs(everything) <= LARGEST]
        self.exact.setData(*drawable([found.exact] * 2, [-20.0, 20.0]))
        self.kl.setXRange(*padded(float(everything.min()), float(everything.max())), padding=0)
        same = value_text(abs(found.before - found.after), 2)
        self.kl_note.write(
            colored(f"╌ exact {value_text(found.exact, 4)}", self.theme.truth),
            colored(f"● {estimate_text(found.before, found.before_error)}", self.theme.ink("p")),
            colored(f"before and after differ by {same}", self.theme.ink("p")),
            colored("◆ corrected on one side only: wrong", self.theme.ink("q")),
        )
        self.kl_headroom.show(-3.0, 0.0)
