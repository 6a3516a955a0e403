"""Bars from a base line to values."""

from __future__ import annotations

from numpy.typing import ArrayLike

from gui.plotkit.items import Item


class Boxes(Item):
    """Bars that stand at places across, from 0 or another base."""

    def show(self, x: ArrayLike, y: ArrayLike, base: float | None = None) -> None:
        """Draw bars to these values, (m,), in the plot's own units."""
        across, tops = self._drawn(x, y)
        foot = 0.0 if base is None else float(self._y([base])[0])
        self.graphics.setOpts(x=across, y0=foot, height=tops - foot)
