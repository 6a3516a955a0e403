"""The variance of every estimator by one parameter, exact beside measured: a row each."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.pages.trajectories.records import Variances
from gui.pages.trajectories.colors import estimator_color
from gui.plotkit.categories import name_places
from gui.plotkit.drawable import decades_of
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.size import TICKS, Size
from gui.plotkit.trace import Spots
from gui.plotkit.words import face

HEIGHT = 0.62  # of a bar, in rows
NAMES = {Size.MAIN: 104, Size.SMALL: 72}  # pixels for them
TYPE = {Size.MAIN: TICKS, Size.SMALL: 9}  # all rows of a small plot have a name
PALE = 0.5  # opacity of a bar
WORDS = ("K", "c", "log σ")
ENDS = ("total_reward", "advantage")  # of the head's words


class VariancesPanel(Panel):
    """Bars to the exact variances, dots with two standard errors where they were measured."""

    def __init__(self, frame: Frame, which: int) -> None:
        label = f"variance of one trajectory's estimate by {WORDS[which]}"
        super().__init__(frame, label, short="variance", log="x")
        self.which = which
        self.rows = pg.BarGraphItem(x0=[], x1=[], y=[], height=HEIGHT, pen=None)
        self.errors = pg.ErrorBarItem(beam=0.0, pen=self.theme.pen("text", 1.4))
        self.measured = Spots(
            size=self.theme.symbol(7), symbol="o", pen=self.theme.pen("plot", 0.8)
        )
        for item in (self.rows, self.errors, self.measured):
            self.plot.addItem(item, ignoreBounds=True)
        self.measured.setZValue(5)
        axis = self.plot.getAxis("left")
        axis.setGrid(False)
        axis.setTextPen(self.theme.color("text"))
        axis.setStyle(tickLength=0)
        self.plot.vb.setMouseEnabled(x=False, y=False)

    def draw(self, variances: Variances) -> None:
        """Show these; an infinite bar ends at the edge."""
        exact, measured = variances.exact[:, self.which], variances.measured[:, self.which]
        error = variances.measured_error[:, self.which]
        rows = -np.arange(len(variances.names), dtype=float)
        low, high = decades_of(exact, measured)
        colors = [estimator_color(name, self.theme, PALE) for name in variances.names]
        self._draw_bars(rows, exact, (low, high), colors)
        colors = [estimator_color(name, self.theme) for name in variances.names]
        self._draw_measured(rows, measured, error, colors)
        name_places(self, rows.tolist(), variances.labels)
        worst, best = (exact_of(variances, name, exact) for name in ENDS)
        times = shown_value(worst / best, 3) if 0.0 < best < math.inf else "−"
        self.headline(f"total ÷ advantage {times}")
        self.say(*self._words(variances))
        self.settle((low, high), (float(rows[-1]) - 0.6, 0.6))

    def _draw_bars(
        self, rows: Array, exact: Array, ends: tuple[float, float], colors: list[QColor]
    ) -> None:
        there = exact > 0.0  # false for NaN
        with np.errstate(divide="ignore", invalid="ignore"):
            right = np.clip(np.log10(exact), *ends)
        shown = [color for color, each in zip(colors, there, strict=True) if each]
        self.rows.setVisible(bool(shown))
        if not shown:
            return
        self.rows.setOpts(
            x0=np.full(int(there.sum()), ends[0]),
            x1=right[there],
            y=rows[there],
            height=HEIGHT,
            brushes=shown,
        )

    def _draw_measured(
        self, rows: Array, measured: Array, error: Array, colors: list[QColor]
    ) -> None:
        there = measured > 0.0
        value, spread = measured[there], 2.0 * error[there]
        x = np.log10(value)
        left = x - np.log10(np.maximum(value - spread, 1e-2 * value))
        right = np.log10(value + spread) - x
        self.errors.setData(x=x, y=rows[there], left=left, right=right)
        shown = [color for color, each in zip(colors, there, strict=True) if each]
        self.measured.setData(x, rows[there], brush=shown)

    def _words(self, variances: Variances) -> list[str]:
        """Which have a bias, and what was only measured."""
        said = []
        for i, label in enumerate(variances.labels):
            bias = float(variances.bias[i, self.which])
            if math.isnan(bias):
                words = f"{label}: measured only"
            elif bias:
                words = f"{label}: bias " + shown_value(bias, 2)
            else:
                continue
            said.append(words)
        return said

    def _stand(self) -> None:
        super()._stand()
        size = Size.MAIN if self.frame.size is Size.MAIN else Size.SMALL
        axis = self.plot.getAxis("left")
        axis.setTickFont(face(TYPE[size]))
        axis.setWidth(NAMES[size])


def exact_of(variances: Variances, name: str, exact: Array) -> float:
    """The exact variance of an estimator."""
    return float(exact[variances.names.index(name)])
