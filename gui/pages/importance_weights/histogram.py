"""How the importance weights spread: counts on a log scale, over w or its logarithm."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import described
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.records import WeightHistogram
from gui.look.theme import Theme
from gui.pages.importance_weights.axis import use_weight_axis
from gui.plotkit.corner_note import colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.log_counts import EMPTY, FLOOR, log_counts
from gui.plotkit.plot import truth_pen
from gui.plotkit.sentence_note import SentenceNote

# The range reaches as far beyond the bins for the clip point, in lengths of the bins.
FARTHEST = 0.6
LOG, LINEAR = "log10 w", "w"
# Powers of ten with longer exponents are hard to read.
LONGEST = 100.0


class WeightHistogramPlot(QObject):
    """Filled steps, the exact counts dashed, E log w, and c, which can be dragged."""

    # (c, gesture number)
    proposed = Signal(float, int)

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__()
        self.plot = plot
        self._theme = theme
        self._scale = LOG
        use_log_axis(plot, "left")
        self.axis = use_weight_axis(plot)
        start = {"x": [0.0, 1.0], "y": [EMPTY], "stepMode": "center", "antialias": False}
        self.fill = pg.PlotCurveItem(
            **start, pen=None, fillLevel=EMPTY, brush=theme.brush("q", 0.16)
        )
        self.counts = pg.PlotCurveItem(**start, pen=theme.pen("q", 1.4))
        self.expected = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.mean = pg.InfiniteLine(angle=90, pen=theme.pen("truth", 1.4, Qt.PenStyle.DotLine))
        for item in (self.fill, self.counts, self.expected, self.mean):
            plot.addItem(item)
        self.lines = {scale: self._line(scale) for scale in (LOG, LINEAR)}
        self.note = SentenceNote(plot, theme)
        self.headroom = Headroom(plot, self.note, below=0.0)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    @property
    def line(self) -> DraggedLine:
        """The clip point on the scale that is shown."""
        return self.lines[self._scale]

    def draw(self, histogram: WeightHistogram) -> None:
        """Show these counts."""
        self._use_scale(histogram)
        self._say_samples(histogram.samples)
        edges = histogram.edges
        for curve in (self.fill, self.counts):
            curve.setData(edges, log_counts(histogram.counts))
        exact = np.asarray(histogram.expected)
        centres = 0.5 * (edges[:-1] + edges[1:])[: len(exact)]
        with np.errstate(divide="ignore"):
            heights = np.maximum(np.log10(exact), 10.0 * EMPTY)
        self.expected.setData(*drawable(centres, heights))
        self.mean.setValue(histogram.mean)
        self.line.mark(histogram.clip)
        if not self.line.moving:
            self.plot.setXRange(*across(histogram), padding=0)
        why = histogram.expected_note
        self.note.say(*self._words(histogram), sentence=f"exact: {why}" if why else "")
        tallest = max(float(np.max(histogram.counts)), float(np.max(exact, initial=1.0)))
        self.headroom.show(FLOOR, math.log10(max(tallest, 10.0)))

    def _line(self, scale: str) -> DraggedLine:
        option = next(option for option in described(Options) if option.name == "clip")
        low, high, default = option.parameter.minimum, option.parameter.maximum, option.default
        if scale == LOG:
            low, high, default = math.log10(low), math.log10(high), math.log10(default)
        line = DraggedLine(self.plot, self._theme, (low, high), default)
        line.proposed.connect(self._propose)
        return line

    def _propose(self, position: float, gesture: int) -> None:
        c = 10.0**position if self._scale == LOG else position
        self.proposed.emit(c, gesture)

    def _use_scale(self, histogram: WeightHistogram) -> None:
        self._scale = scale = histogram.scale
        powers = scale == LOG and float(np.max(np.abs(histogram.edges))) <= LONGEST
        for name, line in self.lines.items():
            line.setVisible(name == scale)
            line.grip.setVisible(name == scale)
        label = "w, log scale" if powers else "w" if scale == LINEAR else "log₁₀ w"
        if self.axis.labelText != label:
            self.axis.logarithmic = powers
            self.axis.setLabel(label, **self.axis.labelStyle)
            self.axis.resizeEvent()  # the new label in the middle
            self.axis.picture = None

    def _say_samples(self, samples: int) -> None:
        title = f"Counts of {samples:,} w"
        # A new title lays the whole figure out again.
        if self.plot.titleLabel.text != title:
            self.plot.setTitle(title, **self.plot.titleLabel.opts)

    def _words(self, histogram: WeightHistogram) -> list[str]:
        logarithmic = histogram.scale == LOG
        c = 10.0**histogram.clip if logarithmic else histogram.clip
        name, value = "log₁₀ w" if logarithmic else "w", value_text(histogram.mean, 3)
        means = [colored(f"┊ E {name} = {value}", self._theme.truth)]
        if histogram.mean_error is not None:
            value = estimate_text(histogram.mean, histogram.mean_error)
            means = [colored(text, self._theme.truth) for text in (f"┊ mean {name}:", value)]
        exact = "" if histogram.expected_note else colored("╌ exact", self._theme.truth)
        beyond = float(np.sum(histogram.outside))
        return [
            f"{colored(f'clip c = {value_text(c, 3)}', self._theme.ink('accent'))} &nbsp;{exact}",
            *means,
            colored(f"beyond: {beyond:,.0f}", self._theme.muted) if beyond else "",
        ]


def across(histogram: WeightHistogram) -> tuple[float, float]:
    """What the x axis shows: all bins, and the clip point unless it is far away."""
    low, high = float(histogram.edges[0]), float(histogram.edges[-1])
    reach = FARTHEST * (high - low)
    clip = histogram.clip
    if low - reach <= clip <= high + reach:
        low, high = min(low, clip), max(high, clip)
    return padded(low, high, 0.02, 0.02)
