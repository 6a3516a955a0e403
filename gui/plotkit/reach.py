"""How far something that is drawn reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from gui.plotkit.drawable import LARGEST, Ends, ends_of


@dataclass(slots=True)
class Reach:
    """The least rectangle, in the plot's coordinates, that holds what must be seen."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, ends: Sequence[Ends]) -> Self:
        """That of columns with these ends: x, and one or more of y; none of them where there are no
        rows."""
        (left, right), heights = ends[0], ends[1:]
        if not left <= right:
            return cls()
        return cls(
            [left, right], [min(low for low, _ in heights), max(high for _, high in heights)]
        )

    def take(self, x: ArrayLike, y: ArrayLike) -> None:
        """Hold these points, (m,) each; either may be empty."""
        for ends, values in ((self.x, np.asarray(x, float)), (self.y, np.asarray(y, float))):
            low, high = ends_of(values)
            if not (low >= -LARGEST and high <= LARGEST):
                low, high = ends_of(values[np.abs(values) <= LARGEST])
            if low <= high:
                found = [*ends, low, high]
                ends[:] = [min(found), max(found)]
