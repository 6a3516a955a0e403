"""Ranges that stay still until what they show leaves them."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import Qt

from gui.plotkit.untyped import MouseEvent

Range = tuple[float, float]

# What fills less than this share of a range has become too small to see.
SMALLEST_SHARE = 0.25


class FittedRange:
    """One axis of a plot, which moves only when it must.

    It is fitted to ``wanted`` when ``seen`` is no longer inside, or when ``wanted`` has become
    small in it; not after the user's own zoom, until a double click on the plot, and not while a
    handle is held, unless it ``follows``: then it still grows to what must be seen.
    """

    def __init__(self, plot: pg.PlotItem, axis: int, follows: bool = False) -> None:
        self.axis = axis
        self.follows = follows
        self.view: pg.ViewBox = plot.vb
        self.fresh = True  # fit at the next chance, whatever is shown
        self.zoomed = False
        plot.disableAutoRange(axis)

    def show(self, wanted: Range, seen: Range, held: bool) -> None:
        """Adjust the range to what is drawn now."""
        if held and self.follows:
            still = self.zoomed or self._inside(seen)
        else:
            still = held or self.zoomed or self.good(wanted, seen)
        if self.fresh or not still:
            self.fresh = False
            self.set(wanted)

    def set(self, wanted: Range) -> None:
        """Show exactly this, which has a length."""
        low, high = wanted
        if (low, high) != self._shown():
            setter = self.view.setXRange if self.axis == pg.ViewBox.XAxis else self.view.setYRange
            setter(low, high, padding=0)

    def good(self, wanted: Range, seen: Range) -> bool:
        """Whether all that must be seen is inside, and large enough."""
        low, high = self._shown()
        return self._inside(seen) and wanted[1] - wanted[0] >= SMALLEST_SHARE * (high - low)

    def _inside(self, seen: Range) -> bool:
        low, high = self._shown()
        return low <= seen[0] and seen[1] <= high

    def _shown(self) -> Range:
        low, high = self.view.viewRange()[self.axis]
        return low, high


def watch_zoom(
    figure: pg.GraphicsLayoutWidget, fits: list[FittedRange], refit: Callable[[], None]
) -> None:
    """Note the user's own zoom; a double click on any of the plots fits them all again."""
    views = {id(fit.view): fit.view for fit in fits}.values()

    def zoomed(_mouse: object) -> None:
        for fit in fits:
            fit.zoomed = True

    def clicked(event: MouseEvent) -> None:
        if not event.double() or event.button() != Qt.MouseButton.LeftButton:
            return
        if any(
            view.scene() is not None and view.sceneBoundingRect().contains(event.scenePos())
            for view in views
        ):
            event.accept()
            renew(fits)
            refit()

    for view in views:
        view.sigRangeChangedManually.connect(zoomed)
    figure.scene().sigMouseClicked.connect(clicked)


def renew(fits: list[FittedRange]) -> None:
    """Fit all at the next chance."""
    for fit in fits:
        fit.zoomed, fit.fresh = False, True
