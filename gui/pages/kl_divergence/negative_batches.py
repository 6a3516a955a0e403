"""The probability that the mean k1 of a batch of B samples is negative, against B."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.core.words import tr
from engine.pages.kl_divergence.records import NegativeBatches
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

LOWEST_TOP = 0.02  # smaller probabilities look like the nothing that they are


class NegativeBatchPanel(Panel):
    """The exact curve, the shares among the samples, and the current B, which can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "batch size B", short="B", log="x", x_key="B", whole=True)
        self.exact = self.curve(truth_pen(self.theme), name="exact")
        self.errors = self.bars("k1", seen=False)
        self.shares = self.dots("k1", name="samples", error=self.errors)
        self.line = self.marker("kl.batch")

    def draw(self, batches: NegativeBatches) -> None:
        """Show these probabilities."""
        self.exact.show(batches.batch, batches.probability)
        share, reach = batches.share, 2.0 * batches.share_error
        self.shares.show(batches.sampled_batch, share)
        low, high = np.maximum(share - reach, 0.0), np.minimum(share + reach, 1.0)
        self.errors.show(batches.sampled_batch, low, high)
        self.line.mark(batches.current_batch)
        top = max(np.max(batches.probability, initial=LOWEST_TOP), np.max(share, initial=0.0))
        short = chosen_text(batches)
        chosen = f"B = {batches.current_batch:,}: {short}"
        self.headline(*(Run(text, self.theme.ink("accent")) for text in (chosen, short)))
        self.settle(y=(0.0, float(top)), x_padding=0.03)


def chosen_text(batches: NegativeBatches) -> str:
    """The probability at the current B in per cent, exact or as a share of own data."""
    if batches.current_probability is not None:
        return f"{shown_value(100.0 * batches.current_probability, 3)} %"
    if batches.current_share is None or batches.current_share_error is None:
        return tr("too few rows")
    share = 100.0 * batches.current_share, 100.0 * batches.current_share_error
    return f"{shown_estimate(*share)} %"
