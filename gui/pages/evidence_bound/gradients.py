"""The variance of one estimate of the gradient of the ELBO, by estimator."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.pages.evidence_bound.estimators import NAMES
from engine.pages.evidence_bound.records import Gradients
from gui.pages.evidence_bound.looks import SHORT, SHORTER
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size

LOOKS = (("μ", "k1", "o", -0.12), ("log σ", "k3", "s", 0.12))
NO_NOISE = "q is the posterior: sticking the landing has no noise"


class GradientsPanel(Panel):
    """Rings where the exact variances are, dots with bars as measured."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "variance of one estimate", log="y", room=(12.0, 12.0))
        theme = self.theme
        self.exact, self.measured, self.errors = [], [], []
        for name, role, symbol, _ in LOOKS:
            self.errors.append(self.bars(role, seen=False))
            self.exact.append(
                self.dots(role, 13, symbol=symbol, pen=theme.pen(role, 1.6), brush=None)
            )
            self.measured.append(
                self.dots(role, 5, name=name, error=self.errors[-1], symbol=symbol)
            )
        frame.placed.connect(self._label)

    def draw(self, found: Gradients) -> None:
        """Show these variances."""
        x = np.arange(1.0, len(found.names) + 1.0)
        for i, (_, _, _, aside) in enumerate(LOOKS):
            value, reach = found.measured[:, i], 2.0 * found.measured_error[:, i]
            self.exact[i].show(x + aside, found.exact[:, i])
            self.measured[i].show(x + aside, value)
            low = np.maximum(value - reach, 0.05 * value)
            self.errors[i].show(x + aside, low, value + reach)
        pathwise = list(found.names).index("pathwise")
        score = float(np.sum(found.exact[0]) / np.sum(found.exact[pathwise]))
        self.headline(f"score function: {shown_value(score, 2)} × pathwise")
        landing = found.exact[list(found.names).index("sticking_the_landing")]
        self.say("rings exact, dots measured", NO_NOISE if np.max(landing) < 1e-20 else "")
        self._label()
        self.settle((0.5, len(found.names) + 0.5))

    def _label(self) -> None:
        main = self.frame.size is Size.MAIN
        name_columns(self, [SHORT[name] for name in NAMES] if main else SHORTER)
