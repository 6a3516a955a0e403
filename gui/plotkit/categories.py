"""An axis of things rather than numbers: labels in the language of now, without grid lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.core.words import tr
from gui.plotkit.drawing import Drawing, Range


def name_columns(panel: Drawing, labels: Sequence[str], side: str = "bottom") -> Range:
    """Labels at 1, 2, ..., K; the range that holds K columns."""
    name_places(panel, range(1, len(labels) + 1), labels, side)
    return 0.5, len(labels) + 0.5


def name_places(
    panel: Drawing, places: Iterable[float], labels: Sequence[str], side: str = "left"
) -> None:
    """A label at each of these places."""
    axis = panel.plot.getAxis(side)
    named = ((float(place), tr(label)) for place, label in zip(places, labels, strict=True))
    ticks = [list(named), []]
    if axis._tickLevels != ticks:
        axis.setTicks(ticks)
        axis.setGrid(False)
        axis.things = True
