"""What the panels of the Gradients page share: the figure that each draws, a line an estimator."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.plotkit.drawable import padded
from gui.plotkit.frame import Frame
from gui.plotkit.items import Item
from gui.plotkit.panel import Panel

DECADES = 6.0  # at most shown below the highest line


class GradientPanel(Panel):
    """``which`` is 0 by mu, 1 by sigma (or as a subclass says)."""

    labels: ClassVar[tuple[str, str]]  # of x and y
    short_label: ClassVar[str] = ""  # of x
    log: ClassVar[str] = ""
    room: ClassVar[tuple[float, float]] = (8.0, 6.0)
    which: ClassVar[int] = 0

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, *self.labels, short=self.short_label, log=self.log, room=self.room)

    def estimator_dots(self, name: str, size: float, **options: Any) -> Item:
        """Symbols in the look of an estimator."""
        style = STYLES[name]
        look = {"pen": self.theme.pen("plot", 0.8), "brush": estimator_color(name, self.theme)}
        return self.dots("text", style.size(size), symbol=style.symbol, **(look | options))


class LinesPanel(GradientPanel):
    """A line an estimator, on a log axis."""

    log: ClassVar = "y"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.curves = {
            name: self.curve(estimator_pen(name, theme), name=style.label)
            for name, style in STYLES.items()
        }

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
