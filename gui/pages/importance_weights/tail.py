"""The tail index that Pareto smoothing fits to the largest weights, as samples come in."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import value_text
from engine.pages.importance_weights.records import RunningDiagnostics
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot import truth_pen

# Short enough for a narrow plot, beside the exact k.
RELIABLE = "┄ reliable ↓"
FAR = 1e4  # above every range
FARTHEST = 1.5  # the exact k is shown when it is at most so much below the rest


class TailPanel(Panel):
    """k-hat against n, its exact value, and the region in which estimates are not reliable."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "Tail index k̂", "samples n", log="x")
        self.unreliable = self.band("negative", 0.09)
        self.threshold = self.curve(theme.pen("negative", 1.2, Qt.PenStyle.DashDotLine))
        self.exact = self.level(truth_pen(theme))
        self.line = self.curve(theme.pen("q", 1.8))
        self.last = self.dots("q")

    def draw(self, running: RunningDiagnostics) -> None:
        """Show these indices."""
        n, threshold, exact = running.n, running.threshold, running.exact_k
        self.threshold.show(n, threshold)
        self.unreliable.show(n, threshold, np.full_like(n, FAR))
        self.line.show(running.k_n, running.k_hat)
        self.last.show(running.k_n[-1:], running.k_hat[-1:])
        low = float(np.min(np.concatenate((threshold, running.k_hat))))
        shown = exact is not None and math.isfinite(exact) and exact >= low - FARTHEST
        self.exact.at(exact if shown else None)
        self.say(*self._words(exact, shown, len(running.k_n) > 0))
        self.settle(x_padding=0.02)

    def _words(self, exact: float | None, shown: bool, fitted: bool) -> list[str]:
        reliable = colored(RELIABLE, self.theme.ink("negative"))
        none = "" if fitted else colored("no fit", self.theme.muted)
        if exact is None:
            return [reliable, colored("exact: unknown for data", self.theme.muted), none]
        if exact == -math.inf:
            return [colored("no tail: all weights are equal", self.theme.truth), reliable]
        value = value_text(exact, 3)
        words = f"╌ exact {value}" if shown else f"exact {value} ↓"
        return [f"{colored(words, self.theme.truth)} &nbsp;{reliable}", none]
