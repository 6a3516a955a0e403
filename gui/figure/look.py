"""What a user has chosen in a view of a page, for another view of the same page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from gui.plotkit.panel import Panel


@dataclass(frozen=True, slots=True)
class PlotLook:
    """Of a plot: which of its named items are shown, and its ranges where it is zoomed."""

    shown: tuple[bool, ...]
    ranges: QRectF | None

    @property
    def usual(self) -> bool:
        """Whether nothing has been chosen."""
        return all(self.shown) and self.ranges is None


@dataclass(frozen=True, slots=True)
class ViewLook:
    """Of a view: the main plot, and the look of each that has been made, by name."""

    main: str = ""
    plots: Mapping[str, PlotLook] = field(default_factory=dict)


def look_of(panel: Panel) -> PlotLook:
    """As it is now."""
    box = panel.box
    return PlotLook(
        tuple(item.shown for item in panel.named()), box.viewRect() if box.zoomed else None
    )


def show_look(panel: Panel, look: PlotLook) -> None:
    """What is put away in the other is put away here, and the ranges are the same."""
    for item, shown in zip(panel.named(), look.shown, strict=False):
        if item.shown != shown:
            panel.toggle(item.name, shown)
    if look.ranges is not None:
        panel.box.setRange(look.ranges, padding=0)
        panel.box.sigRangeChangedManually.emit([True, True])
