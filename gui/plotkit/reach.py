"""How far something that is drawn reaches."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from gui.plotkit.drawable import LARGEST


@dataclass(slots=True)
class Reach:
    """The least rectangle, in the plot's coordinates, that holds what must be seen."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    def take(self, x: ArrayLike, y: ArrayLike) -> None:
        """Hold these points, (m,) each; either may be empty."""
        for ends, values in ((self.x, np.asarray(x, float)), (self.y, np.asarray(y, float))):
            low, high = _ends(values)
            if not (low >= -LARGEST and high <= LARGEST):
                low, high = _ends(values[np.abs(values) <= LARGEST])
            if low <= high:
                found = [*ends, low, high]
                ends[:] = [min(found), max(found)]


def _ends(values: Array) -> tuple[float, float]:
    """The least and the largest, NaN where there is one; inf and -inf of nothing."""
    low = np.minimum.reduce(values, axis=None, initial=np.inf)
    return float(low), float(np.maximum.reduce(values, axis=None, initial=-np.inf))
