"""Bars from a base line to values."""

from __future__ import annotations

from numpy.typing import ArrayLike

from gui.plotkit.items import Item


class Boxes(Item):
    """Bars that stand at places across, from 0 or another base."""

    _foot = 0.0

    def show(self, x: ArrayLike, y: ArrayLike, base: float | None = None) -> None:
        """Draw bars to these values, (m,), in the plot's own units."""
        self._foot = 0.0 if base is None else float(self._y([base])[0])
        self._take(self._drawn(x, y))

    def read(self, x: float, near: float) -> float | None:
        """The value of the bar around x."""
        across, tops = self.data
        half = 0.5 * float(self.graphics.opts["width"])
        for place, top in zip(across, tops, strict=True):
            if abs(place - x) <= half:
                return float(top)
        return None

    def _paint(self) -> None:
        across, tops = self.data
        self.graphics.setOpts(x=across, y0=self._foot, height=tops - self._foot)
