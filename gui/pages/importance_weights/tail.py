"""The tail index that Pareto smoothing fits to the largest weights, as samples come in."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import value_text
from engine.pages.importance_weights.records import RunningDiagnostics
from gui.look.theme import Theme
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen

# Short enough for a narrow plot, beside the exact k.
RELIABLE = "┄ reliable ↓"
FAR = 1e4  # above every range
FARTHEST = 1.5  # the exact k is shown when it is at most so much below the rest


class TailPlot:
    """k-hat against n, its exact value, and the region in which estimates are not reliable."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "bottom")
        self.unreliable = Band(theme.brush("negative", 0.09))
        self.threshold = pg.PlotCurveItem(
            pen=theme.pen("negative", 1.2, Qt.PenStyle.DashDotLine), antialias=True
        )
        self.exact = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.curve = pg.PlotCurveItem(pen=theme.pen("q", 1.8), antialias=True)
        self.last = pg.ScatterPlotItem(size=theme.symbol(6), pen=None, brush=theme.brush("q", 1.0))
        for item in (self.unreliable, self.threshold, self.exact, self.curve, self.last):
            plot.addItem(item)
        self.note = CornerNote(plot, theme, ground=True)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, running: RunningDiagnostics) -> None:
        """Show these indices."""
        n = np.log10(running.n)
        self.threshold.setData(*drawable(n, running.threshold))
        self.unreliable.set_band(n, running.threshold, np.full_like(n, FAR))
        x, k_hat = drawable(np.log10(running.k_n), running.k_hat)
        self.curve.setData(x, k_hat)
        self.last.setData(x[-1:], k_hat[-1:])
        seen = np.concatenate((running.threshold, k_hat))
        low, high = float(np.min(seen)), float(np.max(seen))
        exact = running.exact_k
        shown = exact is not None and math.isfinite(exact) and exact >= low - FARTHEST
        ends = padded(float(n[0]), float(n[-1]), 0.0, 0.0)
        self.exact.setData(*((list(ends), [exact, exact]) if shown else ([], [])))
        if shown:
            low, high = min(low, exact), max(high, exact)
        self.plot.setXRange(*ends, padding=0.02)
        self.note.write(*self._words(exact, shown, len(x) > 0))
        self.headroom.show(low, high)

    def _words(self, exact: float | None, shown: bool, fitted: bool) -> list[str]:
        if exact is None:
            reliable = colored(RELIABLE, self._theme.ink("negative"))
            unknown = colored("exact: unknown for data", self._theme.muted)
            return [reliable, unknown, "" if fitted else colored("no fit", self._theme.muted)]
        if exact == -math.inf:
            words = "no tail: all weights are equal"
        elif shown:
            words = f"╌ exact {value_text(exact, 3)}"
        else:
            words = f"exact {value_text(exact, 3)} ↓"
        exactly, reliable = (
            colored(words, self._theme.truth),
            colored(RELIABLE, self._theme.ink("negative")),
        )
        if exact == -math.inf:
            return [exactly, reliable]
        none = "" if fitted else colored("no fit", self._theme.muted)
        return [f"{exactly} &nbsp;{reliable}", none]
