"""The probability that the mean k1 of a batch of B samples is negative, against B."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import described
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.records import NegativeBatches
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.drawable import drawable
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen

LOWEST_TOP = 0.02  # smaller probabilities look like the nothing that they are


class NegativeBatchPlot(QObject):
    """The exact curve, the shares among today's samples, and today's B, which can be dragged."""

    # (B, gesture number)
    proposed = Signal(int, int)

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__()
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "bottom")
        self.exact = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.bars = pg.ErrorBarItem(beam=0.0, pen=theme.pen("k1", 1.4))
        self.dots = pg.ScatterPlotItem(size=theme.symbol(6), pen=None, brush=theme.brush("k1", 1.0))
        batch = next(option for option in described(Options) if option.name == "batch")
        self.line = DraggedLine(
            plot,
            theme,
            (math.log10(batch.parameter.minimum), math.log10(batch.parameter.maximum)),
            math.log10(batch.default),
        )
        for item in (self.exact, self.bars, self.dots):
            plot.addItem(item)
        self.line.proposed.connect(self._propose)
        self.note = CornerNote(plot, theme, ground=True)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, batches: NegativeBatches) -> None:
        """Show these probabilities."""
        batch = batches.chosen_batch
        x, probability = drawable(np.log10(batches.batch), batches.probability)
        self.exact.setData(x, probability)
        dots_x, share, error = drawable(
            np.log10(batches.sampled_batch), batches.share, batches.share_error
        )
        self.dots.setData(dots_x, share)
        up, down = np.minimum(2.0 * error, 1.0 - share), np.minimum(2.0 * error, share)
        self.bars.setData(x=dots_x, y=share, top=up, bottom=down)
        self.line.mark(math.log10(batch))
        everything = np.concatenate((x, dots_x, [self.line.value()]))
        if not self.line.moving:
            self.plot.setXRange(float(everything.min()), float(everything.max()), padding=0.03)
        top = float(max(np.max(probability, initial=LOWEST_TOP), np.max(share, initial=0.0)))
        exact = "" if batches.chosen_probability is None else "╌ exact"
        self.note.write(
            f"{colored(f'B = {batch:,}:', self._theme.ink('accent'))} {chosen_text(batches)}",
            f"{colored(exact, self._theme.truth)} &nbsp;"
            f"{colored('● samples ± 2 s.e.', self._theme.ink('k1'))}",
        )
        self.headroom.show(0.0, top)

    def _propose(self, position: float, gesture: int) -> None:
        self.proposed.emit(round(10.0**position), gesture)


def chosen_text(batches: NegativeBatches) -> str:
    """The probability at today's B in per cent, exact or as a share of own data."""
    if batches.chosen_probability is not None:
        return f"{value_text(100.0 * batches.chosen_probability, 3)} %"
    if batches.chosen_share is None or batches.chosen_share_error is None:
        return "too few rows"
    share = 100.0 * batches.chosen_share, 100.0 * batches.chosen_share_error
    return f"{estimate_text(*share)} %"
