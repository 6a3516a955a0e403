"""How the per-sample k1, k2 and k3 spread: counts on a log scale."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import estimate_text
from engine.core.quantity import Readout
from engine.pages.kl_divergence.records import Histograms
from gui.look.theme import Theme
from gui.pages.kl_divergence.estimator_lines import ESTIMATORS, estimator_pen
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.log_counts import EMPTY, FLOOR, log_counts


class HistogramPlot:
    """Step outlines over the bins' edges; the region k1 < 0 is shaded."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "left")
        self.negative = Band(theme.brush("k1", 0.14))
        self.curves = {
            name: pg.PlotCurveItem(
                x=[0.0, 1.0],
                y=[EMPTY],
                pen=estimator_pen(theme, name, 1.6),
                stepMode="center",
                antialias=False,
            )
            for name in ESTIMATORS
        }
        for item in (self.negative, *self.curves.values()):
            plot.addItem(item)
        self.note = CornerNote(plot, theme)
        self.headroom = Headroom(plot, self.note, below=0.0)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, histograms: Histograms, negative_share: Readout | None) -> None:
        """Show these counts and the share of samples with k1 < 0."""
        self._say_samples(histograms.samples)
        edges = histograms.edges
        tallest = 1.0
        for name in ESTIMATORS:
            counts = getattr(histograms, name)
            self.curves[name].setData(edges, log_counts(counts))
            tallest = max(tallest, float(np.max(counts)))
        top = 1e3  # far above what is shown
        left, right = padded(float(edges[0]), float(edges[-1]), 0.0, 0.0)
        zero = min(max(0.0, left), right)
        self.negative.set_band([left, zero], [EMPTY, EMPTY], [top, top])
        self.plot.setXRange(left, right, padding=0)
        self.note.write(*self._lines(histograms, negative_share))
        self.headroom.show(FLOOR, float(np.log10(tallest)))

    def _say_samples(self, samples: int) -> None:
        title = f"Samples per bin, of {samples:,}"
        # A new title lays the whole figure out again.
        if self.plot.titleLabel.text != title:
            self.plot.setTitle(title, **self.plot.titleLabel.opts)

    def _lines(self, histograms: Histograms, share: Readout | None) -> list[str]:
        lines = []
        if share is not None:
            text = f"k1 < 0: {percent_text(share)}"
            lines.append(colored(text, self._theme.text))
        outside = {
            name: float(np.sum(getattr(histograms, f"{name}_outside"))) for name in ESTIMATORS
        }
        beyond = [f"{name} {count:,.0f}" for name, count in outside.items() if count > 0]
        if beyond:
            lines.append(colored(f"beyond: {', '.join(beyond)}", self._theme.muted))
        return lines


def percent_text(share: Readout) -> str:
    """A share between 0 and 1 in per cent, with its standard error if it is estimated."""
    if share.standard_error is None:
        return f"{100.0 * share.value:.3g} %"
    return f"{estimate_text(100.0 * share.value, 100.0 * share.standard_error)} %"
