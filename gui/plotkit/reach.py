"""How far something that is drawn reaches."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from gui.plotkit.drawable import LARGEST


@dataclass(slots=True)
class Reach:
    """The least rectangle, in the plot's coordinates, that holds what must be seen."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    def take(self, x: ArrayLike, y: ArrayLike) -> None:
        """Hold these points, (m,) each; either may be empty."""
        for ends, values in ((self.x, np.asarray(x, float)), (self.y, np.asarray(y, float))):
            values = values[np.abs(values) <= LARGEST]
            if values.size:
                found = [*ends, float(values.min()), float(values.max())]
                ends[:] = [min(found), max(found)]
