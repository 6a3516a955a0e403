"""How the per-sample k1, k2 and k3 spread: counts on a log scale."""

from __future__ import annotations

import numpy as np

from engine.core.quantity import Readout
from engine.core.shown_numbers import shown_estimate
from engine.core.words import tr
from engine.page.result import Result
from engine.pages.kl_divergence.quantities import NEGATIVE_SHARE
from engine.pages.kl_divergence.records import Histograms
from engine.session.session import Session
from gui.pages.kl_divergence.estimator_lines import ESTIMATORS, estimator_pen
from gui.plotkit.drawable import padded
from gui.plotkit.frame import Frame
from gui.plotkit.log_counts import EMPTY, FLOOR, log_counts
from gui.plotkit.panel import Panel
from gui.plotkit.words import Run

TOP = 1e300  # a count far above what is shown


class HistogramPanel(Panel):
    """Step outlines over the bins' edges; the region k1 < 0 is shaded."""

    def __init__(self, frame: Frame) -> None:
        label = "k1, k2, k3 of one sample, nats"
        super().__init__(frame, label, "samples per bin", short="nats", log="y", room=(0.0, 6.0))
        self.negative = self.band("k1", 0.14)
        self.curves = {
            name: self.steps(estimator_pen(self.theme, name, 1.6), name=name) for name in ESTIMATORS
        }

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.histograms, result[NEGATIVE_SHARE.key])

    def draw(self, histograms: Histograms, negative_share: Readout) -> None:
        """Show these counts and the share of samples with k1 < 0."""
        edges, tallest = histograms.edges, 1.0
        for name in ESTIMATORS:
            counts = getattr(histograms, name)
            self.curves[name].show(edges, log_counts(counts))
            tallest = max(tallest, float(np.max(counts)))
        left, right = padded(float(edges[0]), float(edges[-1]), 0.0, 0.0)
        zero, floor = min(max(0.0, left), right), 10.0**EMPTY
        self.negative.show([left, zero], [floor, floor], [TOP, TOP])
        share = percent_text(negative_share)
        forms = (f"k1 < 0: {share}", f"< 0: {share.partition(' ±')[0].removesuffix(' %')} %")
        self.headline(*(Run(form, self.theme.ink("k1")) for form in forms))
        self.say(tr("{n} samples").format(n=f"{histograms.samples:,}"), beyond(histograms))
        self.settle((left, right), (FLOOR, float(np.log10(tallest))))


def beyond(histograms: Histograms) -> str:
    """How many samples are on neither side of the bins, in words."""
    outside = {name: float(np.sum(getattr(histograms, f"{name}_outside"))) for name in ESTIMATORS}
    counts = [f"{name} {count:,.0f}" for name, count in outside.items() if count > 0]
    return tr("outside: {counts}").format(counts=", ".join(counts)) if counts else ""


def percent_text(share: Readout) -> str:
    """A share between 0 and 1 in per cent, with its standard error if it is estimated."""
    if share.standard_error is None:
        return f"{100.0 * share.value:.3g} %"
    return f"{shown_estimate(100.0 * share.value, 100.0 * share.standard_error)} %"
