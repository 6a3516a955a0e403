"""How the importance weights spread: counts on a log scale, over w or its logarithm."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.pages.importance_weights.records import WeightHistogram
from engine.session.address import address
from gui.plotkit.either_axis import EitherAxis
from gui.plotkit.frame import Frame
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.log_counts import EMPTY, FLOOR, log_counts
from gui.plotkit.marker import Marker
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

LOG, LINEAR = "log10 w", "w"
# Powers of ten with longer exponents are hard to read.
LONGEST = 100.0


class WeightHistogramPanel(Panel):
    """Filled steps, the exact counts dashed, E log w, and c, which can be dragged."""

    farthest = 0.6

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "w", "samples per bin", log="y", room=(0.0, 6.0))
        theme = self.theme
        fill: dict[str, Any] = {"fillLevel": EMPTY, "brush": theme.brush("q", 0.16)}
        self.fill = self.steps(None, seen=False, **fill)
        self.counts = self.steps(theme.pen("q", 1.4), name="samples")
        self.expected = self.curve(truth_pen(theme), name="exact")
        self.mean = pg.InfiniteLine(angle=90, pen=theme.pen("truth", 1.4, Qt.PenStyle.DotLine))
        self.plot.addItem(self.mean, ignoreBounds=True)
        self.axis = use_log_axis(self.plot, "bottom", EitherAxis)
        quiet_grid(self.plot, theme)
        self._scale = LOG
        self.lines = {scale: self._line(scale == LOG) for scale in (LOG, LINEAR)}

    @property
    def line(self) -> Marker:
        """The clip point on the scale that is shown."""
        return self.lines[self._scale]

    def draw(self, histogram: WeightHistogram) -> None:
        """Show these counts."""
        self._use_scale(histogram)
        edges, exact = histogram.edges, np.asarray(histogram.expected)
        for steps in (self.fill, self.counts):
            steps.show(edges, log_counts(histogram.counts))
        centres = 0.5 * (edges[:-1] + edges[1:])[: len(exact)]
        self.expected.show(centres, np.maximum(exact, 10.0 ** (10.0 * EMPTY)))
        self.mean.setValue(histogram.mean)
        self.line.mark(clip_of(histogram))
        why = histogram.expected_note
        mean = self._mean(histogram)
        self.headline(f"┊ {mean}", mean)
        beyond = float(np.sum(histogram.outside))
        self.say(
            f"{histogram.samples:,} samples",
            f"beyond: {beyond:,.0f}" if beyond else "",
            f"exact: {why}" if why else "",
        )
        tallest = max(float(np.max(histogram.counts)), float(np.max(exact, initial=10.0)))
        self.settle((float(edges[0]), float(edges[-1])), (FLOOR, math.log10(tallest)), 0.02)

    def _line(self, logarithmic: bool) -> Marker:
        line = Marker(self.plot, self.theme, address("weights.clip"), logarithmic)
        line.show(logarithmic)
        line.proposed.connect(self._propose)
        self.markers.append(line)
        return line

    def _use_scale(self, histogram: WeightHistogram) -> None:
        self._scale = scale = histogram.scale
        powers = scale == LOG and float(np.max(np.abs(histogram.edges))) <= LONGEST
        for name, line in self.lines.items():
            line.show(name == scale)
        label = "w" if powers or scale == LINEAR else "log₁₀ w"
        if (powers, label) != (self.axis.logarithmic, self.x_label):
            self.axis.use(powers)
            self.x_label = self.short = label
            self._stand()

    def _mean(self, histogram: WeightHistogram) -> str:
        name = "log₁₀ w" if histogram.scale == LOG else "w"
        if histogram.mean_error is not None:
            return f"mean {name} {shown_estimate(histogram.mean, histogram.mean_error)}"
        return f"E {name} = {shown_value(histogram.mean, 3)}"


def clip_of(histogram: WeightHistogram) -> float:
    """c itself."""
    return 10.0**histogram.clip if histogram.scale == LOG else histogram.clip
