"""Several lines in one item, such as contours."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gui.plotkit.drawable import drawable
from gui.plotkit.items import Item


class Lines(Item):
    """A new line begins wherever ``line`` changes; its columns are x, line and y."""

    def show(self, x: ArrayLike, y: ArrayLike, line: ArrayLike = ()) -> None:
        """Draw these points, (m,) each, in the plot's own units; without ``line`` as one."""
        across, up = self._x(x), self._y(y)
        columns = self._drawn(x, y)
        # What cannot be drawn is left out of all columns.
        which = np.asarray(line, dtype=float) if np.size(line) else np.zeros(len(across))
        _, which, _ = drawable(across, which, up)
        self._take((columns[0], which, columns[1]))

    def hide(self) -> None:
        """Draw nothing."""
        self.show([], [])

    def _paint(self) -> None:
        across, line, up = self.data
        together = np.append(np.diff(line) == 0.0, False) if len(line) else "all"
        self.graphics.setData(across, up, connect=together)
