"""The tail index that Pareto smoothing fits to the largest weights, as samples come in."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.core.words import tr
from engine.pages.importance_weights.records import RunningDiagnostics
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

FAR = 1e4  # above every range
FARTHEST = 1.5  # the exact k is shown when it is at most so much below the rest


class TailPanel(Panel):
    """k-hat against n, its exact value, and the region in which estimates are not reliable."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "samples n", short="n", log="x", x_key="n", whole=True)
        theme = self.theme
        self.unreliable = self.band("negative", 0.09)
        pen = theme.pen("negative", 1.2, Qt.PenStyle.DashDotLine)
        self.threshold = self.curve(pen, name="reliable below")
        self.exact = self.level(truth_pen(theme), name="exact")
        self.line = self.curve(theme.pen("q", 1.8), name="k̂")
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
        self.headline(self._words(exact, shown, len(running.k_n) > 0))
        self.settle(x_padding=0.02)

    def _words(self, exact: float | None, shown: bool, fitted: bool) -> str:
        none = "" if fitted else f"{tr('no fit')}{tr('; ')}"
        if exact is None:
            return none + tr("exact: unknown for data")
        text = tr("exact {value}") if shown else tr("exact {value}, far below")
        return none + text.format(value=shown_value(exact, 3))
