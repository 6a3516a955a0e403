"""Q-Q plots: how Gaussian the samples of a group are."""

from __future__ import annotations

import pyqtgraph as pg

from engine.gaussian.quantiles import Quantiles
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.pair import SYMBOLS, Name
from gui.plotkit.plot import truth_pen

LABELS = {"normal": "std over normal", "chi-square": "distance² over χ²"}


class QuantilePanel(Panel):
    """Order statistics over what they should be, with the diagonal and a 95 % band."""

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], name: Name
    ) -> None:
        super().__init__(layout, theme, place, f"Q-Q of {name}", LABELS["normal"])
        self._name = name
        self.inside = self.band(name, seen=True)
        self.diagonal = self.curve(truth_pen(theme, 1.2))
        self.observed = self.dots(name, 4, symbol=SYMBOLS[name], brush=theme.brush(name, 0.9))

    def draw(self, quantiles: Quantiles) -> None:
        """Show these order statistics."""
        self.relabel("bottom", LABELS[quantiles.scale])
        banded = len(quantiles.low) > 0
        theory = quantiles.theory
        self.inside.show(theory if banded else [], quantiles.low, quantiles.high)
        self.diagonal.show(theory[[0, -1]], theory[[0, -1]])
        self.observed.show(theory, quantiles.observed)
        if banded:
            share = f"holds {100.0 * quantiles.inside:.0f} %"
            band = colored("▒ 95 % band", self.theme.ink(self._name))
            self.say(band, colored(share, self.theme.muted))
        else:
            self.say(*(colored(text, self.theme.muted) for text in ("no band:", "few samples")))
        self.settle(x_padding=0.04)
