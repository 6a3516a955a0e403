"""What the panels of the Gradients page share: the figure that each draws, a line an estimator."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.plotkit.drawable import padded
from gui.plotkit.items import Item
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.short_title import use_short_title

DECADES = 6.0  # at most shown below the highest line


class GradientPanel(Panel):
    """Draws ``figure`` of the page; ``which`` is 0 by mu, 1 by sigma (or as a subclass says)."""

    figure: ClassVar[str]
    title = ""
    labels = ("", "")
    log = ""
    room = (8.0, 6.0)

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], which: int = 0
    ) -> None:
        super().__init__(
            layout, theme, place, self.title, *self.labels, log=self.log, room=self.room
        )
        self.which = which
        use_short_title(self.plot)

    def draw(self, found: Any) -> None:
        """Show this figure."""
        raise NotImplementedError

    def estimator_dots(self, name: str, size: float, **options: Any) -> Item:
        """Symbols in the look of an estimator."""
        style = STYLES[name]
        look = {"pen": self.theme.pen("plot", 0.8), "brush": estimator_color(name, self.theme)}
        return self.dots("text", style.size(size), symbol=style.symbol, **(look | options))


class LinesPanel(GradientPanel):
    """A line an estimator, on a log axis."""

    log = "y"

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], which: int = 0
    ) -> None:
        super().__init__(layout, theme, place, which)
        self.curves = {name: self.curve(estimator_pen(name, theme)) for name in STYLES}

    def draw_curves(self, names: tuple[str, ...], x: ArrayLike, values: Array) -> None:
        """x (k,), values (k, m)."""
        for name, curve in self.curves.items():
            if name in names:
                curve.show(x, values[:, names.index(name)])
            else:
                curve.hide()


def log_range(*values: Array) -> tuple[float, float]:
    """log10 of the positive finite values, and no more than DECADES of them."""
    everything = np.concatenate([each.ravel() for each in values])
    everything = everything[np.isfinite(everything) & (everything > 0.0)]
    if not len(everything):
        return -1.0, 1.0
    high = math.log10(float(everything.max()))
    low = max(math.log10(float(everything.min())), high - DECADES)
    return padded(low, high, 0.0, 0.0) if high - low > 0.3 else (low - 0.5, high + 0.5)
