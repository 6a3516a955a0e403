"""Q-Q plots: how Gaussian the samples of a group are."""

from __future__ import annotations

from engine.gaussian.quantiles import Quantiles
from engine.page.result import Result
from engine.session.session import Session
from gui.plotkit.frame import Frame
from gui.plotkit.pair import SYMBOLS, Name
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

LABELS = {"normal": "std over normal", "chi-square": "distance² over χ²"}


class QuantilePanel(Panel):
    """Order statistics over what they should be, with the diagonal and a 95 % band."""

    which: Name = "p"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, LABELS["normal"], "observed", short="expected")
        theme, name = self.theme, self.which
        self.inside = self.band(name, seen=True)
        self.diagonal = self.curve(truth_pen(theme, 1.2))
        self.observed = self.dots(name, 4, symbol=SYMBOLS[name], brush=theme.brush(name, 0.9))

    def draw(self, quantiles: Quantiles) -> None:
        """Show these order statistics."""
        if LABELS[quantiles.scale] != self.x_label:
            self.x_label = LABELS[quantiles.scale]
            self._stand()
        banded = len(quantiles.low) > 0
        theory = quantiles.theory
        self.inside.show(theory if banded else [], quantiles.low, quantiles.high)
        self.diagonal.show(theory[[0, -1]], theory[[0, -1]])
        self.observed.show(theory, quantiles.observed)
        if banded:
            share = f"holds {100.0 * quantiles.inside:.0f} %"
            self.headline(f"95 % band {share}", share)
        else:
            self.headline("no band: few samples", "few samples")
        self.settle(x_padding=0.04)


class QuantilesOfP(QuantilePanel):
    """Of the group that stands for p."""

    which = "p"

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.groups.p_quantiles)


class QuantilesOfQ(QuantilePanel):
    """Of the group that stands for q."""

    which = "q"

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.groups.q_quantiles)
