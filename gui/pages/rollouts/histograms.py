"""How log-ratios of tokens spread, and new against old log-probabilities."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from engine.core.number_format import value_text
from engine.weights.rollouts.histograms import PairHistogram, RatioHistogram
from gui.plotkit.frame import Frame
from gui.plotkit.log_counts import FLOOR, log_counts
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

STRONGEST = 0.9  # opacity of the fullest bin


class RatioPanel(Panel):
    """Counts on a log scale, and a Gaussian of the same mean and variance."""

    def __init__(self, frame: Frame) -> None:
        label = "log w of a token, nats"
        super().__init__(frame, label, "tokens per bin", short="log w", log="y", room=(0.0, 6.0))
        self.shade = self.band("p", 0.14)
        self.gaussian = self.curve(truth_pen(self.theme), name="Gaussian", seen=False)
        self.counts = self.steps(self.theme.pen("p", 1.6), name="tokens")

    def draw(self, found: RatioHistogram) -> None:
        """Show these counts."""
        edges, top = found.edges, max(float(np.max(found.counts)), 1.0)
        self.counts.show(edges, log_counts(found.counts))
        self.gaussian.show(0.5 * (edges[1:] + edges[:-1]), found.gaussian)
        outside = found.below + found.above
        shown = outside + int(np.sum(found.counts))
        self.say(f"{shown:,} tokens", f"outside: {outside:,}" if outside else "")
        self.headline(f"{outside:,} outside" if outside else "")
        self.settle((float(edges[0]), float(edges[-1])), (FLOOR, float(np.log10(top))))


class PairPanel(Panel):
    """A 2-D histogram with the diagonal that both policies would share."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "old log q", "new log p", short="log q")
        theme = self.theme
        color = theme.color("p")
        table = np.empty((256, 4), dtype=np.ubyte)
        table[:] = color.red(), color.green(), color.blue(), 0
        table[1:, 3] = np.round(np.linspace(40.0, 255.0 * STRONGEST, 255))
        self.image = pg.ImageItem(lut=table, levels=(0, 255), axisOrder="col-major")
        self.image.setZValue(-5)
        self.plot.addItem(self.image, ignoreBounds=True)
        self.diagonal = self.curve(truth_pen(theme), name="new = old")
        self.line = self.curve(theme.pen("accent", 1.6), name="new on old")

    def draw(self, found: PairHistogram) -> None:
        """Show these counts and the line of new on old."""
        edges = found.edges
        low, high = float(edges[0]), float(edges[-1])
        counts = np.log1p(found.counts)
        share = counts / max(float(counts.max()), 1e-300)
        self.image.setImage(np.ceil(255.0 * share).astype(np.ubyte), levels=(0, 255))
        self.image.setRect(QRectF(low, low, high - low, high - low))
        ends = np.array([low, high])
        self.diagonal.show(ends, ends)
        self.line.show(ends, np.clip(found.intercept + found.slope * ends, low, high))
        self.say(f"outside: {found.outside:,} tokens" if found.outside else "")
        slope = value_text(found.slope, 4)
        self.headline(f"slope {slope}", slope)
        self.settle((low, high), (low, high))
