"""The effective sample size, as a share of the samples, as they come in."""

from __future__ import annotations

import math

from engine.core.shown_numbers import shown_value
from engine.core.words import tr
from engine.pages.importance_weights.records import RunningDiagnostics
from gui.plotkit.drawable import log10_of_second
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

SHORTEST = 0.15  # decades on the y axis, at least
INFINITE = 0.5  # from this tail index on the variance is
FARTHEST = 2.5  # the limit is shown when it is at most so many decades below the samples


class EssPanel(Panel):
    """ESS / n against n, both on log scales, with its limit."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "samples n", "ESS / n", short="n", log="xy", x_key="n", whole=True)
        theme = self.theme
        self.exact = self.level(truth_pen(theme), name="limit")
        self.line = self.curve(theme.pen("q", 1.8), name="ESS / n")
        self.last = self.dots("q")

    def draw(self, running: RunningDiagnostics) -> None:
        """Show these effective sample sizes."""
        n, fraction, limit = running.n, running.ess_fraction, running.exact_ess_fraction
        self.line.show(n, fraction)
        self.last.show(n[-1:], fraction[-1:])
        heights = log10_of_second(n, fraction)[1]
        low, high = (heights.min(), heights.max()) if len(heights) else (-1.0, 0.0)
        if limit is not None and not (limit > 0.0 and math.log10(limit) >= low - FARTHEST):
            limit = None
        self.exact.at(limit)
        if limit is not None:
            low, high = min(low, math.log10(limit)), max(high, math.log10(limit))
        high = max(high, min(low + SHORTEST, 0.0))
        self.headline(self._words(running, limit is not None))
        self.settle(y=(float(min(low, high - SHORTEST)), float(high)), x_padding=0.02)

    def _words(self, running: RunningDiagnostics, shown: bool) -> str:
        limit = running.exact_ess_fraction
        if limit is None:
            return tr("limit: unknown for data")
        if limit <= 0.0 and running.exact_k is not None and running.exact_k < INFINITE:
            return tr("limit below 1e-308")
        if limit <= 0.0:
            return tr("limit 0: χ² = ∞")
        text = tr("╌ limit {value}") if shown else tr("limit {value}, far below")
        return text.format(value=shown_value(limit, 3))
