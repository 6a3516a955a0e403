"""Means over the first rows of own data: of w, which should be 1, and KL both ways."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.number_format import estimate_text
from engine.pages.importance_weights.records import RunningDivergences, RunningMeanWeight
from gui.look.theme import Theme
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen


class RunningMeans:
    """Lines over log10 n with bands of 2 standard errors; the range shows the later half."""

    def __init__(self, plot: pg.PlotItem, theme: Theme, lines: dict[str, Qt.PenStyle]) -> None:
        """``lines`` are the roles of the lines and their styles."""
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "bottom")
        self.bands = {role: Band(theme.brush(role, 0.18)) for role in lines}
        self.truth = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.curves = {
            role: pg.PlotCurveItem(pen=theme.pen(role, 1.8, style), antialias=True)
            for role, style in lines.items()
        }
        for item in (*self.bands.values(), self.truth, *self.curves.values()):
            plot.addItem(item)
        self.note = CornerNote(plot, theme, ground=True)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def show(
        self, n: Array, values: dict[str, tuple[Array, Array]], words: list[str], truth: float
    ) -> None:
        """Show means and their errors by role, and a known value, which may be NaN: none."""
        logs = np.log10(n)
        late = n >= max(n[-1] ** 0.5, min(30.0, float(n[-1])))
        seen = [truth] if math.isfinite(truth) else []
        for role, (mean, error) in values.items():
            x, y, reach = drawable(logs, mean, 2.0 * error)
            self.curves[role].setData(x, y)
            self.bands[role].set_band(x, y - reach, y + reach)
            y, reach = drawable(mean[late], 2.0 * error[late])
            seen += [*(y - reach), *(y + reach)]
        across = padded(float(logs[0]), float(logs[-1]), 0.0, 0.0)
        self.truth.setData(*((list(across), [truth] * 2) if math.isfinite(truth) else ([], [])))
        self.plot.setXRange(*across, padding=0.01)
        self.note.write(*words)
        self.headroom.show(*((min(seen), max(seen)) if seen else (0.0, 1.0)))


class MeanWeightPlot(RunningMeans):
    """The mean of w, and 1."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__(plot, theme, {"q": Qt.PenStyle.SolidLine})

    def draw(self, running: RunningMeanWeight) -> None:
        """Show these means."""
        words = [
            colored(f"all rows: {last(running.mean, running.error)}", self._theme.ink("q")),
            colored("╌ 1, its expectation", self._theme.truth),
        ]
        self.show(running.n, {"q": (running.mean, running.error)}, words, 1.0)


class DivergencesPlot(RunningMeans):
    """KL(q||p) from log w, and KL(p||q) from w log w."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__(plot, theme, {"q": Qt.PenStyle.SolidLine, "p": Qt.PenStyle.DashLine})

    def draw(self, running: RunningDivergences) -> None:
        """Show these divergences."""
        values = {
            "q": (running.kl_qp, running.kl_qp_error),
            "p": (running.kl_pq, running.kl_pq_error),
        }
        names = {"q": "— KL(q‖p)", "p": "╌ KL(p‖q)"}
        words = [
            colored(f"{names[role]}: {last(*value)}", self._theme.ink(role))
            for role, value in values.items()
        ]
        self.show(running.n, values, [*words, self._exact()], math.nan)

    def _exact(self) -> str:
        return colored("exact: unknown for data", self._theme.muted)


def last(mean: Array, error: Array) -> str:
    """The last of the means, in words where it is infinite."""
    if math.isinf(mean[-1]):
        return "infinite"
    return estimate_text(float(mean[-1]), float(error[-1]))
