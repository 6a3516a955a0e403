"""Bars from a base line to values."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from gui.plotkit.items import Item


class Boxes(Item):
    """Bars that stand at places across, from 0 or another base."""

    _foot = 0.0

    def show(self, x: ArrayLike, y: ArrayLike, base: float | None = None) -> None:
        """Draw bars to these values, (m,), in the plot's own units."""
        before, self._foot = self._foot, 0.0 if base is None else float(self._y([base])[0])
        self._take(self._drawn(x, y), whatever=self._foot != before)

    def trace(self, x: Array) -> Array:
        """The values of the bars around x."""
        across, tops = self.data
        if not len(across):
            return np.full(len(x), math.nan)
        away = np.abs(x[:, None] - across)
        near = np.argmin(away, axis=1)
        half = 0.5 * float(self.graphics.opts["width"])
        return np.where(np.min(away, axis=1) <= half, tops[near], math.nan)

    def _paint(self) -> None:
        across, tops = self.data
        self.graphics.setOpts(x=across, y0=self._foot, height=tops - self._foot)
