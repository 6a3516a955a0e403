"""An axis of things rather than numbers: one label below each column of a plot."""

from __future__ import annotations

from collections.abc import Sequence

from gui.plotkit.drawing import Drawing, Range


def name_columns(panel: Drawing, labels: Sequence[str], side: str = "bottom") -> Range:
    """Labels at 1, 2, ..., K without grid lines; the range that holds K columns."""
    axis = panel.plot.getAxis(side)
    ticks = [list(enumerate(labels, 1))]
    if axis._tickLevels != ticks:
        axis.setTicks(ticks)
        axis.setGrid(False)
    return 0.5, len(labels) + 0.5
